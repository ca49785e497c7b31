import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LOCK_FILE, lockDataFolder, PID_FILE } from '../../../main/platform/lock.ts';
import { childProcessSpawner } from '../../../main/platform/process/process-spawner.ts';
import { StartFailure } from '../../../main/platform/start-failure.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agentphone-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function refusal(): StartFailure {
  try {
    lockDataFolder(folder);
  } catch (error) {
    if (error instanceof StartFailure) return error;
    throw error;
  }
  throw new Error('the lock was given twice');
}

/** A process that tries to take the lock. */
function otherProcess() {
  const other = childProcessSpawner(new URL('./lock-holder.ts', import.meta.url), {
    name: 'lock holder',
    env: { LOCK_FOLDER: folder },
  });
  const said = new Promise<unknown>((resolve) => {
    other.onMessage(resolve);
    other.onExit((exit) => resolve(`exit ${exit.code ?? exit.signal}`));
  });
  const gone = new Promise<void>((resolve) => other.onExit(() => resolve()));
  return { other, said, gone };
}

describe('lockDataFolder', () => {
  it('lets one instance in and names its pid to the next', () => {
    const lock = lockDataFolder(folder, 4321);
    const failure = refusal();
    expect(failure.code).toBe('DATA_DIR_IN_USE');
    expect(failure.message).toContain(folder);
    expect(failure.message).toContain('pid 4321');
    lock.release();
  });

  it('lets the next one in after a release, also twice', () => {
    const lock = lockDataFolder(folder);
    lock.release();
    lock.release();
    expect(existsSync(join(folder, PID_FILE))).toBe(false);
    lockDataFolder(folder).release();
  });

  it('keeps other processes out, and is free as soon as a killed holder is gone', async () => {
    const { other, said, gone } = otherProcess();
    expect(await said).toBe('locked');
    const pid = readFileSync(join(folder, PID_FILE), 'utf8').trim();
    expect(refusal().message).toContain(`pid ${pid}`);
    other.kill();
    await gone;
    lockDataFolder(folder).release();
  });

  it('is given to exactly one of many that ask at once, over what a killed one left', async () => {
    writeFileSync(join(folder, LOCK_FILE), '');
    writeFileSync(join(folder, PID_FILE), `${process.pid}\n`);
    const all = Array.from({ length: 5 }, otherProcess);
    const answers = await Promise.all(all.map(({ said }) => said));
    expect(answers.filter((answer) => answer === 'locked')).toHaveLength(1);
    expect(answers.filter((answer) => String(answer).includes('is in use by'))).toHaveLength(4);
    for (const { other } of all) other.kill();
    await Promise.all(all.map(({ gone }) => gone));
  });

  it('speaks of an unwritable folder when that is what is wrong', () => {
    rmSync(folder, { recursive: true });
    expect(refusal().code).toBe('DATA_DIR_UNWRITABLE');
  });
});
