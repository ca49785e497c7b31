import { Agent, Dispatcher, ProxyAgent } from 'undici';
import { type Reach, whyRefused } from './address-rules.ts';
import {
  type ConnectionWatch,
  guardedConnector,
  guardedLookup,
  literalRefusal,
  type TrustedFingerprint,
} from './connector.ts';
import type { ProxyChoice } from './proxy-choice.ts';

export interface GuardedAgentOptions {
  /** How far its requests may go; called at each connection. */
  readonly reach: () => Reach;
  readonly keepAliveTimeoutMs?: number;
  readonly watch?: ConnectionWatch;
  readonly trusted?: TrustedFingerprint;
}

/**
 * Disables undici's timeouts: the users of these agents have their own, on the appropriate clock.
 */
const UNTIMED = { allowH2: false, headersTimeout: 0, bodyTimeout: 0 } as const;

/** An agent for the connections of one client, each to an address that the rules allow. */
export function guardedAgent(options: GuardedAgentOptions): Agent {
  const { reach, keepAliveTimeoutMs, watch, trusted } = options;
  return new Agent({
    ...UNTIMED,
    connect: guardedConnector(reach, watch, trusted),
    ...(keepAliveTimeoutMs === undefined ? {} : { keepAliveTimeout: keepAliveTimeoutMs }),
  });
}

/**
 * The same, through the proxy that the environment names. The rules apply to the proxy and, as far
 * as its name allows, to the server behind it. Names are left to the proxy to resolve, because it
 * may be the only one to know them.
 */
export function proxiedAgent(options: GuardedAgentOptions, proxyOf: ProxyChoice): Dispatcher {
  return new ProxiedAgent(options, proxyOf);
}

/** Names of clouds' metadata services, which tell a machine about itself. */
const CLOUD_NAMES: ReadonlySet<string> = new Set([
  'metadata.google.internal',
  'metadata.goog',
  'metadata.tencentyun.com',
  'instance-data',
  'instance-data.ec2.internal',
]);

class ProxiedAgent extends Dispatcher {
  readonly #options: GuardedAgentOptions;
  readonly #proxyOf: ProxyChoice;
  readonly #straight: Agent;
  readonly #proxies = new Map<string, ProxyAgent>();

  constructor(options: GuardedAgentOptions, proxyOf: ProxyChoice) {
    super();
    this.#options = options;
    this.#proxyOf = proxyOf;
    this.#straight = guardedAgent(options);
  }

  override dispatch(
    request: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
  ): boolean {
    const target = new URL(String(request.origin));
    const proxy = this.#proxyOf(target);
    if (!proxy) return this.#straight.dispatch(request, handler);
    const reach = this.#options.reach();
    const refused = literalRefusal(proxy.hostname, reach) ?? refusalBehind(target, reach);
    if (refused) throw refused;
    return this.#through(proxy).dispatch(request, handler);
  }

  override async close(): Promise<void> {
    await Promise.all([this.#straight, ...this.#proxies.values()].map((each) => each.close()));
  }

  override async destroy(): Promise<void> {
    await Promise.all([this.#straight, ...this.#proxies.values()].map((each) => each.destroy()));
  }

  #through(proxy: URL): ProxyAgent {
    const known = this.#proxies.get(proxy.href);
    if (known) return known;
    const { reach, keepAliveTimeoutMs } = this.#options;
    const agent = new ProxyAgent({
      ...UNTIMED,
      uri: proxy.href,
      proxyTls: {
        // Uses the rules of this moment, as for each direct connection.
        lookup: (...given) => guardedLookup(reach())(...given),
      },
      ...(keepAliveTimeoutMs === undefined ? {} : { keepAliveTimeout: keepAliveTimeoutMs }),
    });
    this.#proxies.set(proxy.href, agent);
    return agent;
  }
}

function refusalBehind({ hostname }: URL, reach: Reach): Error | null {
  const name = hostname.toLowerCase().replace(/\.$/, '');
  if (!CLOUD_NAMES.has(name)) return literalRefusal(name, reach);
  const why = whyRefused('169.254.169.254', reach) ?? '';
  return Object.assign(new Error(`${name} is ${why}`), { code: 'ADDRESS_REFUSED' });
}
