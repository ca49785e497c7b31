/**
 * Stores the keys of engines and carriers, under names such as `engines.stt.apiKey`. In the desktop
 * app, this is the system's own secret store; under plain Node, memory and the environment.
 */
export interface SecretStore {
  /** Where secrets are stored, as shown to people. */
  readonly keptIn: 'memory' | 'system';
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<void>;
  delete(name: string): Promise<void>;
}

/**
 * Never writes to disk: a secret set here is gone when the process ends. Secrets that were not set
 * are read from the environment: `engines.stt.apiKey` from `AGENTPHONE_ENGINES_STT_API_KEY`.
 */
export class MemorySecretStore implements SecretStore {
  readonly keptIn = 'memory';
  readonly #env: Readonly<Record<string, string | undefined>>;
  /** Null: deleted, so that the value from the environment does not reappear. */
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
