import { BrowserWindow, shell } from 'electron';
import { isOwn } from './permissions.ts';

export interface MainWindowOptions {
  /** The address of the window's page: on the control port, or the build's dev server. */
  readonly pageUrl: string;
  /** The path of the built preload script. */
  readonly preload: string;
  readonly icon: string;
}

/** The window's background colours, so that it does not flash while loading. */
const GROUND = { light: '#f6f7f9', dark: '#0f1115' };

/**
 * Opens the window. The page runs in the sandbox, without Node and in an isolated world; it can
 * neither navigate away from our address nor open windows. Lines marked SECURITY ensure this.
 */
export function openMainWindow(options: MainWindowOptions, isDark: boolean): BrowserWindow {
  const window = new BrowserWindow({
    title: 'AgentPhone Desktop',
    width: 1440,
    height: 900,
    minWidth: 480,
    minHeight: 400,
    show: false,
    backgroundColor: isDark ? GROUND.dark : GROUND.light,
    icon: options.icon,
    webPreferences: {
      preload: options.preload,
      // A call continues while the window is covered.
      backgroundThrottling: false,
      // SECURITY: all four are defaults, listed here so that a change cannot go unnoticed.
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
    },
  });
  window.once('ready-to-show', () => window.show());
  lockNavigation(window, new URL(options.pageUrl).origin);
  void window.loadURL(options.pageUrl);
  return window;
}

function lockNavigation(window: BrowserWindow, origin: string): void {
  const contents = window.webContents;
  // SECURITY: neither the page nor a frame in it can leave our address.
  const stay = (event: { preventDefault(): void; readonly url: string }) => {
    if (!isOwn(event.url, origin)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  // SECURITY: a link opens in the system's browser, and only if it is an http or https address.
  contents.setWindowOpenHandler(({ url }) => {
    const protocol = URL.canParse(url) ? new URL(url).protocol : '';
    if (protocol === 'https:' || protocol === 'http:') void shell.openExternal(url);
    return { action: 'deny' };
  });
}
