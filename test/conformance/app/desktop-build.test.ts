import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ReadyLine } from '../../../common/contract/index.ts';
import { isBuildStale } from '../../../scripts/launch/build.mjs';

/** The built desktop entry, with everything real except Electron itself. Needs the build. */
let dataDir: string;
let child: ChildProcess;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'agentphone-desktop-'));
  child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      '--import',
      './test/doubles/processes/electron-process.mjs',
      'out/main/electron.js',
      '--port',
      '0',
      '--control-port',
      '0',
      '--ingress-port',
      '0',
      '--data-dir',
      dataDir,
      '--json',
    ],
    { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] },
  );
});
afterEach(() => {
  child.kill('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

const nextMessage = () =>
  new Promise<Record<string, unknown>>((resolve) =>
    child.once('message', (message) => resolve(message as Record<string, unknown>)),
  );

it.skipIf(isBuildStale('.'))('serves the app, finds its files, and ends cleanly', async () => {
  const ready = await new Promise<ReadyLine>((resolve) => {
    if (!child.stdout) return;
    createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line)));
  });
  expect(ready.ready).toBe(true);
  const agents = await fetch(`${ready.api}/v1/agents`, {
    headers: { authorization: `Bearer ${ready.apiKey}` },
  });
  expect(agents.status).toBe(200);
  const page = await fetch(ready.control);
  expect(await page.text()).toContain('<div id="root">');

  const told = nextMessage();
  child.send('tell');
  expect(await told).toEqual({
    url: ready.control,
    missing: [],
    spawned: [[expect.stringMatching(/speech-process\.js$/), true]],
  });
  expect(statSync(join(dataDir, 'control.json')).mode & 0o777).toBe(0o600);

  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  expect(await gone).toBe(0);
});
