import { type Dispatcher, type RequestInit, fetch as undiciFetch } from 'undici';
import { proxiedAgent } from '../outbound/guarded-agent.ts';
import { type ProxyChoice, straight } from '../outbound/proxy-choice.ts';
import type { ClockTimer, RealTime } from '../platform/time/clock.ts';
import { ModelFailure } from './language-model.ts';
import { brokenOff, type ModelAccess, refusal, silent, unreachable } from './model-failures.ts';

/**
 * Turns come about every half a minute, and the connection of the last one should still be open.
 */
const KEEP_ALIVE_MS = 90_000;
/** A local server may have to load its model first. */
const FIRST_BYTE_SECONDS = 30;
/** After a gap this long within an answer, nothing more will come. */
const GAP_SECONDS = 15;
/** How much of a refusal's body is read. */
const EXCERPT_BYTES = 4_000;
/** Error codes for a kept connection that the server had closed. */
const CLOSED: ReadonlySet<string> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

export interface ModelRequestObserver {
  /** The body of a request that is about to be sent. */
  asked?(body: string): void;
  /** The last byte of the request is on the socket. `url` has no query. */
  requestSent?(url: string): void;
  responseStarted?(status: number): void;
}

/** The `fetch` that is passed to the AI SDK, for one answer. It throws `ModelFailure`s. */
export type ModelFetch = (
  input: string | URL | Request,
  init?: globalThis.RequestInit,
) => Promise<globalThis.Response>;

/**
 * The connections to model providers, kept between turns. Redirects are not followed, so that a key
 * never goes to an unintended server.
 */
export class ModelHttp {
  readonly #real: RealTime;
  readonly #agent: Dispatcher;

  /** Models that refused tools, by address and name, so that they are not sent any again. */
  readonly toolless = new Set<string>();

  constructor(real: RealTime, proxyOf: ProxyChoice = straight) {
    this.#real = real;
    this.#agent = proxiedAgent({ reach: () => 'lan', keepAliveTimeoutMs: KEEP_ALIVE_MS }, proxyOf);
  }

  /**
   * Refusals and timeouts become failures with a message; aborting `signal` closes the connection
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
      if (typeof init.body === 'string') observer.asked?.(init.body);
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

  /** A plain GET of JSON, for lists of models. Rejects if it takes longer than `timeoutMs`. */
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

  /** Closes all connections, including those in use. */
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

/**
 * Repeats the request once, at once, if a kept connection turns out to be closed: then no server
 * has seen the request.
 */
async function ask(url: string, request: RequestInit) {
  try {
    return await undiciFetch(url, request);
  } catch (error) {
    const { code } = ((error as Error).cause ?? {}) as { code?: string };
    if (request.signal?.aborted || !CLOSED.has(code ?? '')) throw error;
    return undiciFetch(url, request);
  }
}

/** Aborts after a period without data. In real time, because a provider knows no other. */
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

  /** Data is expected within `seconds` from now. */
  expect(seconds: number): void {
    this.end();
    this.seconds = seconds;
    const timer = this.#real.after(seconds * 1000, () => {
      // After a sleep, timers run before sockets are read, so what has arrived is read first.
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

/**
 * The bytes as they arrive, with failures that have messages. If the reader stops, the connection
 * is closed.
 */
function watchedBody(
  body: unknown,
  silence: Silence,
  access: ModelAccess,
): ReadableStream<Uint8Array> {
  const source = (body as Bytes)?.[Symbol.asyncIterator]();
  const reading: UnderlyingDefaultSource<Uint8Array> = {
    async pull(controller) {
      // Only while a read is pending; otherwise the silence is not the server's.
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
  // Reads ahead: a reader with the last words may never ask for the end of the stream, and only
  // after that is the connection free for the next turn.
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
