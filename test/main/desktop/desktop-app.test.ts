import { EventEmitter } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { BRIDGE_CHANNEL, type CallView, type ReadyLine } from '../../../common/contract/index.ts';
import { ManualTime } from '../../doubles/manual-time.ts';

vi.mock('electron', () => import('../../doubles/processes/fake-electron.ts'));
const fake = await import('../../doubles/processes/fake-electron.ts');
const { DesktopApp } = await import('../../../main/desktop/desktop-app.ts');

const CONTROL = 'http://127.0.0.1:4748';

const READY: ReadyLine = {
  ready: true,
  pid: 1,
  api: 'http://127.0.0.1:4747',
  control: CONTROL,
  controlToken: 'token',
  windowUrl: `${CONTROL}/#token=token`,
  apiKey: 'sk_live_x',
  dataDir: '/data',
  version: '9.9.9',
};

const call = (changes: Partial<CallView>): CallView => ({
  id: 'call_1',
  phase: 'listening',
  status: 'in-progress',
  direction: 'inbound',
  from: '+15550100147',
  to: '+15550100100',
  agentId: null,
  numberId: null,
  startedAt: '2026-01-01T00:00:00.000Z',
  answeredAt: null,
  endedAt: null,
  durationSeconds: null,
  disconnectionReason: null,
  recordingAvailable: false,
  phone: { muted: false, held: false, line: 'clear' },
  carrier: 'simulated',
  responder: 'webhook',
  model: null,
  usage: { inputTokens: 0, outputTokens: 0, toolCalls: 0 },
  turns: [],
  ...changes,
});

function desktop(changes: { ready?: Partial<ReadyLine>; stop?: () => Promise<void> } = {}) {
  let tellCalls: (calls: readonly CallView[]) => void = () => undefined;
  let vanish: () => void = () => undefined;
  const told: unknown[] = [];
  const token = { now: 'token' };
  const real = new ManualTime();
  const signals = new EventEmitter();
  const stop = vi.fn(changes.stop ?? (() => Promise.resolve()));
  const shell = new DesktopApp({
    running: {
      ready: { ...READY, ...changes.ready },
      access: { controlToken: () => token.now, windowAddress: () => `${CONTROL}/#ticket=once` },
      stop,
      onLiveCalls: (listener) => {
        tellCalls = listener;
      },
    },
    link: {
      ready: (openAt) => told.push(openAt),
      refused: () => Promise.resolve(),
      onVanished: (listener) => {
        vanish = listener;
      },
    },
    links: { onPlace: () => undefined, takeFirst: () => null },
    real,
    signals,
    pageUrl: CONTROL,
    preload: '/out/preload/index.cjs',
    icons: { window: 'icon.png', idle: 'tray.png', call: 'tray-call.png' },
  });
  const exit = new Promise<number>((resolve) => fake.app.once('test:exit', resolve));
  return {
    shell,
    real,
    signals,
    stop,
    told,
    token,
    exit,
    tellCalls: (calls: CallView[]) => tellCalls(calls),
    vanish: () => vanish(),
  };
}

const lastWindow = () => {
  const window = fake.BrowserWindow.opened.at(-1);
  if (!window) throw new Error('no window was opened');
  return window;
};
/** Sends the preload script's request, by default from the last window. */
const ask = (changes: object = {}) => {
  const { webContents } = lastWindow();
  const event = { sender: webContents, senderFrame: webContents.mainFrame, ...changes };
  return fake.ipcMain.handlers.get(BRIDGE_CHANNEL)?.(event);
};
const lastTray = () => {
  const tray = fake.Tray.made.at(-1);
  if (!tray) throw new Error('no tray was made');
  return tray;
};
const trayLabels = () => lastTray().menu?.items.flatMap(({ label }) => label ?? []);
const choose = (label: string) =>
  lastTray()
    .menu?.items.find((item) => item.label === label)
    ?.click?.();

beforeEach(() => {
  fake.app.removeAllListeners();
  fake.app.exits = [];
  fake.BrowserWindow.opened.length = 0;
  fake.Tray.made.length = 0;
  fake.shell.opened.length = 0;
  fake.powerSaveBlocker.running.clear();
});

describe('the window', () => {
  it('is sandboxed and isolated, and has no secret among its arguments', () => {
    desktop().shell.showWindow();
    const { options, url } = lastWindow();
    expect(url).toBe(CONTROL);
    expect(options.webPreferences).toEqual({
      preload: '/out/preload/index.cjs',
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      backgroundThrottling: false,
    });
    expect(JSON.stringify(options)).not.toContain('token');
  });

  it('gets address and token when it asks, the token as it is by then', () => {
    const { shell, token } = desktop();
    shell.showWindow();
    expect(ask()).toEqual({ controlUrl: CONTROL, token: 'token' });
    token.now = 'newer';
    expect(ask()).toEqual({ controlUrl: CONTROL, token: 'newer' });
  });

  it.each([
    ['other contents', () => ({ sender: { mainFrame: lastWindow().webContents.mainFrame } })],
    ['another frame', () => ({ senderFrame: { url: CONTROL } })],
    ['a frame that is gone', () => ({ senderFrame: null })],
    [
      'another page in it',
      () => {
        lastWindow().webContents.mainFrame.url = 'http://127.0.0.1:4747/';
        return {};
      },
    ],
    [
      'a window that was closed',
      () => {
        lastWindow().emit('closed');
        return {};
      },
    ],
  ])('is the only one to get them: %s is refused', (_, given) => {
    desktop().shell.showWindow();
    const changes = given();
    expect(() => ask(changes)).toThrow('not the window');
  });

  it('tells the launcher once it can be seen', () => {
    const { shell, told } = desktop();
    shell.showWindow();
    expect(told).toEqual([]);
    lastWindow().emit('ready-to-show');
    expect(told).toEqual([null]);
    expect(lastWindow().calls).toContain('show');
  });

  it('comes to the front instead of opening twice, and opens anew once closed', () => {
    const { shell } = desktop();
    shell.showWindow();
    lastWindow().isSmall = true;
    fake.app.emit('second-instance');
    expect(fake.BrowserWindow.opened).toHaveLength(1);
    expect(lastWindow().calls).toEqual(['restore', 'show', 'focus']);
    lastWindow().emit('closed');
    fake.app.emit('activate');
    expect(fake.BrowserWindow.opened).toHaveLength(2);
  });

  it('stays at its own address, in frames and over redirects too', () => {
    desktop().shell.showWindow();
    const { webContents } = lastWindow();
    for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
      const go = (url: string) => {
        const event = { url, preventDefault: vi.fn() };
        webContents.emit(name, event);
        return event.preventDefault.mock.calls.length > 0;
      };
      expect(go(`${CONTROL}/messages`)).toBe(false);
      for (const url of [
        'http://127.0.0.1:4747/',
        'https://example.com/',
        'http://127.0.0.1:4748.example.com/',
        'file:///etc/passwd',
        'not a url',
      ]) {
        expect(go(url)).toBe(true);
      }
    }
    const webview = { preventDefault: vi.fn() };
    webContents.emit('will-attach-webview', webview);
    expect(webview.preventDefault).toHaveBeenCalled();
  });

  it('opens no other window; only links for a browser go to the browser', () => {
    desktop().shell.showWindow();
    const open = lastWindow().webContents.windowOpenHandler;
    for (const url of ['https://example.com/', 'file:///etc/passwd', 'smb://host/x', 'nonsense']) {
      expect(open?.({ url })).toEqual({ action: 'deny' });
    }
    expect(fake.shell.opened).toEqual(['https://example.com/']);
  });

  it('is loaded again after a crash, but not for ever', () => {
    desktop().shell.showWindow();
    for (let crash = 0; crash < 5; crash += 1) {
      lastWindow().webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    }
    expect(lastWindow().calls.filter((name) => name === 'reload')).toHaveLength(3);
  });
});

describe('permissions', () => {
  const request = (permission: string, url: string, mediaTypes?: string[]) =>
    new Promise<boolean>((resolve) =>
      fake.session.defaultSession.request?.({}, permission, resolve, {
        requestingUrl: url,
        ...(mediaTypes ? { mediaTypes } : {}),
      }),
    );

  it('are the microphone and writing to the clipboard, for our own page only', async () => {
    desktop();
    const own = `${CONTROL}/`;
    expect(await request('media', own, ['audio'])).toBe(true);
    expect(await request('clipboard-sanitized-write', own)).toBe(true);
    expect(await request('media', own, ['audio', 'video'])).toBe(false);
    expect(await request('media', own, ['video'])).toBe(false);
    expect(await request('media', own)).toBe(false);
    expect(await request('media', 'https://example.com/', ['audio'])).toBe(false);
    for (const permission of ['geolocation', 'notifications', 'clipboard-read', 'openExternal']) {
      expect(await request(permission, own)).toBe(false);
    }
  });

  it('are checked in the same way', () => {
    desktop();
    const { check, device } = fake.session.defaultSession;
    expect(check?.({}, 'media', CONTROL, { mediaType: 'audio' })).toBe(true);
    expect(check?.({}, 'media', CONTROL, { mediaType: 'video' })).toBe(false);
    expect(check?.({}, 'media', 'https://example.com', { mediaType: 'audio' })).toBe(false);
    expect(check?.({}, 'midi', CONTROL, {})).toBe(false);
    expect(device?.()).toBe(false);
  });
});

describe('calls', () => {
  it('show in the tray and keep the system awake while they run', () => {
    const { tellCalls } = desktop();
    expect(lastTray().image).toBe('tray.png');
    tellCalls([call({})]);
    expect(lastTray().image).toBe('tray-call.png');
    expect(trayLabels()).toContain('Hang Up');
    expect(fake.powerSaveBlocker.running.size).toBe(1);
    tellCalls([call({}), call({ id: 'call_2' })]);
    expect(fake.powerSaveBlocker.running.size).toBe(1);
    expect(lastTray().toolTip).toContain('2 calls');
    tellCalls([]);
    expect(lastTray().image).toBe('tray.png');
    expect(fake.powerSaveBlocker.running.size).toBe(0);
  });

  it('that ring here can be answered from the tray, through the control port', async () => {
    const asked: unknown[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        asked.push([request.method, request.url, request.headers.authorization, body]);
        response.end('{}');
        server.emit('asked');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const control = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const { tellCalls } = desktop({ ready: { control } });
      tellCalls([call({ phase: 'ringing', direction: 'outbound' })]);
      expect(lastTray().toolTip).toContain('+15550100147 is calling +15550100100');
      const done = new Promise((resolve) => server.once('asked', resolve));
      choose('Answer');
      await done;
      expect(asked).toEqual([
        ['POST', '/control/operations/call.answer', 'Bearer token', '{"callId":"call_1"}'],
      ]);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it('that ring here are told on the desktop while nobody looks at the window', () => {
    const { shell, tellCalls } = desktop();
    shell.showWindow();
    lastWindow().hasFocus = false;
    tellCalls([call({ phase: 'ringing', direction: 'outbound' })]);
    expect(fake.Notification.made.at(-1)?.state).toBe('shown');
    tellCalls([]);
    expect(fake.Notification.made.at(-1)?.state).toBe('closed');
  });

  it('that ring at the agent are not ours to answer', () => {
    const { tellCalls } = desktop();
    tellCalls([call({ phase: 'ringing', direction: 'inbound' })]);
    expect(trayLabels()).not.toContain('Answer');
  });
});

describe('the end', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('comes cleanly with %s, once', async (signal) => {
    const { signals, stop, exit } = desktop();
    signals.emit(signal);
    signals.emit(signal);
    expect(await exit).toBe(0);
    expect(stop).toHaveBeenCalledTimes(1);
    expect(lastTray().isDestroyed).toBe(true);
  });

  it('comes when the launcher vanishes', async () => {
    const { vanish, exit } = desktop();
    vanish();
    expect(await exit).toBe(0);
  });

  it('waits for the app to stop when Electron is asked to quit', async () => {
    const { stop, exit } = desktop();
    const event = { preventDefault: vi.fn() };
    fake.app.emit('before-quit', event);
    expect(event.preventDefault).toHaveBeenCalled();
    expect(await exit).toBe(0);
    expect(stop).toHaveBeenCalled();
  });

  it('comes after two seconds at the latest', async () => {
    const { shell, real, exit } = desktop({ stop: () => new Promise(() => undefined) });
    void shell.quit();
    real.pass(2_000);
    expect(await exit).toBe(1);
  });

  it.runIf(process.platform !== 'darwin')('comes with the last window', async () => {
    const { exit } = desktop();
    fake.app.emit('window-all-closed');
    expect(await exit).toBe(0);
  });
});

describe('the menu', () => {
  it('copies what a developer needs', () => {
    desktop();
    const items = fake.Menu.application?.items.flatMap(({ submenu }) => submenu ?? []) ?? [];
    items.find(({ label }) => label === 'Copy API Key')?.click?.();
    expect(fake.clipboard.text).toBe('sk_live_x');
    items.find(({ label }) => label === 'Open Data Folder')?.click?.();
    expect(fake.shell.opened).toEqual(['/data']);
  });

  it('opens a browser by a ticket, for everybody can read the arguments of a program', () => {
    desktop();
    const items = fake.Menu.application?.items.flatMap(({ submenu }) => submenu ?? []) ?? [];
    items.find(({ label }) => label === 'Open in Browser')?.click?.();
    expect(fake.shell.opened).toEqual([`${CONTROL}/#ticket=once`]);
  });
});
