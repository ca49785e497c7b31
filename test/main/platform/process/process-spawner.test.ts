import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  childProcessSpawner,
  type ProcessExit,
  type SpawnedProcess,
} from '../../../../main/platform/process/process-spawner.ts';

const ECHO = new URL('../spawned-echo.ts', import.meta.url);

const exitOf = (spawned: SpawnedProcess) =>
  new Promise<ProcessExit>((resolve) => spawned.onExit(resolve));

describe('childProcessSpawner', () => {
  it('carries messages both ways, binary data as Uint8Array', async () => {
    const spawned = childProcessSpawner(ECHO, { name: 'echo', env: { ECHO_NAME: 'one' } });
    const answer = new Promise((resolve) => spawned.onMessage(resolve));
    spawned.send({ pcm: new Uint8Array([1, 2, 255]) });
    expect(await answer).toEqual({ echo: { pcm: new Uint8Array([1, 2, 255]) }, name: 'one' });
    spawned.kill();
    expect(await exitOf(spawned)).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('tells of the exit also to who asks later, and ignores what is sent afterwards', async () => {
    const spawned = childProcessSpawner(ECHO, { name: 'echo' });
    spawned.send('end');
    expect(await exitOf(spawned)).toEqual({ code: 7, signal: null });
    spawned.send('too late');
    expect(await exitOf(spawned)).toEqual({ code: 7, signal: null });
  });

  it('tells of the exit when the script cannot be found', async () => {
    const missing = new URL('./no-such-file.ts', import.meta.url);
    const spawned = childProcessSpawner(missing, { name: 'missing' });
    expect((await exitOf(spawned)).code).toBe(1);
  });

  it('keeps what a child prints off our stdout, and ends the child when we vanish', () => {
    const source = `
      import { childProcessSpawner } from ${JSON.stringify(new URL('../../../../main/platform/process/process-spawner.ts', import.meta.url).href)};
      const spawned = childProcessSpawner(new URL(${JSON.stringify(ECHO.href)}), { name: 'echo' });
      spawned.onMessage(() => process.kill(process.pid, 'SIGKILL'));
      spawned.send('hello');`;
    // spawnSync waits until no process holds the pipes any more, so it returns only if the child
    // exits.
    const run = spawnSync(process.execPath, ['--input-type=module', '-e', source], {
      cwd: fileURLToPath(new URL('.', import.meta.url)),
      encoding: 'utf8',
      timeout: 15_000,
    });
    expect(run.signal).toBe('SIGKILL');
    expect(run.error).toBeUndefined();
    expect(run.stdout).toBe('');
    expect(run.stderr).toContain('by a child');
  });
});
