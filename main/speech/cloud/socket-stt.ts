import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { guardedLookup, literalRefusal } from '../../outbound/connector.ts';
import { type ProxyChoice, straight } from '../../outbound/proxy-choice.ts';
import { tunnelAgent } from '../../outbound/proxy-tunnel.ts';
import type { Clock } from '../../platform/time/clock.ts';
import { asBytes } from '../sample-bytes.ts';
import {
  type Recognition,
  type SttEngine,
  SttFailure,
  type SttObserver,
  type SttOptions,
  type SttStream,
} from '../stt.ts';
import { addressed, type EngineAccess, whatIsMissing } from './engine-access.ts';
import { refusal, stalled, unreachable } from './engine-failures.ts';
import type { SttProtocol, SttReader } from './stt-protocols.ts';

const STALL_SECONDS = 10;
/** Sound is sent in chunks of 100 ms; in smaller ones, the overhead would dominate. */
const PIECE_SAMPLES = 1600;
/** How much sound may wait for the socket to open: a minute. */
const MOST_QUEUED = 600;
const MOST_MESSAGE_BYTES = 1024 * 1024;

export interface SocketSttDeps {
  readonly protocol: SttProtocol;
  readonly access: EngineAccess;
  readonly clock: Clock;
  readonly proxyOf?: ProxyChoice;
}

/** Recognition over a WebSocket: when the caller stops, the words are almost ready. */
export class SocketStt implements SttEngine {
  readonly name: string;
  readonly #deps: SocketSttDeps;

  constructor(deps: SocketSttDeps) {
    this.name = deps.protocol.kind;
    this.#deps = deps;
  }

  open(options: SttOptions, observer: SttObserver): SttStream {
    const { access } = this.#deps;
    const missing = whatIsMissing(this.#deps.protocol, access);
    if (missing) throw new SttFailure(missing);
    const protocol = addressed(this.#deps.protocol, access);
    const { baseUrl } = access;
    const refused = literalRefusal(new URL(baseUrl).hostname, 'lan');
    if (refused) throw new SttFailure(unreachable(protocol, baseUrl, refused));
    return new SocketSttStream({ ...this.#deps, protocol }, options, observer);
  }
}

/** One socket per utterance, which connects while the caller is speaking. */
class SocketSttStream implements SttStream {
  readonly #deps: SocketSttDeps;
  readonly #observer: SttObserver;
  readonly #socket: WebSocket;
  readonly #reader: SttReader;
  readonly #queued: (string | Uint8Array)[] = [];
  #piece = new Int16Array(PIECE_SAMPLES);
  #filled = 0;
  #failure: SttFailure | null = null;
  #final: Recognition | null = null;
  #asked = false;
  #settled: (() => void) | null = null;

  constructor(deps: SocketSttDeps, options: SttOptions, observer: SttObserver) {
    const { protocol, access } = deps;
    this.#deps = deps;
    this.#observer = observer;
    this.#reader = protocol.reader();
    const url = `${access.baseUrl.replace(/^http/, 'ws')}${protocol.path(access.model, options)}`;
    const proxy = (deps.proxyOf ?? straight)(new URL(access.baseUrl));
    this.#socket = new WebSocket(url, {
      headers: access.apiKey === null ? {} : protocol.headers(access.apiKey),
      perMessageDeflate: false,
      maxPayload: MOST_MESSAGE_BYTES,
      followRedirects: false,
      lookup: guardedLookup('lan'),
      ...(proxy === null ? {} : { agent: tunnelAgent(proxy, url.startsWith('wss:')) }),
    });
    this.#socket.on('open', () => {
      for (const message of this.#queued.splice(0)) this.#socket.send(message);
    });
    this.#socket.on('message', (data) => this.#receive(data.toString()));
    this.#socket.on('unexpected-response', (_request, response) => this.#refused(response));
    this.#socket.on('error', (error) => this.#fail(unreachable(protocol, access.baseUrl, error)));
    this.#socket.on('close', () => this.#closed());
  }

  push(samples: Int16Array): void {
    for (let at = 0; at < samples.length; ) {
      const part = samples.subarray(at, at + PIECE_SAMPLES - this.#filled);
      this.#piece.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled === PIECE_SAMPLES) this.#sendPiece();
    }
  }

  async finish(signal: AbortSignal): Promise<Recognition> {
    const { clock, protocol } = this.#deps;
    const landed = clock.flow();
    const timer = clock.real.after(STALL_SECONDS * 1000, () =>
      this.#fail(stalled(protocol, STALL_SECONDS)),
    );
    const abort = () => this.#fail('The words are no longer wanted.');
    signal.addEventListener('abort', abort, { once: true });
    try {
      if (signal.aborted) abort();
      if (this.#filled > 0) this.#sendPiece();
      this.#asked = true;
      for (const message of protocol.finish()) this.#send(message);
      if (!this.#final && !this.#failure) {
        await new Promise<void>((resolve) => {
          this.#settled = resolve;
        });
      }
      if (this.#final) return this.#final;
      throw this.#failure ?? new SttFailure(`${protocol.label} gave no words.`);
    } finally {
      timer.cancel();
      signal.removeEventListener('abort', abort);
      this.close();
      landed();
    }
  }

  close(): void {
    if (this.#socket.readyState === WebSocket.CLOSED) return;
    // A socket that never opened emits an error when it is closed, which must not be reported.
    this.#failure ??= new SttFailure('The words are no longer wanted.');
    this.#socket.terminate();
  }

  #sendPiece(): void {
    const bytes = asBytes(this.#piece.subarray(0, this.#filled));
    this.#piece = new Int16Array(PIECE_SAMPLES);
    this.#filled = 0;
    this.#send(this.#deps.protocol.audio(bytes));
  }

  #send(message: string | Uint8Array): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(message);
    else if (this.#socket.readyState === WebSocket.CONNECTING) {
      if (this.#queued.length < MOST_QUEUED) this.#queued.push(message);
    }
  }

  #receive(text: string): void {
    if (this.#final || this.#failure) return;
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch {
      return;
    }
    if (typeof message !== 'object' || message === null) return;
    const news = this.#reader.read(message as Record<string, unknown>, this.#asked);
    if (!news) return;
    if ('partial' in news) {
      if (news.partial !== '') this.#observer.partial(news.partial);
    } else if ('final' in news) {
      this.#final = news.final;
      this.#settled?.();
    } else {
      this.#fail(refusal(this.#deps.protocol, 400, news.failure));
    }
  }

  #refused(response: IncomingMessage): void {
    const parts: Buffer[] = [];
    const tell = () => {
      const body = Buffer.concat(parts).toString();
      this.#fail(refusal(this.#deps.protocol, response.statusCode ?? 0, body));
      this.#socket.terminate();
    };
    response.on('data', (part: Buffer) => {
      if (parts.length < 16) parts.push(part);
    });
    response.once('end', tell);
    response.once('error', tell);
  }

  #closed(): void {
    if (this.#asked && !this.#failure) this.#final ??= this.#reader.soFar();
    const { protocol } = this.#deps;
    this.#fail(`${protocol.label} hung up before the words were known. Try again.`);
  }

  /** Only the first failure is kept. */
  #fail(message: string): void {
    this.#failure ??= new SttFailure(message);
    this.#settled?.();
  }
}
