import { randomBytes } from 'node:crypto';
import { ApiError, TICKET_LIFETIME_MS } from '../../../common/contract/index.ts';
import type { RealTime } from '../../platform/time/clock.ts';
import type { ControlAccess } from './control-access.ts';

export interface WindowTicketsDeps {
  /** A ticket is a secret on its way: its minute is a real one. */
  readonly real: RealTime;
  readonly access: Pick<ControlAccess, 'openWindow' | 'closeWindow'>;
  /** Two have come with the same ticket: the window that the first one opened is shut out already. */
  readonly onUsedTwice: (windowId: string) => void;
}

/** How many tickets of each kind are remembered, newest first. */
const MOST_UNUSED = 100;
const MOST_USED = 1_000;

/**
 * What an address carries that opens the window. The arguments of a program can be read by everybody
 * on the machine, so there is never a token in them but a ticket, which lets one window in, once and
 * within a minute.
 *
 * A used one is remembered for as long as the app runs, however old: the second who comes with it
 * may be the one for whom it was meant.
 */
export class WindowTickets {
  readonly #deps: WindowTicketsDeps;
  /** When each was made, on the monotonic clock. */
  readonly #unused = new Map<string, number>();
  /** The window that each has opened. */
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
