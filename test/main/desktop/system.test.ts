import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

vi.mock('electron', () => import('../../doubles/processes/fake-electron.ts'));
const fake = await import('../../doubles/processes/fake-electron.ts');
const { openSecretStore, SECRETS_FILE } = await import(
  '../../../main/desktop/system-secret-store.ts'
);
const { utilityProcessSpawner } = await import('../../../main/desktop/utility-spawner.ts');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agentphone-desktop-'));
  Object.assign(fake.safeStorage, {
    isAvailable: true,
    backend: 'gnome_libsecret',
    reEncrypt: false,
  });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the system's secret store", () => {
  it('keeps secrets encrypted over a restart, in a file of their own', async () => {
    const store = await openSecretStore(folder, {});
    expect(store.keptIn).toBe('system');
    await store.set('twilio.authToken', 'secret');
    const file = join(folder, SECRETS_FILE);
    expect(readFileSync(file, 'utf8')).not.toContain('secret"');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const again = await openSecretStore(folder, {});
    expect(await again.get('twilio.authToken')).toBe('secret');
    await again.delete('twilio.authToken');
    expect(await (await openSecretStore(folder, {})).get('twilio.authToken')).toBeNull();
  });

  it('falls back to the environment for what was not set', async () => {
    const store = await openSecretStore(folder, { AGENTPHONE_TWILIO_AUTH_TOKEN: 'env' });
    expect(await store.get('twilio.authToken')).toBe('env');
    await store.set('twilio.authToken', 'set');
    expect(await store.get('twilio.authToken')).toBe('set');
  });

  it('writes nothing where the system has no safe place', async () => {
    fake.safeStorage.isAvailable = false;
    expect((await openSecretStore(folder, {})).keptIn).toBe('memory');
  });

  it.runIf(process.platform === 'linux')('writes nothing in plain text', async () => {
    fake.safeStorage.backend = 'basic_text';
    expect((await openSecretStore(folder, {})).keptIn).toBe('memory');
  });

  it('encrypts anew when the system has a new key', async () => {
    const store = await openSecretStore(folder, {});
    await store.set('a', 'secret');
    const encrypt = vi.spyOn(fake.safeStorage, 'encryptStringAsync');
    fake.safeStorage.reEncrypt = true;
    expect(await store.get('a')).toBe('secret');
    expect(encrypt).toHaveBeenCalledWith('secret');
    encrypt.mockRestore();
  });

  it('treats what it cannot read as not there', async () => {
    const foreign = Buffer.from('?').toString('base64');
    writeFileSync(join(folder, SECRETS_FILE), JSON.stringify({ a: foreign, b: 7 }));
    const store = await openSecretStore(folder, {});
    expect(await store.get('a')).toBeNull();
    expect(await store.get('b')).toBeNull();
    writeFileSync(join(folder, SECRETS_FILE), 'torn');
    expect(await (await openSecretStore(folder, {})).get('a')).toBeNull();
  });
});

describe('the utility process spawner', () => {
  it('speaks the same as the plain Node one', () => {
    const spawned = utilityProcessSpawner(new URL('file:///out/main/speech-process.js'), {
      name: 'speech',
      env: { MODE: 'x' },
    });
    const fork = fake.utilityProcess.forks.at(-1);
    expect(fork).toMatchObject({
      path: '/out/main/speech-process.js',
      options: { serviceName: 'speech', env: { MODE: 'x' } },
    });
    const heard: unknown[] = [];
    const exits: unknown[] = [];
    spawned.onMessage((message) => heard.push(message));
    spawned.onExit((exit) => exits.push(exit));
    spawned.send({ n: 1 });
    fork?.child.emit('message', { n: 2 });
    fork?.child.emit('exit', 5);
    spawned.send({ n: 3 });
    spawned.onExit((exit) => exits.push(exit));
    expect(fork?.child.sent).toEqual([{ n: 1 }]);
    expect(heard).toEqual([{ n: 2 }]);
    expect(exits).toEqual([
      { code: 5, signal: null },
      { code: 5, signal: null },
    ]);
  });
});
