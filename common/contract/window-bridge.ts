/** Where a page exchanges the ticket of its address for its token: `POST`, `TicketExchange`. */
export const TICKET_PATH = '/control/ticket';

/** The address of the control port, and the token that lets this window in. */
export interface BridgeSession {
  /** Base URL of the control port, e.g. `http://127.0.0.1:4748`. */
  readonly controlUrl: string;
  readonly token: string;
}

/**
 * What the preload script of the desktop window exposes to the page. In a browser it does not
 * exist.
 */
export interface WindowBridge {
  /** `process.platform` of the desktop app. */
  readonly platform: string;
  /** Asks the main process. Rejects if the main process does not recognise the page as its own. */
  session(): Promise<BridgeSession>;
}

/** The only IPC channel: the preload script asks for the session over it. */
export const BRIDGE_CHANNEL = 'agentphone:session';
