/**
 * Keeps the keys of engines and carriers, by names such as `engines.stt.apiKey`. In the desktop
 * app it is the system's own secret store; in the plain Node form, memory and the environment.
 */
export interface SecretStore {
  /** What reading settings may tell a person about where a key is kept. */
  readonly keptIn: 'memory' | 'system';
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<void>;
  delete(name: string): Promise<void>;
}

/**
 * Nothing is written to disk: a secret set here is gone with the process. What was not set is read
 * from the environment: `engines.stt.apiKey` from `AGENTPHONE_ENGINES_STT_API_KEY`.
 */
export class MemorySecretStore implements SecretStore {
  readonly keptIn = 'memory';
  readonly #env: Readonly<Record<string, string | undefined>>;
  /** null: deleted, so that the environment's value does not come back. */
  readonly #values = new Map<string, string | null>();

  constructor(env: Readonly<Record<string, string | undefined>> = {}) {
    this.#env = env;
  }

  get(name: string): Promise<string | null> {
    const value = this.#values.get(name);
    if (value !== undefined) return Promise.resolve(value);
    return Promise.resolve(this.#env[environmentName(name)] || null);
  }

  set(name: string, value: string): Promise<void> {
    this.#values.set(name, value);
    return Promise.resolve();
  }

  delete(name: string): Promise<void> {
    this.#values.set(name, null);
    return Promise.resolve();
  }
}

/** `engines.stt.apiKey` → `AGENTPHONE_ENGINES_STT_API_KEY`. */
export function environmentName(secretName: string): string {
  const words = secretName.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/[^A-Za-z0-9]+/g, '_');
  return `AGENTPHONE_${words.toUpperCase()}`;
}
