import { type Dispatcher, type RequestInit, fetch as undiciFetch } from 'undici';
import { proxiedAgent } from '../outbound/guarded-agent.ts';
import { type ProxyChoice, straight } from '../outbound/proxy-choice.ts';
import type { ClockTimer, RealTime } from '../platform/time/clock.ts';
import { ModelFailure } from './language-model.ts';
import { brokenOff, type ModelAccess, refusal, silent, unreachable } from './model-failures.ts';

/** A turn every half a minute or so: the connection of the last one should still be there. */
const KEEP_ALIVE_MS = 90_000;
/** A local server may load its model first. */
const FIRST_BYTE_SECONDS = 30;
/** A gap this long in the middle of an answer: nothing more will come. */
const GAP_SECONDS = 15;
/** How much of a refusal is read. */
const EXCERPT_BYTES = 4_000;
/** What undici calls a kept connection that the server had closed. */
const CLOSED: ReadonlySet<string> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

export interface ModelRequestObserver {
  /** The request's last byte went to the socket. `url` has no query. */
  requestSent?(url: string): void;
  responseStarted?(status: number): void;
}

/** The `fetch` that the AI SDK is given, for one answer. Failures are `ModelFailure`s. */
export type ModelFetch = (
  input: string | URL | Request,
  init?: globalThis.RequestInit,
) => Promise<globalThis.Response>;

/**
 * The connections to providers of models, kept between turns. Redirects are not followed: a key
 * goes where it was meant to go, and nowhere else.
 */
export class ModelHttp {
  readonly #real: RealTime;
  readonly #agent: Dispatcher;

  /** Models that refused tools, by address and name: they are not asked with them again. */
  readonly toolless = new Set<string>();

  constructor(real: RealTime, proxyOf: ProxyChoice = straight) {
    this.#real = real;
    this.#agent = proxiedAgent({ reach: () => 'lan', keepAliveTimeoutMs: KEEP_ALIVE_MS }, proxyOf);
  }

  /**
   * Refusals and silences become failures with a message; aborting `signal` closes the connection
   * at once.
   */
  fetchFor(access: ModelAccess, observer: ModelRequestObserver, signal: AbortSignal): ModelFetch {
    return async (input, init = {}) => {
      const silence = new Silence(this.#real);
      const signals = [signal, silence.signal, ...(init.signal ? [init.signal] : [])];
      const request = {
        ...init,
        signal: AbortSignal.any(signals),
        redirect: 'error',
        dispatcher: this.#watched(observer),
      } as RequestInit;
      silence.expect(FIRST_BYTE_SECONDS);
      try {
        const response = await ask(String(input), request);
        observer.responseStarted?.(response.status);
        if (!response.ok) {
          const text = await beginningOf(response.body);
          throw refusal(access, response.status, text, response.headers.get('retry-after'));
        }
        silence.end();
        const { status } = response;
        const headers = Object.fromEntries(response.headers);
        return new Response(watchedBody(response.body, silence, access), { status, headers });
      } catch (error) {
        silence.end();
        if (signal.aborted || error instanceof ModelFailure) throw error;
        if (silence.signal.aborted) throw silent(access, silence.seconds);
        throw unreachable(access, error);
      }
    };
  }

  /** A plain GET of JSON, for lists of models. Rejects when it takes longer than `timeoutMs`. */
  async getJson(url: string, timeoutMs: number): Promise<unknown> {
    const over = new AbortController();
    const timer = this.#real.after(timeoutMs, () => over.abort());
    try {
      const response = await undiciFetch(url, {
        signal: over.signal,
        redirect: 'error',
        dispatcher: this.#agent,
      });
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      return await response.json();
    } finally {
      timer.cancel();
    }
  }

  /** Ends all connections, also those in use. */
  close(): Promise<void> {
    return this.#agent.destroy();
  }

  #watched(observer: ModelRequestObserver): Dispatcher {
    return this.#agent.compose((dispatch) => (options, handler) => {
      handler.onRequestSent = () =>
        observer.requestSent?.(`${options.origin}${options.path.split('?')[0]}`);
      return dispatch(options, handler);
    });
  }
}

/** Once more, at once, when a kept connection turns out to be closed: nobody has seen the request. */
async function ask(url: string, request: RequestInit) {
  try {
    return await undiciFetch(url, request);
  } catch (error) {
    const { code } = ((error as Error).cause ?? {}) as { code?: string };
    if (request.signal?.aborted || !CLOSED.has(code ?? '')) throw error;
    return undiciFetch(url, request);
  }
}

/** Aborts when nothing came for a while; real time, for a provider knows no other. */
class Silence {
  readonly #real: RealTime;
  readonly #controller = new AbortController();
  #timer: ClockTimer | null = null;
  seconds = 0;

  constructor(real: RealTime) {
    this.#real = real;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Something is expected within `seconds` from now. */
  expect(seconds: number): void {
    this.end();
    this.seconds = seconds;
    const timer = this.#real.after(seconds * 1000, () => {
      // After a sleep timers run before anything is read: what has arrived is let in first.
      void this.#real.settle().then(() => {
        if (this.#timer === timer) this.#controller.abort();
      });
    });
    this.#timer = timer;
  }

  end(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }
}

type Bytes = AsyncIterable<Uint8Array> | null;

/** The bytes as they come, with failures in words; not reading on closes the connection. */
function watchedBody(
  body: unknown,
  silence: Silence,
  access: ModelAccess,
): ReadableStream<Uint8Array> {
  const source = (body as Bytes)?.[Symbol.asyncIterator]();
  const reading: UnderlyingDefaultSource<Uint8Array> = {
    async pull(controller) {
      // Only while somebody waits for it: what was not asked for is no silence.
      silence.expect(GAP_SECONDS);
      try {
        const next = await source?.next();
        if (!next || next.done) controller.close();
        else controller.enqueue(next.value);
      } catch (error) {
        controller.error(
          silence.signal.aborted ? silent(access, silence.seconds) : brokenOff(access, error),
        );
      } finally {
        silence.end();
      }
    },
    async cancel() {
      silence.end();
      await source?.return?.();
    },
  };
  // Read ahead: whoever has the last words does not ask for the end, and the connection is free
  // for the next turn only after it.
  return new ReadableStream(reading, { highWaterMark: 64 });
}

async function beginningOf(body: unknown): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of (body as Bytes) ?? []) {
    text += decoder.decode(bytes, { stream: true });
    if (text.length > EXCERPT_BYTES) break;
  }
  return text;
}
