/** What the preload of the desktop window hands to the page; a browser has none of it. */
export interface WindowBridge {
  /** Base URL of the control port, e.g. `http://127.0.0.1:4748`. */
  readonly controlUrl?: string | undefined;
  /** The control token of this run. */
  readonly token?: string | undefined;
  /** `process.platform` of the desktop app. */
  readonly platform?: string | undefined;
}
