import type { StreamFaultSpec } from '../../../common/contract/index.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type {
  TurnWebhookObserver,
  TurnWebhookResult,
} from '../../voice/responding/turn-webhook.ts';

export interface FaultyStreamDeps {
  readonly clock: Clock;
  readonly spec: StreamFaultSpec;
  /** The call, which sees the altered answer. */
  readonly observer: TurnWebhookObserver;
  /** The webhook's timeout: a longer pause ends the turn, as it would without a fault. */
  readonly timeoutMs: number;
  /** Aborts the real request once the rest of its answer is not needed. */
  readonly breakOff: () => void;
}

const DEFAULT_DELAY_MS: Record<StreamFaultSpec['kind'], number> = {
  slow: 5_000,
  stall: 5_000,
  tornLine: 0,
  splitCharacter: 50,
  noFinal: 0,
  crlf: 0,
  noNewline: 0,
  linesAfterFinal: 0,
  longLine: 0,
  drip: 20,
  reset: 0,
};

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const LONG_LINE_BYTES = 1_000_000;
/** A key that no handler sends. */
const PADDING_KEY = 'padding';

interface Step {
  readonly delayMs: number;
  readonly run: () => void;
}

/**
 * Sits between a handler's streamed answer and the call, and applies one fault to it. What arrives
 * is queued and passed on in order, with pauses in product time.
 */
export class FaultyStream implements TurnWebhookObserver {
  readonly #deps: FaultyStreamDeps;
  readonly #delayMs: number;
  readonly #steps: Step[] = [];
  #walking = false;
  #lines = 0;
  #struck = false;
  #line: number[] = [];
  /** A line break that was held back. */
  #owed = Buffer.alloc(0);
  #endsWithNewline = true;
  #over: TurnWebhookResult | null = null;
  #resolve: ((result: TurnWebhookResult) => void) | null = null;

  constructor(deps: FaultyStreamDeps) {
    this.#deps = deps;
    this.#delayMs = deps.spec.delayMs ?? DEFAULT_DELAY_MS[deps.spec.kind];
  }

  requestSent(sent: { readonly deliveryId: string; readonly url: string }): void {
    this.#deps.observer.requestSent(sent);
  }

  responseStarted(started: { readonly status: number; readonly contentType: string | null }): void {
    const delayMs = this.#deps.spec.kind === 'slow' ? this.#delayMs : 0;
    this.#then(delayMs, () => this.#deps.observer.responseStarted(started));
  }

  responseBytes(chunk: Uint8Array): void {
    switch (this.#deps.spec.kind) {
      case 'slow':
        this.#hand(chunk);
        return;
      case 'drip':
        for (const byte of chunk) this.#hand(Uint8Array.of(byte), this.#delayMs);
        return;
      case 'splitCharacter':
        this.#splitCharacters(chunk);
        return;
      case 'noFinal':
      case 'longLine':
      case 'crlf':
      case 'noNewline':
        for (const byte of chunk) {
          this.#line.push(byte);
          if (byte === NEWLINE) this.#handLine();
        }
        return;
      case 'linesAfterFinal':
        this.#endsWithNewline = chunk.at(-1) === NEWLINE;
        this.#hand(chunk);
        return;
      case 'stall':
      case 'tornLine':
      case 'reset':
        this.#afterLines(chunk);
        return;
      default:
        this.#deps.spec.kind satisfies never;
    }
  }

  /**
   * The real answer is over. Resolves when the call has seen everything that the fault lets
   * through.
   */
  end(result: TurnWebhookResult): Promise<TurnWebhookResult> {
    const { spec } = this.#deps;
    if (this.#line.length > 0 && spec.kind !== 'tornLine') this.#handLine();
    if (spec.kind === 'linesAfterFinal') {
      const before = this.#endsWithNewline ? '' : '\n';
      this.#hand(Buffer.from(`${before}{"text":"This comes after the final line."}\n`));
    }
    if (spec.kind === 'tornLine' && this.#struck) this.#handTornLine();
    return new Promise((resolve) => {
      this.#resolve = resolve;
      this.#then(0, () => {
        this.#over ??= result;
      });
      // When a turn is aborted, the call no longer waits for it either.
      if (result.kind === 'aborted' && !this.#over) this.#finish(result);
    });
  }

  #splitCharacters(chunk: Uint8Array): void {
    let from = 0;
    let delayMs = 0;
    for (const [index, byte] of chunk.entries()) {
      if (byte < 0xc0) continue;
      this.#hand(chunk.slice(from, index + 1), delayMs);
      from = index + 1;
      delayMs = this.#delayMs;
    }
    this.#hand(chunk.slice(from), delayMs);
  }

  /** Passes on whole lines until the one to which the fault applies. */
  #afterLines(chunk: Uint8Array): void {
    const harmless = this.#deps.spec.afterLines ?? 0;
    let from = 0;
    while (!this.#struck && this.#lines < harmless) {
      const end = chunk.indexOf(NEWLINE, from);
      if (end < 0) break;
      this.#lines += 1;
      this.#hand(chunk.slice(from, end + 1));
      from = end + 1;
    }
    const rest = chunk.slice(from);
    if (rest.length === 0) return;
    if (this.#lines < harmless) {
      this.#hand(rest);
      return;
    }
    this.#hit(rest);
  }

  #hit(rest: Uint8Array): void {
    const first = !this.#struck;
    this.#struck = true;
    switch (this.#deps.spec.kind) {
      case 'stall':
        this.#hand(rest, first ? this.#delayMs : 0);
        return;
      case 'tornLine':
        if (this.#line.includes(NEWLINE)) return;
        this.#line.push(...rest);
        if (this.#line.includes(NEWLINE)) this.#handTornLine();
        return;
      case 'reset':
        if (first) this.#cutOff(connectionReset());
        return;
      default:
        return;
    }
  }

  #handTornLine(): void {
    const newline = this.#line.indexOf(NEWLINE);
    const line = this.#line.slice(0, newline < 0 ? this.#line.length : newline);
    if (line.length > 0) this.#hand(Uint8Array.from(line.slice(0, Math.ceil(line.length / 2))));
    this.#line = [NEWLINE];
    this.#cutOff({ kind: 'completed' });
  }

  /** Applies the fault to the current line, which is complete or was the answer's last. */
  #handLine(): void {
    const line = Buffer.from(this.#line);
    this.#line = [];
    const hasNewline = line.at(-1) === NEWLINE;
    switch (this.#deps.spec.kind) {
      case 'noFinal':
        if (line.toString().trim() !== '') this.#hand(edited(line, { interim: true }));
        return;
      case 'longLine': {
        const isTheOne = this.#lines === (this.#deps.spec.afterLines ?? 0);
        this.#lines += 1;
        const padding = 'x'.repeat(Math.max(0, LONG_LINE_BYTES - line.length));
        this.#hand(isTheOne ? edited(line, { [PADDING_KEY]: padding }) : line);
        return;
      }
      case 'crlf':
        if (!hasNewline || line.at(-2) === RETURN) this.#hand(line);
        else this.#hand(Buffer.concat([line.subarray(0, -1), Buffer.of(RETURN, NEWLINE)]));
        return;
      case 'noNewline':
        // Each line break is held back until something follows it; after the last one, nothing
        // does.
        this.#hand(Buffer.concat([this.#owed, hasNewline ? line.subarray(0, -1) : line]));
        this.#owed = Buffer.from(hasNewline ? '\n' : '');
        return;
      default:
        return;
    }
  }

  #cutOff(result: TurnWebhookResult): void {
    this.#then(0, () => {
      this.#over ??= result;
      this.#deps.breakOff();
    });
  }

  #hand(bytes: Uint8Array, delayMs = 0): void {
    if (bytes.length === 0) return;
    // Copied, because the sender reuses its buffer.
    const kept = Uint8Array.from(bytes);
    this.#then(delayMs, () => this.#deps.observer.responseBytes(kept));
  }

  #then(delayMs: number, run: () => void): void {
    this.#steps.push({ delayMs, run });
    if (!this.#walking) this.#walk();
  }

  #walk(): void {
    const { clock, timeoutMs, breakOff } = this.#deps;
    this.#walking = true;
    for (let step = this.#steps.shift(); step; step = this.#steps.shift()) {
      if (this.#over) break;
      const { delayMs, run } = step;
      if (delayMs === 0) {
        run();
        continue;
      }
      const tooLong = delayMs > timeoutMs;
      clock.after(Math.min(delayMs, timeoutMs), () => {
        if (tooLong) {
          this.#over ??= timedOut(timeoutMs);
          breakOff();
        } else if (!this.#over) run();
        this.#walk();
      });
      return;
    }
    this.#walking = false;
    if (this.#over) this.#finish(this.#over);
  }

  #finish(result: TurnWebhookResult): void {
    this.#over ??= result;
    this.#steps.length = 0;
    this.#resolve?.(this.#over);
  }
}

/** The line with additional fields, if it is an object; any other line is left alone. */
function edited(line: Buffer, fields: Readonly<Record<string, unknown>>): Buffer {
  try {
    const object: unknown = JSON.parse(line.toString());
    if (typeof object !== 'object' || object === null || Array.isArray(object)) return line;
    return Buffer.from(`${JSON.stringify({ ...object, ...fields })}\n`);
  } catch {
    return line;
  }
}

function connectionReset(): TurnWebhookResult {
  return {
    kind: 'failed',
    why: 'connectionLost',
    message: 'The connection broke off in the middle of the response, because a fault asks for it.',
  };
}

function timedOut(timeoutMs: number): TurnWebhookResult {
  return {
    kind: 'failed',
    why: 'timeout',
    message: `Nothing came for ${timeoutMs / 1000} s, because a fault makes the answer stall.`,
  };
}
