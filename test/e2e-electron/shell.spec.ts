import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ElectronApplication, _electron as electron, expect, test } from '@playwright/test';
import { electronArguments, findElectron } from '../../scripts/launch/electron-runtime.mjs';

const root = join(import.meta.dirname, '../..');

let dataDir: string;
let desktop: ElectronApplication;

test.beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'agentphone-electron-'));
  desktop = await electron.launch({
    executablePath: findElectron(root) ?? '',
    args: electronArguments(root, [
      '--port',
      '0',
      '--control-port',
      '0',
      '--ingress-port',
      '0',
      '--data-dir',
      dataDir,
    ]),
  });
});
test.afterEach(async () => {
  await desktop.close();
  rmSync(dataDir, { recursive: true, force: true });
});

test('opens its window on the control port, with a live connection', async () => {
  const window = await desktop.firstWindow();
  await expect(window).toHaveTitle('AgentPhone Desktop');
  expect(new URL(window.url()).hostname).toBe('127.0.0.1');
  // The bridge works: the page gets in without a token in its address.
  expect(new URL(window.url()).hash).toBe('');
  await expect(window.getByRole('button', { name: /call/i }).first()).toBeVisible();
});

test('gives its page no Node and no way out', async () => {
  const window = await desktop.firstWindow();
  expect(await window.evaluate(() => typeof Reflect.get(globalThis, 'require'))).toBe('undefined');
  const address = window.url();
  await window.evaluate(() => {
    location.href = 'https://example.com/';
  });
  expect(window.url()).toBe(address);
});

test('quits cleanly', async () => {
  await desktop.firstWindow();
  const gone = new Promise<number | null>((resolve) => desktop.process().once('exit', resolve));
  await desktop.evaluate(({ app }) => app.quit());
  expect(await gone).toBe(0);
});
