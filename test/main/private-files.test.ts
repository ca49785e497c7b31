import { chmodSync, lstatSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../main/store/database/database.ts';
import { type StartedApp, TestApp } from '../doubles/app/running-app.ts';

/** What other users of the machine can read, if neither the folder nor the process forbids it. */
let testApp: TestApp;
let umask: number;
beforeEach(() => {
  testApp = new TestApp();
  umask = process.umask(0);
});
afterEach(async () => {
  process.umask(umask);
  await testApp.clear();
});

/** Files and folders below the data folder on which others have any permission. */
function openToOthers(folder = testApp.dataDir): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => (lstatSync(join(folder, name)).mode & 0o077) !== 0)
    .sort();
}

const below = (...names: string[]) => join(testApp.dataDir, ...names);

/** Creates a text with an attachment, a recorded call, an export, and a new token. */
async function use({ control, sdk }: StartedApp): Promise<void> {
  const [number] = (await sdk.numbers.listNumbers()).data;
  const to = number?.phoneNumber ?? '';
  const from = '+15550100147';
  const { url } = await control.run('media.add', {
    contentType: 'image/png',
    base64: Buffer.from('\x89PNG\r\n\x1a\n').toString('base64'),
  });
  await control.run('text.receive', { from, to, body: 'Hi', mediaUrls: [url] });
  const { callId } = await control.run('call.place', { from, to });
  await control.run('call.waitFor', { callId, event: 'greeted' });
  await control.run('call.hangUp', { callId });
  await control.run('workspace.export', { includeSecrets: true });
  await control.run('window.ticket', {});
  await control.run('token.rotate', {});
}

describe.skipIf(process.platform === 'win32')('in a data folder that others may enter', () => {
  beforeEach(() => {
    mkdirSync(testApp.dataDir, { recursive: true });
    chmodSync(testApp.dataDir, 0o755);
  });

  it('every file is private by its own mode, while the app runs and afterwards', async () => {
    await use(await testApp.start());
    expect(readdirSync(below('recordings'))).toHaveLength(1);
    expect(readdirSync(below('media'))).toHaveLength(1);
    expect(readdirSync(below())).toEqual(
      expect.arrayContaining(['agentphone.db', 'agentphone.db-wal', 'agentphone.db-shm']),
    );
    expect(openToOthers()).toEqual([]);
    await testApp.stop();
    expect(openToOthers()).toEqual([]);
    // The folder's own mode is up to its owner.
    expect(lstatSync(testApp.dataDir).mode & 0o777).toBe(0o755);
  });

  it('what an earlier version had left open is closed at the start', async () => {
    await use(await testApp.start());
    await testApp.stop();
    writeFileSync(below('agentphone.db.before-0002'), 'a copy');
    for (const name of readdirSync(below(), { recursive: true, encoding: 'utf8' })) {
      const { mode } = lstatSync(below(name));
      chmodSync(below(name), mode | (lstatSync(below(name)).isDirectory() ? 0o055 : 0o044));
    }
    expect(openToOthers()).toContain('agentphone.db');
    await testApp.start();
    expect(openToOthers()).toEqual([]);
  });

  it('leaves alone what is not its own there', async () => {
    mkdirSync(below('media'), { recursive: true });
    writeFileSync(below('notes.txt'), 'mine', { mode: 0o644 });
    writeFileSync(below('media', 'tool'), 'mine', { mode: 0o755 });
    mkdirSync(below('tmp'), { mode: 0o755 });
    writeFileSync(below('tmp', 'draft.txt'), 'mine', { mode: 0o600 });
    await testApp.start();
    expect(lstatSync(below('notes.txt')).mode & 0o777).toBe(0o644);
    expect(lstatSync(below('media', 'tool')).mode & 0o777).toBe(0o755);
    await testApp.stop();
    expect(readdirSync(below('tmp'))).toEqual(['draft.txt']);
  });

  it('the copy that a migration keeps is private too', async () => {
    const first = await openDatabase(testApp.dataDir);
    first.close();
    chmodSync(below('agentphone.db'), 0o644);
    const { MIGRATIONS } = await import('../../main/store/migrations/index.ts');
    const next = { ...MIGRATIONS, '9999-test': { up: () => Promise.resolve() } };
    (await openDatabase(testApp.dataDir, next)).close();
    expect(readdirSync(below())).toContain('agentphone.db.before-9999-test');
    expect(openToOthers()).toEqual([]);
  });
});

describe('the folder for what is put aside', () => {
  it('is there while the app runs, is gone at its end, and is swept after a kill', async () => {
    await testApp.start();
    const [own] = readdirSync(below('tmp'));
    expect(own).toMatch(/^agentphone-/);
    writeFileSync(below('tmp', own ?? '', 'sound.wav'), 'x');
    await testApp.stop();
    expect(readdirSync(below('tmp'))).toEqual([]);
    mkdirSync(below('tmp', 'agentphone-killed'));
    await testApp.start();
    expect(readdirSync(below('tmp'))).not.toContain('agentphone-killed');
  });
});
