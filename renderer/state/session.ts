import type { WindowBridge } from '../../common/contract/index.ts';

declare global {
  interface Window {
    readonly agentphone?: WindowBridge;
  }
}

/** Where the window finds the control port, and what lets it in. */
export interface Session {
  readonly controlUrl: string;
  readonly token: string | null;
}

const STORAGE_KEY = 'agentphone.controlToken';

/**
 * The token comes from the preload, or as `#token=` of the address: it is kept for this tab and
 * taken out of the address bar, so that it ends up in no bookmark and no screenshot.
 */
export function readSession(page: Window): Session {
  const bridge = page.agentphone ?? {};
  const controlUrl = bridge.controlUrl ?? page.location.origin;
  if (bridge.token !== undefined) return { controlUrl, token: bridge.token };
  const fromAddress = new URLSearchParams(page.location.hash.slice(1)).get('token');
  if (fromAddress !== null && fromAddress !== '') {
    page.sessionStorage.setItem(STORAGE_KEY, fromAddress);
    page.history.replaceState(null, '', page.location.pathname + page.location.search);
    return { controlUrl, token: fromAddress };
  }
  return { controlUrl, token: page.sessionStorage.getItem(STORAGE_KEY) };
}
