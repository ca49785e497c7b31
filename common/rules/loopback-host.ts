/**
 * Whether a Host header names this machine's loopback: `127.0.0.1`, `localhost` or `[::1]`, with
 * any port. Every listener refuses other names, as a guard against DNS rebinding (design, 3).
 */
export function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i.test(host);
}
