import { BrowserWindow, shell } from 'electron';
import { isOwn } from './permissions.ts';

export interface MainWindowOptions {
  /** What the window loads: the control port, or the build's server while developing. */
  readonly pageUrl: string;
  /** Path of the built preload script. */
  readonly preload: string;
  readonly icon: string;
}

/** The colours of the window's ground, so that it does not flash while it loads. */
const GROUND = { light: '#f6f7f9', dark: '#0f1115' };

/**
 * Opens the window. The page runs in the sandbox, without Node and in a world of its own; it can
 * neither leave our address nor open windows. Lines marked SECURITY keep it so.
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
      // A call goes on while the window is covered.
      backgroundThrottling: false,
      // SECURITY: all four are defaults; they are here so that no one can lose them unseen.
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
  // SECURITY: the page stays at our address, in the frame as well.
  const stay = (event: { preventDefault(): void; readonly url: string }) => {
    if (!isOwn(event.url, origin)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  // SECURITY: a link opens in the system's browser, and only if it is one for a browser.
  contents.setWindowOpenHandler(({ url }) => {
    const protocol = URL.canParse(url) ? new URL(url).protocol : '';
    if (protocol === 'https:' || protocol === 'http:') void shell.openExternal(url);
    return { action: 'deny' };
  });
}
