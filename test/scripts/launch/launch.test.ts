import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { electronArguments } from '../../../scripts/launch/electron-runtime.mjs';
import { findNode } from '../../../scripts/launch/node-runtime.mjs';
import { hasDisplay, opener } from '../../../scripts/launch/system-browser.mjs';
import { FakeProject } from './fake-project.ts';

let project: FakeProject;
beforeEach(() => {
  project = new FakeProject();
});
afterEach(() => project.remove());

describe('the plain Node form', () => {
  it('hands its options on, but not those of the launcher', async () => {
    const { code, stdout } = await project.launch(['--browser', '--port', '0', '--json']).end;
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      kind: 'headless.js',
      args: ['--port', '0', '--json'],
    });
  });

  it("ends with the app's exit code", async () => {
    expect((await project.launch(['--browser'], { FAKE_EXIT: '3' }).end).code).toBe(3);
  });

  it('forwards SIGTERM and ends as cleanly as the app', async () => {
    const launched = project.launch(['--browser'], { FAKE_APP: 'stay' });
    await launched.seen('headless.js');
    launched.child.kill('SIGTERM');
    const { code, stdout } = await launched.end;
    expect(stdout).toContain('asked to end');
    expect(code).toBe(0);
  });

  it('takes the app with it when it is killed', async () => {
    const launched = project.launch(['--browser'], { FAKE_APP: 'stay' });
    await launched.seen('headless.js');
    launched.child.kill('SIGKILL');
    // Settles only once the app has closed the pipes too.
    await launched.end;
  });

  it.runIf(process.platform === 'linux')(
    'opens the system browser where there is a display',
    async () => {
      const note = join(project.root, 'opened');
      project.write(
        'bin/xdg-open',
        `#!/bin/sh\necho "$1" > "${note}.part" && mv "${note}.part" "${note}"\n`,
      );
      const { chmodSync, watch } = await import('node:fs');
      chmodSync(join(project.root, 'bin/xdg-open'), 0o755);
      const opened = new Promise<void>((resolve) => {
        const watcher = watch(project.root, () => {
          if (!existsSync(note)) return;
          watcher.close();
          resolve();
        });
      });
      const env = {
        DISPLAY: ':99',
        FAKE_APP: 'open',
        PATH: `${project.root}/bin:${process.env.PATH}`,
      };
      await project.launch(['--browser'], env).end;
      await opened;
      expect(readFileSync(note, 'utf8').trim()).toBe('http://127.0.0.1:1/#ticket=t');
    },
  );
});

describe('the build', () => {
  it('is made when it is missing, and its words stay off stdout', async () => {
    const { stdout, stderr } = await project.launch(['--browser']).end;
    expect(project.builds()).toBe(1);
    expect(stdout).not.toContain('noise');
    expect(stderr).toContain('noise');
  });

  it('is made again only when a source was changed, added or removed', async () => {
    await project.launch(['--browser']).end;
    await project.launch(['--browser']).end;
    expect(project.builds()).toBe(1);

    project.touch(join(project.root, 'main/app.ts'), Date.now() + 1000);
    await project.launch(['--browser']).end;
    expect(project.builds()).toBe(2);
    project.write('main/app.ts', '');

    rmSync(join(project.root, 'main/app.ts'));
    project.touch(join(project.root, 'main'), Date.now() + 1000);
    await project.launch(['--browser']).end;
    expect(project.builds()).toBe(3);
  });

  it('is made once when several start together', async () => {
    const all = [1, 2, 3].map(() => project.launch(['--browser']).end);
    expect((await Promise.all(all)).map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(project.builds()).toBe(1);
  });

  it('does not wait for a builder that was killed', async () => {
    project.write('out/building', '999999999');
    expect((await project.launch(['--browser']).end).code).toBe(0);
  });

  it('says so when it fails, and to a script as a line of JSON', async () => {
    const { code, stdout, stderr } = await project.launch(['--browser', '--json'], {
      FAKE_BUILD: 'fail',
    }).end;
    expect(code).toBe(1);
    expect(stderr).toContain('The build failed');
    expect(JSON.parse(stdout)).toEqual({
      ready: false,
      error: { message: expect.stringContaining('The build failed'), code: 'INTERNAL_ERROR' },
    });
  });

  it('is not tried before the dependencies are there', async () => {
    rmSync(join(project.root, 'node_modules'), { recursive: true });
    const { code, stderr } = await project.launch(['--browser']).end;
    expect(code).toBe(1);
    expect(stderr).toContain('Run "npm install" first');
  });
});

describe('choosing a runtime', () => {
  it.each(['v22.19.0', 'v22.20.1', 'v24.0.0'])('keeps a Node as new as %s', (version) => {
    expect(findNode(project.root, { version, execPath: '/n' })).toEqual({ path: '/n' });
  });

  it.each(['v18.20.0', 'v20.20.2', 'v22.9.0', 'v22.18.0'])(
    'takes the Node that npm brought instead of %s',
    (version) => {
      const current = { version, execPath: '/n' };
      expect(findNode(project.root, current)).toEqual({
        missing: expect.stringMatching(/Node 22\.19 or newer.*nodejs\.org/),
      });
      const brought = project.write('node_modules/.bin/node', '');
      expect(findNode(project.root, current)).toEqual({ path: brought });
    },
  );

  it('gives up the sandbox only as root on Linux', () => {
    const args = (platform: NodeJS.Platform, isRoot: boolean) =>
      electronArguments('/app', ['--json'], { platform, isRoot });
    expect(args('linux', true)).toEqual(['--no-sandbox', '/app', '--json']);
    expect(args('linux', false)).toEqual(['/app', '--json']);
    expect(args('darwin', true)).toEqual(['/app', '--json']);
  });

  it('knows where there is a display, and how an address is opened', () => {
    expect(hasDisplay('linux', {})).toBe(false);
    expect(hasDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
    expect(hasDisplay('darwin', {})).toBe(true);
    expect(opener('darwin', 'u')).toEqual(['open', 'u']);
    expect(opener('win32', 'u')[0]).toBe('rundll32');
  });
});
