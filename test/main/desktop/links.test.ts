import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ReadyLine } from '../../../common/contract/index.ts';
import { ManualTime } from '../../doubles/manual-time.ts';

vi.mock('electron', () => import('../../doubles/processes/fake-electron.ts'));
const fake = await import('../../doubles/processes/fake-electron.ts');
const { DesktopApp } = await import('../../../main/desktop/desktop-app.ts');
const { DesktopLinks } = await import('../../../main/desktop/links.ts');

const CONTROL = 'http://127.0.0.1:4748';

/** The shell of a program that was started with these arguments. */
function desktop(argv: readonly string[] = []) {
  const shell = new DesktopApp({
    running: {
      ready: { control: CONTROL } as ReadyLine,
      access: { controlToken: () => 'token', windowAddress: () => `${CONTROL}/#ticket=once` },
      stop: () => Promise.resolve(),
      onLiveCalls: () => undefined,
    },
    link: {
      ready: () => undefined,
      refused: () => Promise.resolve(),
      onVanished: () => undefined,
    },
    links: new DesktopLinks(argv),
    real: new ManualTime(),
    signals: new EventEmitter(),
    pageUrl: CONTROL,
    preload: '/out/preload/index.cjs',
    icons: { window: 'icon.png', idle: 'tray.png', call: 'tray-call.png' },
  });
  return { shell };
}

const lastWindow = () => {
  const window = fake.BrowserWindow.opened.at(-1);
  if (!window) throw new Error('no window was opened');
  return window;
};

beforeEach(() => {
  fake.app.removeAllListeners();
  Object.assign(fake.app, { schemes: [], isPackaged: false });
  fake.BrowserWindow.opened.length = 0;
});

describe('a link into the app', () => {
  const LINK = 'agentphone-desktop://calls/call_x/turns/3?token=secret';
  const PLACE = `${CONTROL}/#/calls/call_x/turns/3`;

  it('opens the window at its place, and takes nothing else along', () => {
    desktop(['/electron', LINK]).shell.showWindow();
    expect(lastWindow().url).toBe(PLACE);
    // The next window is an ordinary one.
    lastWindow().emit('closed');
    fake.app.emit('activate');
    expect(lastWindow().url).toBe(CONTROL);
  });

  it.each([
    ['among the arguments of a second start', () => fake.app.emit('second-instance', {}, [LINK])],
    ['as an event', () => fake.app.emit('open-url', { preventDefault: vi.fn() }, LINK)],
  ])('moves the window that is open, and brings it to the front: %s', (_, open) => {
    desktop().shell.showWindow();
    open();
    expect(fake.BrowserWindow.opened).toHaveLength(1);
    expect(lastWindow().url).toBe(PLACE);
    expect(lastWindow().calls).toContain('focus');
  });

  it('waits when it comes before there is a window', () => {
    const { shell } = desktop();
    fake.app.emit('open-url', { preventDefault: vi.fn() }, LINK);
    expect(lastWindow().url).toBe(PLACE);
    shell.showWindow();
    expect(fake.BrowserWindow.opened).toHaveLength(1);
  });

  it('that is none of ours changes nothing', () => {
    desktop().shell.showWindow();
    for (const url of ['agentphone-desktop://elsewhere', 'https://example.com/#/calls', '']) {
      fake.app.emit('open-url', { preventDefault: vi.fn() }, url);
    }
    expect(lastWindow().url).toBe(CONTROL);
  });

  it('is ours to open where the app is installed, and only there', () => {
    desktop();
    expect(fake.app.schemes).toEqual([]);
    fake.app.isPackaged = true;
    desktop();
    expect(fake.app.schemes).toEqual(['agentphone-desktop']);
  });
});

it('goes back and forward by its menu', () => {
  desktop().shell.showWindow();
  const menu = fake.Menu.application?.items.find(({ label }) => label === '&Go');
  for (const item of menu?.submenu ?? []) item.click?.();
  expect(lastWindow().webContents.offsets).toEqual([-1, 1]);
});
