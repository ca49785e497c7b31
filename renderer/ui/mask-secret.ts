/** A key with its middle hidden: `sk_live_••••9f2c`. */
export function maskSecret(secret: string): string {
  const prefix = /^[a-z]+_[a-z]+_/.exec(secret)?.[0] ?? '';
  return `${prefix}••••${secret.slice(-4)}`;
}
