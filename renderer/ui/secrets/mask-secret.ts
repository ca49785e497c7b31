/** A secret with its middle hidden: `sk_live_••••9f2c`. A short one is hidden completely. */
export function maskSecret(secret: string): string {
  const prefix = /^(?:[a-z]+_){1,2}/.exec(secret)?.[0] ?? '';
  const rest = secret.slice(prefix.length);
  return `${prefix}••••${rest.length < 12 ? '' : rest.slice(-4)}`;
}
