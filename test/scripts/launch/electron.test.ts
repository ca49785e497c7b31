import { createHash } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeProject } from './fake-project.ts';

let project: FakeProject;
beforeEach(() => {
  project = new FakeProject();
});
afterEach(() => project.remove());

const FELL_BACK = /cannot be opened \((.*)\), so the app runs in the browser instead/;

/** A program that runs the built app like Electron would, but in Node. */
const working = () => `#!/bin/sh
for last; do :; done
exec "${process.execPath}" "${project.root}/out/main/electron.js" "$@"
`;

describe.runIf(process.platform === 'linux')('npm start', () => {
  it('runs the desktop app where Electron works', async () => {
    const { code, stdout } = await project.launch(['--port', '0'], project.electron(working())).end;
    expect(code).toBe(0);
    const { kind, args } = JSON.parse(stdout);
    expect(kind).toBe('electron.js');
    expect(args.slice(-3)).toEqual([`${project.root}/`, '--port', '0']);
  });

  it('says in one sentence that there is no display, and runs in the browser', async () => {
    const { stdout, stderr } = await project.launch([]).end;
    expect(stderr).toMatch(FELL_BACK);
    expect(stderr).toContain('there is no display here');
    expect(stdout).toContain('headless.js');
  });

  it.each([
    ['a library is missing', '#!/bin/sh\nexit 127\n', 'code 127'],
    ['its sandbox is refused', '#!/bin/sh\nkill -TRAP $$\n', 'SIGTRAP'],
    ['it is no program', 'garbage\0', 'Electron ended'],
  ])('falls back to the browser when %s', async (_name, script, reason) => {
    const { code, stdout, stderr } = await project.launch([], project.electron(script)).end;
    expect(code).toBe(0);
    expect(FELL_BACK.exec(stderr)?.[1]).toContain(reason);
    expect(stdout).toContain('headless.js');
  });

  it('does not wait for ever for the window', async () => {
    const env = {
      ...project.electron('#!/bin/sh\nexec sleep 1000\n'),
      AGENTPHONE_READY_WITHIN_MS: '50',
    };
    const { stdout, stderr } = await project.launch([], env).end;
    expect(stderr).toContain('did not open its window in time');
    expect(stdout).toContain('headless.js');
  });

  it('does not try the browser when the app itself refused to start', async () => {
    const env = { ...project.electron(working()), FAKE_APP: 'refuse' };
    const { code, stdout } = await project.launch([], env).end;
    expect(code).toBe(1);
    expect(stdout).not.toContain('headless.js');
  });

  it('ends quietly when another instance came to the front instead', async () => {
    const { code, stdout } = await project.launch([], project.electron('#!/bin/sh\nexit 0\n')).end;
    expect(code).toBe(0);
    expect(stdout).toBe('');
  });

  it('fails rather than fall back with --electron', async () => {
    const env = project.electron('#!/bin/sh\nexit 127\n');
    const { code, stdout } = await project.launch(['--electron', '--json'], env).end;
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ ready: false });
  });
});

describe.runIf(process.platform === 'linux')('fetching Electron', () => {
  let mirror: Server | undefined;
  afterEach(() => {
    mirror?.closeAllConnections();
    mirror?.close();
  });

  const ARCHIVE = Buffer.alloc(300_000, 'electron');

  /** Starts a mirror and returns the variables that point the launcher to it. */
  async function mirrorOf(answer: RequestListener, checksummed = ARCHIVE) {
    mirror = createServer(answer);
    await new Promise<void>((resolve) => mirror?.listen(0, '127.0.0.1', resolve));
    const name = `electron-v45.4.1-linux-${process.arch}.zip`;
    const sum = createHash('sha256').update(checksummed).digest('hex');
    project.write('node_modules/electron/checksums.json', JSON.stringify({ [name]: sum }));
    project.write(
      'node_modules/electron/install.js',
      `const fs = require('node:fs');
       fs.mkdirSync(__dirname + '/dist', { recursive: true });
       fs.writeFileSync(__dirname + '/dist/electron', ${JSON.stringify(working())}, { mode: 0o755 });
       fs.writeFileSync(__dirname + '/path.txt', 'electron');`,
    );
    return {
      DISPLAY: ':99',
      ELECTRON_MIRROR: `http://127.0.0.1:${(mirror.address() as AddressInfo).port}/`,
      electron_config_cache: `${project.root}/cache`,
    };
  }

  it('shows its progress in tens, then runs the desktop app', async () => {
    const env = await mirrorOf((_request, response) => {
      response.setHeader('content-length', ARCHIVE.length);
      response.end(ARCHIVE);
    });
    const { stdout, stderr } = await project.launch([], env).end;
    expect(stderr).toMatch(/Fetching Electron 45\.4\.1/);
    expect(stderr).toContain('100 %');
    expect(stdout).toContain('electron.js');
  });

  it.each<[string, RequestListener, string]>([
    ['has no such file', (_request, response) => response.writeHead(404).end(), '404'],
    ['sends something else', (_request, response) => response.end('<html>'), 'checksum'],
    ['is silent', () => undefined, 'no data for 0.5 s'],
    [
      'stalls midway',
      (_request, response) => {
        response.setHeader('content-length', ARCHIVE.length);
        response.write(ARCHIVE.subarray(0, 100_000));
      },
      'no data for 0.5 s',
    ],
    [
      'hangs up midway',
      (_request, response) => {
        response.setHeader('content-length', ARCHIVE.length);
        response.write(ARCHIVE.subarray(0, 100_000), () => response.destroy());
      },
      'downloaded',
    ],
  ])('falls back to the browser when the server %s', async (_name, answer, reason) => {
    const { code, stdout, stderr } = await project.launch([], {
      ...(await mirrorOf(answer)),
      // Short only if the test is about it, because a busy machine may be slow to respond.
      ...(reason.startsWith('no data') ? { AGENTPHONE_STALL_MS: '500' } : {}),
    }).end;
    expect(code).toBe(0);
    expect(FELL_BACK.exec(stderr)?.[1]).toContain(reason);
    expect(stdout).toContain('headless.js');
  });
});
