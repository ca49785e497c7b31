import { randomBytes } from 'node:crypto';
import { ApiError, TICKET_LIFETIME_MS } from '../../../common/contract/index.ts';
import type { RealTime } from '../../platform/time/clock.ts';
import type { ControlAccess } from './control-access.ts';

export interface WindowTicketsDeps {
  /** Tickets expire in real time, because they are secrets in transit. */
  readonly real: RealTime;
  readonly access: Pick<ControlAccess, 'openWindow' | 'closeWindow'>;
  /**
   * Two windows came with the same ticket. The one that the first use opened has already been shut
   * out.
   */
  readonly onUsedTwice: (windowId: string) => void;
}

/** How many tickets of each kind are remembered, newest first. */
const MOST_UNUSED = 100;
const MOST_USED = 1_000;

/**
 * The secret in an address that opens the window. Other users of the machine can read a program's
 * arguments, so these never contain a token but a ticket, which lets in one window, once, and
 * within a minute.
 *
 * A used ticket is remembered as long as the app runs, however old it is: the second person who
 * comes with it may be the one it was meant for.
 */
export class WindowTickets {
  readonly #deps: WindowTicketsDeps;
  /** When each was created, on the monotonic clock. */
  readonly #unused = new Map<string, number>();
  /** The window that each one opened. */
  readonly #used = new Map<string, string>();

  constructor(deps: WindowTicketsDeps) {
    this.#deps = deps;
  }

  issue(): string {
    const ticket = randomBytes(32).toString('base64url');
    this.#unused.set(ticket, this.#deps.real.monotonicMs());
    forgetOldest(this.#unused, MOST_UNUSED);
    return ticket;
  }

  /**
   * The token of the window that the ticket lets in.
   *
   * @throws `TICKET_EXPIRED`, `TICKET_USED`
   */
  redeem(ticket: string): string {
    const { real, access, onUsedTwice } = this.#deps;
    const windowId = this.#used.get(ticket);
    if (windowId !== undefined) {
      access.closeWindow(windowId);
      onUsedTwice(windowId);
      throw new ApiError('TICKET_USED');
    }
    const issuedMs = this.#unused.get(ticket);
    this.#unused.delete(ticket);
    if (issuedMs === undefined || real.monotonicMs() - issuedMs > TICKET_LIFETIME_MS) {
      throw new ApiError('TICKET_EXPIRED');
    }
    const window = access.openWindow();
    this.#used.set(ticket, window.id);
    forgetOldest(this.#used, MOST_USED);
    return window.token;
  }
}

function forgetOldest(map: Map<string, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}
