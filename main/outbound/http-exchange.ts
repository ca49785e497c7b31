import type { Dispatcher } from 'undici';
import type { AttemptTiming } from '../../common/contract/index.ts';
import { placeOf } from '../../common/rules/handler-faults/handler-fault.ts';
import type { ClockTimer, RealTime } from '../platform/time/clock.ts';
import { BodyDecoder } from './body-decoder.ts';
import type { ConnectionTimes } from './connector.ts';
import { type FailureReason, failureFrom, type RequestFailure, wasClosed } from './failures.ts';
import type { Deadlines } from './fixed-time.ts';
import type { HeaderList, OutboundObserver, OutboundRequest, OutboundResult } from './request.ts';

const RESPONSE_LIMIT_BYTES = 4 * 1024 * 1024;
const RESPONSE_LIMIT_MS = 10 * 60_000;
const KEPT_BODY_BYTES = 64 * 1024;
/** If a connection was closed before the request arrived, we learn that within one round trip. */
const UNREAD_WITHIN_MS = 1_000;
/** A timer this late means that the computer slept or the process was suspended. */
const SLEPT_US = 1_000_000;

interface ExchangeOptions {
  readonly real: RealTime;
  readonly deadlines: Deadlines;
  readonly request: OutboundRequest;
  readonly observer: OutboundObserver;
  readonly signal: AbortSignal | null;
  /** A dispatcher with no kept connections; called at most once. */
  readonly unused: () => Dispatcher;
  readonly onStarted: (exchange: HttpExchange) => void;
  readonly onSettled: (result: OutboundResult) => void;
}

/** One request and its response, as undici's handler. Settles exactly once. */
export class HttpExchange implements Dispatcher.DispatchHandler {
  readonly #options: ExchangeOptions;
  readonly #startedMs: number;
  /** When the response must be over, and when its next byte must have arrived. */
  #wholeDueUs: number;
  #gapDueUs: number;
  #timer: ClockTimer;
  #controller: Dispatcher.DispatchController | null = null;
  #settled = false;
  /**
   * When the head was written, if the connection had been used before; null for a new connection.
   */
  #onKeptMs: number | null = null;
  /** The server sent something, so it has read the request. */
  #wasRead = false;
  #sentAgain = false;
  #requestHeaders: HeaderList = [];
  #connection: ConnectionTimes | null = null;
  #sentMs: number | null = null;
  #firstByteMs: number | null = null;
  #status: number | null = null;
  #responseHeaders: HeaderList = [];
  #decoder: BodyDecoder | null = null;
  /** The whole response has arrived; some of it may still have to be decompressed. */
  #isWhole = false;
  #compressedBytes = 0;
  #kept: Uint8Array[] = [];
  #keptBytes = 0;
  #sizeBytes = 0;
  readonly #onAbort = () =>
    this.#fail('aborted', 'The request was broken off because its answer is no longer needed.');

  constructor(options: ExchangeOptions) {
    this.#options = options;
    this.#startedMs = options.real.monotonicMs();
    const nowUs = options.deadlines.nowUs();
    this.#wholeDueUs = nowUs + RESPONSE_LIMIT_MS * 1000;
    this.#gapDueUs = nowUs + options.request.timeoutMs * 1000;
    this.#timer = this.#startTimer(options.request.timeoutMs);
  }

  dispatchOn(dispatcher: Dispatcher): void {
    if (this.#options.signal?.aborted) {
      this.#onAbort();
      return;
    }
    this.#options.signal?.addEventListener('abort', this.#onAbort, { once: true });
    this.#dispatch(dispatcher);
  }

  #dispatch(dispatcher: Dispatcher): void {
    const { request } = this.#options;
    try {
      const url = new URL(request.url);
      dispatcher.dispatch(
        {
          origin: url.origin,
          path: url.pathname + url.search,
          method: request.method,
          headers: request.headers.flat(),
          body: request.body ? Buffer.from(request.body) : null,
        },
        this,
      );
    } catch (error) {
      this.onResponseError(null, error);
    }
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#settled) controller.abort(new Error('settled before it was sent'));
    else this.#options.onStarted(this);
  }

  /** The head was written to this connection. */
  headersSent(headers: HeaderList, connection: ConnectionTimes | null): void {
    const { body } = this.#options.request;
    this.#requestHeaders = body
      ? [...headers, ['content-length', String(body.byteLength)]]
      : headers;
    this.#connection = connection;
    this.#onKeptMs = connection ? null : this.#elapsedMs();
  }

  onRequestSent(): void {
    if (this.#settled) return;
    this.#sentMs = this.#elapsedMs();
    if (!this.#sentAgain) this.#options.observer.requestSent?.();
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    if (this.#settled) return;
    this.#wasRead = true;
    if (status < 200) return;
    this.#firstByteMs = this.#elapsedMs();
    this.#status = status;
    this.#responseHeaders = rawHeaderList(controller.rawHeaders);
    this.#decoder = BodyDecoder.for(
      this.#responseHeaders
        .filter(([name]) => name.toLowerCase() === 'content-encoding')
        .map(([, value]) => value)
        .join(),
      {
        data: (chunk) => this.#plainData(chunk),
        end: () => this.#settle(null),
        broken: (encoding, error) => this.#undecodable(encoding, error),
      },
    );
    this.#restartGap();
    this.#options.observer.responseStarted?.({ status, headers: this.#responseHeaders });
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#settled) return;
    this.#restartGap();
    if (!this.#decoder) {
      this.#plainData(chunk);
      return;
    }
    this.#compressedBytes += chunk.byteLength;
    if (this.#compressedBytes > this.#limitBytes) this.#tooLarge();
    else this.#decoder.write(chunk);
  }

  onResponseEnd(): void {
    if (!this.#decoder) {
      this.#settle(null);
      return;
    }
    // The rest takes our time, not the server's.
    this.#timer.cancel();
    this.#isWhole = true;
    this.#decoder.end();
  }

  #plainData(chunk: Buffer): void {
    if (this.#settled) return;
    this.#sizeBytes += chunk.byteLength;
    if (this.#sizeBytes > this.#limitBytes) {
      this.#tooLarge();
      return;
    }
    this.#keep(chunk);
    this.#options.observer.responseBytes?.(chunk);
  }

  get #limitBytes(): number {
    return this.#options.request.limitBytes ?? RESPONSE_LIMIT_BYTES;
  }

  #tooLarge(): void {
    const limit = `${this.#limitBytes / 1024 / 1024} MiB`;
    this.#fail(
      'tooLarge',
      `The response of ${placeOf(this.#options.request.url)} is larger than ${limit}${this.#decoder ? ' (uncompressed)' : ''}. Answer with less.`,
    );
  }

  #undecodable(encoding: string, error: Error): void {
    if (this.#settled) return;
    this.#settle({
      kind: 'notHttp',
      why: 'connectionLost',
      message: `${placeOf(this.#options.request.url)} says that its answer is compressed ("Content-Encoding: ${encoding}"), and its bytes are not, or not to their end (${error.message}). Look for what compresses or cuts answers before they are sent, or answer without compression.`,
    });
    this.#controller?.abort(error);
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: unknown): void {
    if (this.#settled) return;
    if (this.#wasNeverRead(error)) {
      this.#sendAgain();
      return;
    }
    this.#settle(
      failureFrom(error, {
        url: this.#options.request.url,
        sent: this.#sentMs !== null,
        status: this.#status,
        headers: this.#responseHeaders,
        received: Buffer.concat(this.#kept),
        sizeBytes: this.#sizeBytes,
        freshConnection: this.#connection !== null,
      }),
    );
  }

  /**
   * A server may close a kept connection at the very moment we reuse it. Then its kernel refuses
   * the bytes, and no handler has seen them.
   */
  #wasNeverRead(error: unknown): boolean {
    if (this.#onKeptMs === null || this.#wasRead || this.#sentAgain) return false;
    if (this.#elapsedMs() - this.#onKeptMs > UNREAD_WITHIN_MS) return false;
    return wasClosed(error);
  }

  /**
   * Repeats the request once, at once, and on a new connection, because other kept ones may be
   * closed too. It counts as the same attempt, timed from its beginning.
   */
  #sendAgain(): void {
    this.#sentAgain = true;
    this.#controller = null;
    this.#dispatch(this.#options.unused());
  }

  #startTimer(delayMs: number): ClockTimer {
    return this.#options.deadlines.after(delayMs, () => this.#checkTime());
  }

  /**
   * Chunks only move the deadline; a single timer checks whether it has passed. Timers run before
   * sockets are read, so what has arrived in the meantime is read first. After a sleep, it is
   * unknown how long the other side was awake, so it gets the same time again.
   */
  #checkTime(): void {
    const lateUs = this.#options.deadlines.nowUs() - Math.min(this.#wholeDueUs, this.#gapDueUs);
    if (lateUs >= SLEPT_US) {
      this.#wholeDueUs += lateUs;
      this.#restartGap();
    }
    void this.#options.real.settle().then(() => {
      if (!this.#settled && !this.#isWhole) this.#judgeTime();
    });
  }

  #judgeTime(): void {
    const { deadlines, request } = this.#options;
    const nowUs = deadlines.nowUs();
    const place = placeOf(request.url);
    if (nowUs >= this.#wholeDueUs) {
      this.#fail(
        'timeout',
        `The response of ${place} was not over after 10 minutes. End the stream sooner.`,
      );
    } else if (nowUs >= this.#gapDueUs) {
      const seconds = request.timeoutMs / 1000;
      this.#fail(
        'timeout',
        this.#status === null
          ? `${place} did not answer within ${seconds} s. Answer sooner and do slow work afterwards, or raise the webhook's timeout.`
          : `${place} began to answer and then sent nothing for ${seconds} s. End the response, or raise the webhook's timeout.`,
      );
    } else {
      this.#timer = this.#startTimer((Math.min(this.#wholeDueUs, this.#gapDueUs) - nowUs) / 1000);
    }
  }

  #restartGap(): void {
    this.#gapDueUs = this.#options.deadlines.nowUs() + this.#options.request.timeoutMs * 1000;
  }

  #keep(chunk: Buffer): void {
    const room = (this.#options.request.keepBytes ?? KEPT_BODY_BYTES) - this.#keptBytes;
    if (room <= 0) return;
    // Copied, because undici reuses its read buffer.
    const part = Uint8Array.from(chunk.subarray(0, room));
    this.#kept.push(part);
    this.#keptBytes += part.byteLength;
  }

  #fail(why: FailureReason, message: string): void {
    if (this.#settled) return;
    this.#settle({ why, kind: why, message });
    this.#controller?.abort(new Error(message));
  }

  #settle(failure: RequestFailure | null): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#timer.cancel();
    this.#decoder?.close();
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
    this.#options.onSettled({
      failure,
      requestHeaders: this.#requestHeaders,
      status: this.#status,
      responseHeaders: this.#responseHeaders,
      body: Buffer.concat(this.#kept),
      bodySizeBytes: this.#sizeBytes,
      timing: this.#timing(),
    });
  }

  #timing(): AttemptTiming {
    // Connecting that began for an earlier request cost this one nothing.
    const fresh = this.#connection && this.#connection.startedMs >= this.#startedMs;
    const { resolvedMs = null, connectedMs = null } = (fresh ? this.#connection : null) ?? {};
    return {
      dnsMs: resolvedMs === null ? null : roundMs(resolvedMs - this.#startedMs),
      connectedMs: connectedMs === null ? null : roundMs(connectedMs - this.#startedMs),
      sentMs: this.#sentMs,
      firstByteMs: this.#firstByteMs,
      endMs: this.#elapsedMs(),
    };
  }

  #elapsedMs(): number {
    return roundMs(this.#options.real.monotonicMs() - this.#startedMs);
  }
}

function roundMs(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

function rawHeaderList(raw: Dispatcher.DispatchController['rawHeaders']): HeaderList {
  if (!Array.isArray(raw)) return [];
  const headers: [string, string][] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    headers.push([latin1(raw[index]), latin1(raw[index + 1])]);
  }
  return headers;
}

function latin1(value: Buffer | string | undefined): string {
  return typeof value === 'string' ? value : (value?.toString('latin1') ?? '');
}
