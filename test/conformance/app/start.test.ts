import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { lockDataFolder } from '../../../main/platform/lock.ts';
import { AppLauncher, LaunchedApp } from '../../doubles/app/launched-app.ts';
import { childrenOf } from '../../doubles/processes/process-figures.ts';

/** The contract for starting and stopping, with the real app and launcher. */
const apps = new AppLauncher();
afterEach(() => apps.clear());

const status = (url: string, headers: Record<string, string> = {}) =>
  new Promise<number>((resolve, reject) => {
    request(url, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .once('error', reject)
      .end();
  });

/** The arguments of a process and of all its descendants, one text each. Linux only. */
function argumentsBelow(pid: number): string[] {
  try {
    const own = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return [own, ...childrenOf(pid).flatMap(argumentsBelow)];
  } catch {
    // It has exited in the meantime.
    return [];
  }
}

describe('a start', () => {
  it('prints one ready line, and everything in it is true', async () => {
    const dataDir = apps.folder();
    const app = apps.launch([], dataDir, { AGENTPHONE_API_KEY: 'sk_live_mine' });
    const ready = await app.ready();
    expect(ready).toEqual({
      ready: true,
      pid: expect.any(Number),
      api: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      control: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      controlToken: expect.stringMatching(/^\S{20,}$/),
      windowUrl: `${ready.control}/#token=${ready.controlToken}`,
      apiKey: 'sk_live_mine',
      dataDir,
      version: JSON.parse(readFileSync('package.json', 'utf8')).version,
    });
    process.kill(ready.pid, 0);
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
    expect(await status(`${ready.api}/v1/agents`, bearer(ready.apiKey))).toBe(200);
    expect(await status(`${ready.api}/v1/agents`, bearer('sk_live_other'))).toBe(401);
    const operations = `${ready.control}/control/operations`;
    expect(await status(operations, bearer(ready.controlToken))).toBe(200);
    expect(await status(operations)).toBe(401);
    expect(await status(`${ready.control}/`)).toBe(200);
    expect(statSync(join(dataDir, 'control.json')).mode & 0o777).toBe(0o600);

    const { code, stdout, stderr } = await app.stop();
    expect(code).toBe(0);
    expect(stderr).not.toContain('--api-key');
    expect(stdout.split('\n').filter((line) => line.startsWith('{'))).toHaveLength(1);
  });

  it('takes a key among its arguments too, but warns of it without repeating it', async () => {
    const app = apps.launch(['--api-key', 'sk_live_mine']);
    expect((await app.ready()).apiKey).toBe('sk_live_mine');
    const { stderr } = await app.stop();
    expect(stderr).toContain('Give it as AGENTPHONE_API_KEY instead.');
    expect(stderr).not.toContain('sk_live_mine');
  });

  it.runIf(process.platform === 'linux')(
    'has no token in the arguments of any process, but a ticket for the browser',
    async () => {
      const folder = apps.folder();
      const note = join(folder, 'opened');
      // A stand-in for the browser, which records its arguments.
      writeFileSync(
        join(folder, 'xdg-open'),
        `#!/bin/sh\necho "$@" > "${note}.part"; mv "${note}.part" "${note}"\n`,
        { mode: 0o755 },
      );
      const app = apps.launch([], apps.folder(), {
        DISPLAY: ':99',
        AGENTPHONE_NO_OPEN: '0',
        PATH: `${folder}:${process.env.PATH}`,
      });
      const { control, controlToken, pid } = await app.ready();
      await expect.poll(() => existsSync(note)).toBe(true);
      const seen = readFileSync(note, 'utf8');
      const below = () => argumentsBelow(app.child.pid ?? pid);
      await expect.poll(() => below().join()).toContain('speech-process');
      for (const text of [seen, ...below()]) {
        expect(text).not.toContain(controlToken);
      }
      const ticket = seen.match(new RegExp(`${control}/#ticket=([\\w-]{43})`))?.[1];
      const exchange = () =>
        fetch(`${control}/control/ticket`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ ticket }),
        });
      const { token } = await (await exchange()).json();
      const bearer = { authorization: `Bearer ${token}` };
      expect(await status(`${control}/control/operations`, bearer)).toBe(200);
      expect((await exchange()).status).toBe(410);
      expect(await status(`${control}/control/operations`, bearer)).toBe(401);
      expect((await app.stop()).stderr).toContain('ticket of a window that was open already');
    },
  );

  it('keeps its key and its data over a restart', async () => {
    const dataDir = apps.folder();
    const first = apps.launch([], dataDir);
    const { apiKey, controlToken } = await first.ready();
    await first.stop();
    const second = await apps.launch([], dataDir).ready();
    expect([second.apiKey, second.controlToken]).toEqual([apiKey, controlToken]);
  });
});

describe('an end', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('comes cleanly within 2 s of %s', async (signal) => {
    const app = apps.launch();
    await app.ready();
    const sentMs = performance.now();
    app.child.kill(signal);
    expect((await app.end).code).toBe(0);
    expect(performance.now() - sentMs).toBeLessThan(2_000);
  });

  it('comes when the launcher is killed', async () => {
    const dataDir = apps.folder();
    const app = apps.launch([], dataDir);
    await app.ready();
    app.child.kill('SIGKILL');
    // Nothing holds the pipes or the data folder any more.
    await app.end;
    lockDataFolder(dataDir).release();
  });
});

describe('a refused start', () => {
  const refused = async (app: LaunchedApp) => {
    const error = await app.refusal();
    const { code, stderr } = await app.end;
    expect(code).toBe(1);
    expect(stderr).toContain(error.message);
    expect(stderr).not.toContain('    at ');
    return error;
  };

  it('names the pid of the instance that has the data folder', async () => {
    const dataDir = apps.folder();
    const { pid } = await apps.launch([], dataDir).ready();
    const { code, message } = await refused(apps.launch([], dataDir));
    expect(code).toBe('DATA_DIR_IN_USE');
    expect(message).toContain(`pid ${pid}`);
  });

  it('names the port that is taken', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    try {
      const app = new LaunchedApp([
        '--port',
        String(port),
        '--control-port',
        '0',
        '--ingress-port',
        '0',
        '--data-dir',
        apps.folder(),
        '--json',
        '--no-open',
      ]);
      const { code, message } = await refused(app);
      expect(code).toBe('PORT_IN_USE');
      expect(message).toContain(String(port));
      expect(message).toContain('--port');
    } finally {
      taken.close();
    }
  });

  it('says that an option makes no sense', async () => {
    const { code, message } = await refused(apps.launch(['--rate-limit', 'often']));
    expect(code).toBe('OPTION_INVALID');
    expect(message).toContain('--rate-limit is "often"');
  });

  it('says that the data folder cannot be used', async () => {
    const file = join(apps.folder(), 'file');
    writeFileSync(file, 'mine');
    const { code } = await refused(apps.launch([], join(file, 'data')));
    expect(code).toBe('DATA_DIR_UNWRITABLE');
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  it.runIf(process.getuid?.() !== 0)('says that the data folder is read-only', async () => {
    const folder = join(apps.folder(), 'locked');
    mkdirSync(folder);
    chmodSync(folder, 0o500);
    expect((await refused(apps.launch([], folder))).code).toBe('DATA_DIR_UNWRITABLE');
  });

  it('leaves a damaged database as it is', async () => {
    const dataDir = apps.folder();
    const damaged = 'this is no database, but somebody may still want it'.repeat(50);
    writeFileSync(join(dataDir, 'agentphone.db'), damaged);
    const { code } = await refused(apps.launch([], dataDir));
    expect(code).toBe('DATABASE_DAMAGED');
    expect(readFileSync(join(dataDir, 'agentphone.db'), 'utf8')).toBe(damaged);
  });
});

it('prints its options with --help', async () => {
  const { code, stdout } = await new LaunchedApp(['--help']).end;
  expect(code).toBe(0);
  expect(stdout).toContain('--rate-limit N|off');
});
