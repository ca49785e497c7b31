import { EventEmitter } from 'node:events';

/**
 * A stand-in for the `electron` module, which exists only inside Electron: records what the shell
 * requested, and lets a test emit Electron's events. `vi.mock('electron', () => import(…))`.
 */
class FakeWebContents extends EventEmitter {
  readonly mainFrame = { url: '' };
  /** How far it went back and forward. */
  readonly offsets: number[] = [];
  readonly navigationHistory = { goToOffset: (by: number) => this.offsets.push(by) };
  windowOpenHandler: ((details: { url: string }) => { action: string }) | null = null;
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.windowOpenHandler = handler;
  }
}

export class BrowserWindow extends EventEmitter {
  static readonly opened: BrowserWindow[] = [];
  readonly webContents = new FakeWebContents();
  readonly options: Record<string, unknown>;
  readonly calls: string[] = [];
  url = '';
  isSmall = false;
  hasFocus = true;

  constructor(options: Record<string, unknown>) {
    super();
    this.options = options;
    BrowserWindow.opened.push(this);
  }
  loadURL(url: string): Promise<void> {
    this.url = url;
    this.webContents.mainFrame.url = url;
    return Promise.resolve();
  }
  isMinimized(): boolean {
    return this.isSmall;
  }
  isFocused(): boolean {
    return this.hasFocus;
  }
  restore(): void {
    this.calls.push('restore');
  }
  show(): void {
    this.calls.push('show');
  }
  focus(): void {
    this.calls.push('focus');
  }
  reload(): void {
    this.calls.push('reload');
  }
}

export interface FakeMenuItem {
  readonly label?: string;
  readonly role?: string;
  readonly click?: () => void;
  readonly submenu?: readonly FakeMenuItem[];
}

export class Menu {
  static application: Menu | null = null;
  readonly items: readonly FakeMenuItem[];
  constructor(items: readonly FakeMenuItem[]) {
    this.items = items;
  }
  static buildFromTemplate(items: readonly FakeMenuItem[]): Menu {
    return new Menu(items);
  }
  static setApplicationMenu(menu: Menu): void {
    Menu.application = menu;
  }
}

export class Tray extends EventEmitter {
  static readonly made: Tray[] = [];
  image: string;
  toolTip = '';
  menu: Menu | null = null;
  isDestroyed = false;
  constructor(image: string) {
    super();
    this.image = image;
    Tray.made.push(this);
  }
  setImage(image: string): void {
    this.image = image;
  }
  setToolTip(text: string): void {
    this.toolTip = text;
  }
  setContextMenu(menu: Menu): void {
    this.menu = menu;
  }
  destroy(): void {
    this.isDestroyed = true;
  }
}

export class Notification extends EventEmitter {
  static readonly made: Notification[] = [];
  readonly options: Record<string, unknown>;
  state: 'made' | 'shown' | 'closed' = 'made';
  constructor(options: Record<string, unknown>) {
    super();
    this.options = options;
    Notification.made.push(this);
  }
  static isSupported(): boolean {
    return true;
  }
  show(): void {
    this.state = 'shown';
  }
  close(): void {
    this.state = 'closed';
  }
}

class FakeApp extends EventEmitter {
  exits: number[] = [];
  paths: Record<string, string> = {};
  isFirstInstance = true;
  isPackaged = false;
  schemes: string[] = [];
  setAsDefaultProtocolClient(scheme: string): boolean {
    this.schemes.push(scheme);
    return true;
  }
  exit(code: number): void {
    this.exits.push(code);
    this.emit('test:exit', code);
  }
  setPath(name: string, path: string): void {
    this.paths[name] = path;
  }
  requestSingleInstanceLock(): boolean {
    return this.isFirstInstance;
  }
  whenReady(): Promise<void> {
    return Promise.resolve();
  }
  getVersion(): string {
    return '9.9.9';
  }
}

type RequestHandler = (
  contents: unknown,
  permission: string,
  answer: (isAllowed: boolean) => void,
  details: Record<string, unknown>,
) => void;
type CheckHandler = (
  contents: unknown,
  permission: string,
  origin: string,
  details: Record<string, unknown>,
) => boolean;

class FakeSession {
  request: RequestHandler | null = null;
  check: CheckHandler | null = null;
  device: (() => boolean) | null = null;
  setPermissionRequestHandler(handler: RequestHandler): void {
    this.request = handler;
  }
  setPermissionCheckHandler(handler: CheckHandler): void {
    this.check = handler;
  }
  setDevicePermissionHandler(handler: () => boolean): void {
    this.device = handler;
  }
}

type InvokeHandler = (event: Record<string, unknown>) => unknown;

/**
 * Electron refuses a second handler for a channel; here, the newest shell of a test replaces it.
 */
export const ipcMain = {
  handlers: new Map<string, InvokeHandler>(),
  handle(channel: string, handler: InvokeHandler): void {
    ipcMain.handlers.set(channel, handler);
  },
};

export const app = new FakeApp();
export const session = { defaultSession: new FakeSession() };
export const nativeTheme = { shouldUseDarkColors: false };
export const systemPreferences = { askForMediaAccess: () => Promise.resolve(true) };
export const dialog = {
  boxes: [] as string[],
  showErrorBox: (_: string, text: string) => dialog.boxes.push(text),
};
export const clipboard = {
  text: '',
  writeText(text: string) {
    clipboard.text = text;
  },
};

export const shell = {
  opened: [] as string[],
  openExternal(url: string) {
    shell.opened.push(url);
    return Promise.resolve();
  },
  openPath(path: string) {
    shell.opened.push(path);
    return Promise.resolve('');
  },
};

export const powerSaveBlocker = {
  running: new Set<number>(),
  next: 1,
  start(_kind: string): number {
    powerSaveBlocker.running.add(powerSaveBlocker.next);
    return powerSaveBlocker.next++;
  },
  stop: (id: number) => powerSaveBlocker.running.delete(id),
};

/** "Encrypts" by reversing the text, so that a test can see whether it was encrypted. */
export const safeStorage = {
  isAvailable: true,
  backend: 'gnome_libsecret',
  reEncrypt: false,
  isAsyncEncryptionAvailable: () => Promise.resolve(safeStorage.isAvailable),
  getSelectedStorageBackend: () => safeStorage.backend,
  encryptStringAsync: (text: string) => Promise.resolve(Buffer.from([...text].reverse().join(''))),
  decryptStringAsync(encrypted: Buffer) {
    const text = encrypted.toString();
    if (text.startsWith('?')) return Promise.reject(new Error('another key'));
    const result = [...text].reverse().join('');
    return Promise.resolve({ result, shouldReEncrypt: safeStorage.reEncrypt });
  },
};

class FakeUtilityProcess extends EventEmitter {
  readonly sent: unknown[] = [];
  readonly stdout = null;
  readonly stderr = null;
  pid: number | undefined = undefined;
  postMessage(message: unknown): void {
    this.sent.push(message);
  }
}

export const utilityProcess = {
  forks: [] as { path: string; options: Record<string, unknown>; child: FakeUtilityProcess }[],
  fork(path: string, _args: string[], options: Record<string, unknown>): FakeUtilityProcess {
    const child = new FakeUtilityProcess();
    utilityProcess.forks.push({ path, options, child });
    return child;
  },
};
