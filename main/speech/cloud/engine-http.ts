import type { Dispatcher } from 'undici';
import { type RequestInit, type Response, fetch as undiciFetch } from 'undici';
import { proxiedAgent } from '../../outbound/guarded-agent.ts';
import { type ProxyChoice, straight } from '../../outbound/proxy-choice.ts';

/**
 * Turns come about every half a minute, and the connection of the last one should still be open.
 */
const KEEP_ALIVE_MS = 90_000;

/** HTTP as the adapters use it. */
export type EngineFetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * The connections to speech providers, kept between turns: a new TLS connection would cost the
 * caller one or two tenths of a second each time.
 */
export class EngineHttp {
  readonly #agent: Dispatcher;

  constructor(proxyOf: ProxyChoice = straight) {
    this.#agent = proxiedAgent({ reach: () => 'lan', keepAliveTimeoutMs: KEEP_ALIVE_MS }, proxyOf);
  }

  /** Redirects are not followed, so that a key never goes to an unintended server. */
  readonly fetch: EngineFetch = (url, init) =>
    undiciFetch(url, { ...init, redirect: 'error', dispatcher: this.#agent });

  /** Closes all connections, including those in use. */
  close(): Promise<void> {
    return this.#agent.destroy();
  }
}
