/** Where the control port is, and what lets this window in. */
export interface BridgeSession {
  /** Base URL of the control port, e.g. `http://127.0.0.1:4748`. */
  readonly controlUrl: string;
  readonly token: string;
}

/** What the preload of the desktop window hands to the page; a browser has none of it. */
export interface WindowBridge {
  /** `process.platform` of the desktop app. */
  readonly platform: string;
  /** Asks the main process. Rejects when it does not take the page for its own. */
  session(): Promise<BridgeSession>;
}

/** The one IPC channel, by which the preload asks for the session. */
export const BRIDGE_CHANNEL = 'agentphone:session';
