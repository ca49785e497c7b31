import { Agent } from 'undici';
import type { Reach } from './address-rules.ts';
import { type ConnectionWatch, guardedConnector } from './connector.ts';

export interface GuardedAgentOptions {
  /** How far its requests may go; asked at each connection. */
  readonly reach: () => Reach;
  readonly keepAliveTimeoutMs?: number;
  readonly watch?: ConnectionWatch;
}

/**
 * The connections of one client, each to an address that the rules let through. The agent has no
 * timeouts of its own: its users have theirs, on the clock that is right for them.
 */
export function guardedAgent({ reach, keepAliveTimeoutMs, watch }: GuardedAgentOptions): Agent {
  return new Agent({
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: guardedConnector(reach, watch),
    ...(keepAliveTimeoutMs === undefined ? {} : { keepAliveTimeout: keepAliveTimeoutMs }),
  });
}
