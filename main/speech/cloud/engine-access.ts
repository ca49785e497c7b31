/** How to reach one engine: the provider itself, or a server of one's own that speaks like it. */
export interface EngineAccess {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** Null where a server of one's own wants none. */
  readonly apiKey: string | null;
  /** Null: the provider's usual one. */
  readonly model: string | null;
}

/** A provider that needs a key at its own address; another address may do without. */
export interface Provider {
  /** As people know it, for messages. */
  readonly label: string;
  readonly baseUrl: string;
  /** It has no usual model any more, so one must be named at its own address: why, and what to do. */
  readonly unnamed?: string;
}

/** What is missing before the engine can be asked at all; null if nothing is. */
export function whatIsMissing(provider: Provider, access: EngineAccess): string | null {
  if (access.baseUrl !== provider.baseUrl) return null;
  if (access.apiKey) return access.model === null ? (provider.unnamed ?? null) : null;
  return `${provider.label} needs an API key. Enter it under Settings, Engines, or choose another engine there.`;
}

/** As messages call it: a server of one's own is not its provider, it is known by its address. */
export function addressed<P extends Provider>(provider: P, { baseUrl }: EngineAccess): P {
  if (baseUrl === provider.baseUrl) return provider;
  return { ...provider, label: `The server at ${new URL(baseUrl).host}` };
}
