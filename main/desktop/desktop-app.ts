import { app, type BrowserWindow, Menu, nativeTheme, session } from 'electron';
import type { CallView, ReadyLine } from '../../common/contract/index.ts';
import { printRoute, type WindowRoute } from '../../common/rules/window/window-route.ts';
import type { LauncherLink } from '../platform/process/launcher-link.ts';
import type { RealTime } from '../platform/time/clock.ts';
import { serveBridge } from './bridge.ts';
import { operate } from './control-port.ts';
import type { DesktopLinks } from './links.ts';
import { openMainWindow } from './main-window.ts';
import { buildMenu } from './menu.ts';
import { guardPermissions } from './permissions.ts';
import { PowerSaver } from './power-saver.ts';
import { RingNotices } from './ring-notices.ts';
import { CallTray, type TrayIcons } from './tray.ts';

/** The maximum time for a clean shutdown. */
const STOP_MS = 2_000;
/** How often a page that crashes is reloaded. */
const MAX_RELOADS = 3;

/** The running app as the shell uses it. */
export interface ShownApp {
  readonly ready: ReadyLine;
  readonly access: {
    controlToken(): string;
    /** The window's address with a new ticket in it, to be passed as an argument to a browser. */
    windowAddress(): string;
  };
  stop(): Promise<void>;
  /** Calls `listener` with the calls that have not ended, at each change. */
  onLiveCalls(listener: (calls: readonly CallView[]) => void): void;
}

export interface DesktopAppDeps {
  readonly running: ShownApp;
  readonly link: LauncherLink;
  readonly links: Pick<DesktopLinks, 'onPlace' | 'takeFirst'>;
  readonly real: RealTime;
  /** The emitter of the system's signals: `process`. */
  readonly signals: Pick<NodeJS.EventEmitter, 'on'>;
  /** The address of the window's page; during development not that of the control port. */
  readonly pageUrl: string;
  readonly preload: string;
  readonly icons: TrayIcons & { readonly window: string };
}

/** The desktop shell around the running app. One per process, created once Electron is ready. */
export class DesktopApp {
  readonly #deps: DesktopAppDeps;
  readonly #power = new PowerSaver();
  readonly #tray: CallTray;
  #window: BrowserWindow | null = null;
  #reloads = 0;
  #quitting: Promise<void> | null = null;

  constructor(deps: DesktopAppDeps) {
    this.#deps = deps;
    const { ready, access } = deps.running;
    const showWindow = () => this.showWindow();
    const { origin } = new URL(deps.pageUrl);
    serveBridge({
      isOurs: (sender) => sender === this.#window?.webContents,
      origin,
      session: () => ({ controlUrl: origin, token: access.controlToken() }),
    });
    guardPermissions(session.defaultSession, origin);
    Menu.setApplicationMenu(
      buildMenu(ready, {
        showWindow,
        windowAddress: () => access.windowAddress(),
        go: (by) => this.#window?.webContents.navigationHistory.goToOffset(by),
      }),
    );
    // If the call ended in the meantime, nothing needs to be done; the tray will show it.
    const act = (operation: Parameters<typeof operate>[1]) => (callId: string) =>
      void operate(
        { control: ready.control, token: access.controlToken() },
        operation,
        callId,
      ).catch(() => undefined);
    const [answer, decline] = [act('call.answer'), act('call.decline')];
    this.#tray = new CallTray(deps.icons, {
      showWindow,
      answer,
      decline,
      hangUp: act('call.hangUp'),
      quit: () => void this.quit(),
    });
    const notices = new RingNotices({
      isWindowFocused: () => this.#window?.isFocused() ?? false,
      hasWindow: () => this.#window !== null,
      showWindow,
      answer,
      decline,
    });
    deps.running.onLiveCalls((calls) => {
      if (this.#quitting) return;
      notices.show(calls);
      this.#tray.show(calls);
      this.#power.setCallRunning(calls.length > 0);
    });
    this.#listen();
  }

  /** Opens the window, or brings it to the front; at a place, if one is given. */
  showWindow(place: WindowRoute | null = null): void {
    if (this.#quitting) return;
    if (this.#window) {
      // Only the part behind the # is another one: the page stays, and goes there by itself.
      if (place !== null) void this.#window.loadURL(this.#addressOf(place));
      if (this.#window.isMinimized()) this.#window.restore();
      this.#window.show();
      this.#window.focus();
      return;
    }
    const { preload, links, icons, link } = this.#deps;
    const first = place ?? links.takeFirst();
    const window = openMainWindow(
      {
        pageUrl: this.#addressOf(first),
        preload,
        icon: icons.window,
      },
      nativeTheme.shouldUseDarkColors,
    );
    window.once('ready-to-show', () => link.ready(null));
    window.once('closed', () => {
      this.#window = null;
    });
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason === 'clean-exit' || this.#reloads >= MAX_RELOADS) return;
      this.#reloads += 1;
      window.reload();
    });
    this.#window = window;
  }

  #addressOf(place: WindowRoute | null): string {
    const { pageUrl } = this.#deps;
    return place === null ? pageUrl : new URL(printRoute(place), pageUrl).href;
  }

  /** Stops the app and ends the process. */
  quit(): Promise<void> {
    this.#quitting ??= this.#stop();
    return this.#quitting;
  }

  async #stop(): Promise<void> {
    this.#power.setCallRunning(false);
    this.#tray.destroy();
    const { running, real } = this.#deps;
    const late = new Promise<'late'>((resolve) => real.after(STOP_MS, () => resolve('late')));
    const end = await Promise.race([
      running.stop().then(
        () => 'stopped' as const,
        () => 'failed' as const,
      ),
      late,
    ]);
    app.exit(end === 'stopped' ? 0 : 1);
  }

  #listen(): void {
    const quit = () => void this.quit();
    app.on('before-quit', (event) => {
      event.preventDefault();
      quit();
    });
    app.on('second-instance', () => this.showWindow());
    this.#deps.links.onPlace((place) => this.showWindow(place));
    app.on('activate', () => this.showWindow());
    app.on('window-all-closed', () => {
      // On macOS, an app stays open without windows.
      if (process.platform !== 'darwin') quit();
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      this.#deps.signals.on(signal, quit);
    }
    this.#deps.link.onVanished(quit);
  }
}
