import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AppOptions } from '../../../main/platform/process/options.ts';

vi.mock('electron', () => import('../../doubles/processes/fake-electron.ts'));
// Imported through the mock, whose single instance survives the repeated imports of the entry.
const fake = (await import(
  'electron'
)) as unknown as typeof import('../../doubles/processes/fake-electron.ts');
const startApp = vi.fn();
vi.mock('../../../main/app.ts', () => ({ startApp }));

let folder: string;
let argv: string[];
let stdout: string[];
let stderr: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agentphone-electron-'));
  argv = process.argv;
  stdout = [];
  stderr = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => stdout.push(String(text)) > 0);
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => stderr.push(String(text)) > 0);
  startApp.mockReset();
  fake.app.removeAllListeners();
  Object.assign(fake.app, { isFirstInstance: true, isPackaged: false });
  fake.BrowserWindow.opened.length = 0;
  fake.Tray.made.length = 0;
});
afterEach(() => {
  vi.restoreAllMocks();
  process.argv = argv;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(signal);
  rmSync(folder, { recursive: true, force: true });
});

const READY = {
  ready: true,
  pid: 1,
  api: 'http://127.0.0.1:4747',
  control: 'http://127.0.0.1:4748',
  controlToken: 'token',
  windowUrl: 'http://127.0.0.1:4748/#token=token',
  apiKey: 'sk_live_x',
  dataDir: '/data',
  version: '9.9.9',
};

const ACCESS = {
  controlToken: () => 'token',
  windowAddress: () => 'http://127.0.0.1:4748/#ticket=x',
};

/** Runs the desktop entry again, like Electron with these arguments. */
function runEntry(...args: string[]) {
  // The entry runs on import; the stand-in for Electron stays the same.
  vi.resetModules();
  process.argv = ['/electron', '--no-sandbox', '/app', '--data-dir', folder, ...args];
  const exit = new Promise<number>((resolve) => fake.app.once('test:exit', resolve));
  return { exit, run: () => import('../../../main/electron.ts') };
}

describe('the desktop entry', () => {
  it('starts the same app with the same options, and what Electron brings along', async () => {
    const { run } = runEntry('--port', '0', '--json');
    const started = new Promise((resolve) => {
      startApp.mockImplementation((options: AppOptions, host: object) => {
        resolve([options, host]);
        return Promise.resolve({
          ready: READY,
          access: ACCESS,
          stop: () => Promise.resolve(),
          onLiveCalls: vi.fn(),
          catchAll: vi.fn(),
        });
      });
    });
    await run();
    expect(await started).toMatchObject([
      { apiPort: 0, dataDir: folder, json: true },
      { version: '9.9.9', secrets: { keptIn: 'system' } },
    ]);
    await vi.waitUntil(() => fake.BrowserWindow.opened.length === 1);
    expect(JSON.parse(stdout.join(''))).toEqual(READY);
    // One lock per data folder, so that two folders can be open at the same time.
    expect(fake.app.paths.userData).toBe(join(folder, 'desktop'));
  });

  it('opens no window with --no-open', async () => {
    const { run } = runEntry('--no-open');
    startApp.mockResolvedValue({
      ready: READY,
      access: ACCESS,
      stop: () => Promise.resolve(),
      onLiveCalls: vi.fn(),
      catchAll: vi.fn(),
    });
    await run();
    await vi.waitUntil(() => stdout.join('').includes('is running'));
    expect(fake.BrowserWindow.opened).toEqual([]);
    expect(fake.Tray.made).toHaveLength(1);
  });

  it('says why it cannot start, and ends', async () => {
    const { exit, run } = runEntry('--json');
    fake.app.isPackaged = true;
    const { StartFailure } = await import('../../../main/platform/start-failure.ts');
    startApp.mockRejectedValue(new StartFailure('PORT_IN_USE', 'Port 4747 is taken.'));
    await run();
    expect(await exit).toBe(1);
    expect(stderr.join('')).toBe('Port 4747 is taken.\n');
    expect(JSON.parse(stdout.join(''))).toMatchObject({
      ready: false,
      error: { message: 'Port 4747 is taken.' },
    });
    expect(fake.dialog.boxes).toEqual(['Port 4747 is taken.']);
  });

  it('leaves the stage to the instance that is running already', async () => {
    const { exit, run } = runEntry();
    fake.app.isFirstInstance = false;
    await run();
    expect(await exit).toBe(0);
    expect(startApp).not.toHaveBeenCalled();
    expect(stderr.join('')).toContain('is running already');
  });
});
