import { join } from 'node:path';
import { safeStorage } from 'electron';
import { readJsonFile, writePrivateJson } from '../platform/private-file.ts';
import { MemorySecretStore, type SecretStore } from '../platform/secret-store.ts';

export const SECRETS_FILE = 'secrets.json';

/**
 * The system's secret store, or memory if there is none. On Linux without a keyring, Electron would
 * "encrypt" with a publicly known key, so secrets are not written at all there.
 *
 * @param dataDir the folder of `secrets.json`, which contains the encrypted values
 */
export async function openSecretStore(
  dataDir: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<SecretStore> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return new MemorySecretStore(env);
  const isPlain =
    process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text';
  return isPlain ? new MemorySecretStore(env) : new SystemSecretStore(dataDir, env);
}

class SystemSecretStore implements SecretStore {
  readonly keptIn = 'system';
  readonly #file: string;
  readonly #environment: MemorySecretStore;
  /** Encrypted, in base64. */
  readonly #values: Map<string, string>;

  constructor(dataDir: string, env: Readonly<Record<string, string | undefined>>) {
    this.#file = join(dataDir, SECRETS_FILE);
    this.#environment = new MemorySecretStore(env);
    const kept = Object.entries(readJsonFile(this.#file) ?? {});
    this.#values = new Map(
      kept.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  }

  async get(name: string): Promise<string | null> {
    const kept = this.#values.get(name);
    if (kept === undefined) return this.#environment.get(name);
    try {
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(
        Buffer.from(kept, 'base64'),
      );
      if (shouldReEncrypt && this.#values.get(name) === kept) await this.set(name, result);
      return result;
    } catch {
      // Written by another user or on another machine: treated as missing. Setting it again repairs
      // it.
      return null;
    }
  }

  async set(name: string, value: string): Promise<void> {
    const encrypted = await safeStorage.encryptStringAsync(value);
    this.#values.set(name, encrypted.toString('base64'));
    this.#save();
  }

  async delete(name: string): Promise<void> {
    this.#values.delete(name);
    await this.#environment.delete(name);
    this.#save();
  }

  #save(): void {
    writePrivateJson(this.#file, Object.fromEntries(this.#values));
  }
}
