/**
 * How to reach an engine: at the provider itself, or at a user's own server with a compatible API.
 */
export interface EngineAccess {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** Null if the user's own server requires none. */
  readonly apiKey: string | null;
  /** Null: the provider's default. */
  readonly model: string | null;
}

/** A provider that requires a key at its own address; at another address the key is optional. */
export interface Provider {
  /** The name shown in messages. */
  readonly label: string;
  readonly baseUrl: string;
  /**
   * Set if the provider no longer has a default model, so that one must be named at its own
   * address: why, and what to do.
   */
  readonly unnamed?: string;
}

/** What is missing before the engine can be used; null if nothing is. */
export function whatIsMissing(provider: Provider, access: EngineAccess): string | null {
  if (access.baseUrl !== provider.baseUrl) return null;
  if (access.apiKey) return access.model === null ? (provider.unnamed ?? null) : null;
  return `${provider.label} needs an API key. Enter it under Settings, Engines, or choose another engine there.`;
}

/**
 * The provider as named in messages. A user's own server is named by its address, because it is not
 * the provider.
 */
export function addressed<P extends Provider>(provider: P, { baseUrl }: EngineAccess): P {
  if (baseUrl === provider.baseUrl) return provider;
  return { ...provider, label: `The server at ${new URL(baseUrl).host}` };
}
