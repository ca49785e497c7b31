/**
 * Whether a Host header names this machine's loopback: `127.0.0.1`, `localhost` or `[::1]`, with
 * any port. Every listener refuses other names, as a guard against DNS rebinding
 * (docs/decisions/0003-three-listeners.md).
 */
export function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i.test(host);
}

/**
 * Whether a Host header names this machine's loopback or one of `names`, exactly, whatever the port.
 *
 * @param names as `HostName` writes them
 */
export function isAllowedHost(host: string | undefined, names: readonly string[]): boolean {
  if (isLoopbackHost(host)) return true;
  const name = hostWithoutPort(host);
  return name !== null && names.includes(name);
}

/** In lower case; null if it is not a host. */
export function hostWithoutPort(host: string | undefined): string | null {
  const match = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::\d{1,5})?$/i.exec(host ?? '');
  return match?.[1]?.toLowerCase() ?? null;
}
