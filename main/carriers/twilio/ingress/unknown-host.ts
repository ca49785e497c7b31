import { hostWithoutPort } from '../../../../common/rules/loopback-host.ts';

/** What to do about a tunnel or proxy that replaces the host name. */
export function unknownHost(host: string): string {
  const name = hostWithoutPort(host) ?? 'NAME';
  return `your tunnel or proxy names this computer "${host}" in the Host header, which is not allowed. Let it send the public name or localhost, start with --allow-host ${name}, or add the name under Settings.`;
}
