export type { OutboundObserver, OutboundResult } from './request.ts';

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Agent } from 'undici';
import type { Clock } from '../platform/time/clock.ts';
import type { ConnectionTimes, TrustedFingerprint } from './connector.ts';
import { FixedTimeAnswer, realDeadlines } from './fixed-time.ts';
import { guardedAgent } from './guarded-agent.ts';
import { HttpExchange } from './http-exchange.ts';
import type { HeaderList, OutboundObserver, OutboundRequest, OutboundResult } from './request.ts';

export interface HttpClientDeps {
  readonly clock: Clock;
  /** Whether private and link-local addresses are allowed; called at each connection. */
  readonly allowPrivateAddresses: () => boolean;
  /** Certificates that are trusted besides those that this computer trusts. */
  readonly trustedFingerprint?: TrustedFingerprint;
}

/**
 * The one client for everything we send: webhooks, voice turns, tools, media. It checks addresses
 * after DNS, follows no redirects, keeps connections alive and times each step. Failures are
 * returned; nothing is thrown.
 */
export class HttpClient {
  readonly #clock: Clock;
  readonly #open: () => Agent;
  readonly #agent: Agent;
  /** Agents with a new connection, each for one request that is sent again. */
  readonly #unused = new Set<Agent>();
  readonly #connections = new WeakMap<object, ConnectionTimes>();
  /**
   * The exchange that undici has just started; its headers are written in the same turn of the
   * event loop.
   */
  #starting: HttpExchange | null = null;
  readonly #onSendHeaders = (message: unknown) => this.#headersSent(message);

  constructor(deps: HttpClientDeps) {
    this.#clock = deps.clock;
    this.#open = () =>
      guardedAgent({
        reach: () => (deps.allowPrivateAddresses() ? 'link' : 'public'),
        ...(deps.trustedFingerprint ? { trusted: deps.trustedFingerprint } : {}),
        watch: {
          monotonicMs: () => deps.clock.real.monotonicMs(),
          onConnected: (socket, times) => this.#connections.set(socket, times),
        },
      });
    this.#agent = this.#open();
    subscribe('undici:client:sendHeaders', this.#onSendHeaders);
  }

  /** Sends one request; resolves when the response is over or will not come. */
  send(
    request: OutboundRequest,
    observer: OutboundObserver = {},
    signal?: AbortSignal,
  ): Promise<OutboundResult> {
    const clock = this.#clock;
    const time = clock.request();
    let unused: Agent | null = null;
    return new Promise((resolve) => {
      const paced =
        time.fixedMs === null
          ? null
          : new FixedTimeAnswer({ time, observer, signal: signal ?? null, onSettled: resolve });
      const exchange = new HttpExchange({
        real: clock.real,
        deadlines: paced ? realDeadlines(clock.real) : clock,
        request,
        observer: paced?.observer ?? observer,
        signal: signal ?? null,
        unused: () => {
          unused = this.#open();
          this.#unused.add(unused);
          return unused;
        },
        onStarted: (started) => {
          this.#starting = started;
        },
        onSettled: (result) => {
          if (unused) this.#dismiss(unused);
          if (paced) paced.settled(result);
          else {
            resolve(result);
            time.end();
          }
        },
      });
      exchange.dispatchOn(this.#agent);
    });
  }

  /** Aborts what is in flight and closes the connections. */
  async close(): Promise<void> {
    unsubscribe('undici:client:sendHeaders', this.#onSendHeaders);
    await Promise.all([this.#agent, ...this.#unused].map((agent) => agent.destroy()));
  }

  #dismiss(agent: Agent): void {
    // Runs once its only request is over, with or without an answer; the outcome does not matter.
    const gone = () => void this.#unused.delete(agent);
    agent.close().then(gone, gone);
  }

  #headersSent(message: unknown): void {
    const exchange = this.#starting;
    this.#starting = null;
    if (!exchange) return;
    const { headers, socket } = message as { headers: string; socket: object };
    exchange.headersSent(parseHead(headers), this.#connections.get(socket) ?? null);
    // The first request on a connection bears the cost of making it; later ones do not.
    this.#connections.delete(socket);
  }
}

/** The header lines as undici wrote them, without the request line. */
function parseHead(head: string): HeaderList {
  const headers: (readonly [string, string])[] = [];
  for (let from = head.indexOf('\r\n') + 2; from < head.length; ) {
    const end = head.indexOf('\r\n', from);
    const to = end === -1 ? head.length : end;
    const colon = head.indexOf(':', from);
    if (colon !== -1 && colon < to) {
      headers.push([head.slice(from, colon), head.slice(colon + 1, to).trim()]);
    }
    from = to + 2;
  }
  return headers;
}
