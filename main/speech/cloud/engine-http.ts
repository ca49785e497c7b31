import type { Dispatcher } from 'undici';
import { type RequestInit, type Response, fetch as undiciFetch } from 'undici';
import { proxiedAgent } from '../../outbound/guarded-agent.ts';
import { type ProxyChoice, straight } from '../../outbound/proxy-choice.ts';

/** A turn every half a minute or so: the connection of the last one should still be there. */
const KEEP_ALIVE_MS = 90_000;

/** What the adapters need of HTTP. */
export type EngineFetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * The connections to speech providers. They are kept between turns: to connect anew, with TLS,
 * would cost the caller a tenth of a second or two each time.
 */
export class EngineHttp {
  readonly #agent: Dispatcher;

  constructor(proxyOf: ProxyChoice = straight) {
    this.#agent = proxiedAgent({ reach: () => 'lan', keepAliveTimeoutMs: KEEP_ALIVE_MS }, proxyOf);
  }

  /** Redirects are not followed: a key goes where it was meant to go, and nowhere else. */
  readonly fetch: EngineFetch = (url, init) =>
    undiciFetch(url, { ...init, redirect: 'error', dispatcher: this.#agent });

  /** Ends all connections, also those in use. */
  close(): Promise<void> {
    return this.#agent.destroy();
  }
}
