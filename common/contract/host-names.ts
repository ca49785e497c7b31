import { z } from 'zod';

/**
 * A host as a Host header names it, without the port: a name or an IP address. Stored in the form
 * in which clients send it: lower case, and IPv6 in brackets.
 */
export const HostName = z
  .string()
  .max(300)
  .overwrite((text) => canonicalHost(text) ?? text)
  .refine((text) => canonicalHost(text) === text, {
    error: ({ input }) =>
      `"${String(input)}" is no host. Give one name or IP address, such as host.docker.internal or 192.168.1.20, without http:// and without wildcards.`,
  });

const LABEL = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?';
const NAME = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);
const BARE_IPV6 = /^[0-9a-f]*:[0-9a-f:]*:[0-9a-f:.]*$/i;

/** Null if the text is not a host. A port is dropped, because it does not identify the host. */
function canonicalHost(text: string): string | null {
  const given = text.trim().toLowerCase();
  const address = `http://${BARE_IPV6.test(given) ? `[${given}]` : given}/`;
  if (/[/?#@\\\s%]/.test(given) || !URL.canParse(address)) return null;
  const { hostname } = new URL(address);
  if (hostname.startsWith('[')) return hostname;
  // Browsers read `127.1` and `0x7f.1` as addresses, but no Host header spells them so.
  const isAsGiven = given.replace(/:\d+$/, '') === hostname || /[^\x21-\x7e]/.test(given);
  return isAsGiven && hostname.length <= 253 && NAME.test(hostname) ? hostname : null;
}
