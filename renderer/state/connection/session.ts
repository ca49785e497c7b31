import type { ErrorBody, TicketExchanged, WindowBridge } from '../../../common/contract/index.ts';
import { TICKET_PATH } from '../../../common/contract/window-bridge.ts';
import type { Arrival } from './arrival.ts';

declare global {
  interface Window {
    readonly agentphone?: WindowBridge;
  }
}

const STORAGE_KEY = 'agentphone.controlToken';

/** The address of the control port, and the token for it. */
export class Session {
  readonly controlUrl: string;
  readonly #storage: Pick<Storage, 'setItem'> | null;
  #token: string | null;

  /** @param storage keeps the token for a reload; null if something else keeps it */
  constructor(controlUrl: string, token: string | null, storage: Pick<Storage, 'setItem'> | null) {
    this.controlUrl = controlUrl;
    this.#token = token;
    this.#storage = storage;
    if (token !== null) storage?.setItem(STORAGE_KEY, token);
  }

  get token(): string | null {
    return this.#token;
  }

  /** Uses a new token. */
  renew(token: string): void {
    this.#token = token;
    this.#storage?.setItem(STORAGE_KEY, token);
  }
}

export interface Entry {
  readonly session: Session;
  /** Why the window was not let in, and what to do; null if it was not refused. */
  readonly refusal: string | null;
}

/**
 * Gets access for this window: from the desktop app, from the ticket or the token in the address,
 * or from what this tab stored when it was loaded before.
 */
export async function enter(
  page: Pick<Window, 'agentphone' | 'location' | 'sessionStorage'>,
  arrival: Arrival,
  request: typeof fetch,
): Promise<Entry> {
  const { agentphone: bridge, sessionStorage, location } = page;
  const { origin } = location;
  if (bridge !== undefined) return enterByBridge(bridge, origin);
  const tab = (token: string | null) => new Session(origin, token, sessionStorage);
  switch (arrival.kind) {
    case 'bare':
      return { session: tab(sessionStorage.getItem(STORAGE_KEY)), refusal: null };
    case 'token':
      return { session: tab(arrival.token), refusal: null };
    case 'ticket': {
      const answer = await exchange(origin, arrival.ticket, request);
      return 'token' in answer
        ? { session: tab(answer.token), refusal: null }
        : { session: tab(null), refusal: answer.refusal };
    }
  }
}

async function enterByBridge(bridge: WindowBridge, origin: string): Promise<Entry> {
  try {
    const { controlUrl, token } = await bridge.session();
    return { session: new Session(controlUrl, token, null), refusal: null };
  } catch (error) {
    const refusal = error instanceof Error ? error.message : String(error);
    return { session: new Session(origin, null, null), refusal };
  }
}

async function exchange(
  origin: string,
  ticket: string,
  request: typeof fetch,
): Promise<TicketExchanged | { readonly refusal: string }> {
  try {
    const response = await request(origin + TICKET_PATH, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ticket }),
    });
    if (response.ok) return (await response.json()) as TicketExchanged;
    const { error } = (await response.json()) as ErrorBody;
    return { refusal: error.message };
  } catch {
    return {
      refusal:
        'AgentPhone does not answer. Start it, and open the address under "Window" that it prints.',
    };
  }
}
