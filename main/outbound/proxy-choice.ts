import { isIPv4 } from 'node:net';

/** The proxy that a request goes through; null: straight. */
export type ProxyChoice = (target: URL) => URL | null;

/** No request goes through a proxy. */
export const straight: ProxyChoice = () => null;

/** The variables that curl and others read, the lower-case ones first. */
export type ProxyVariables = Readonly<Record<string, string | undefined>>;

/**
 * Which proxy `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` ask for. Loopback is never proxied, whatever
 * they say: a proxy would take it for its own.
 */
export function proxyChoice(env: ProxyVariables): ProxyChoice {
  const variable = (name: string) => env[name.toLowerCase()] || env[name] || '';
  const http = proxyUrl(variable('HTTP_PROXY'));
  const https = proxyUrl(variable('HTTPS_PROXY'));
  const exceptions = variable('NO_PROXY')
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '');
  return (target) => {
    const proxy = target.protocol === 'https:' ? https : http;
    if (proxy === null || isLoopback(target.hostname)) return null;
    return exceptions.some((entry) => excepts(entry, target)) ? null : proxy;
  };
}

/** Null for what is not a proxy of a kind that we speak with. */
function proxyUrl(text: string): URL | null {
  const whole = text === '' || text.includes('://') ? text : `http://${text}`;
  if (!URL.canParse(whole)) return null;
  const url = new URL(whole);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : null;
}

function isLoopback(hostname: string): boolean {
  const name = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (/(^|\.)localhost$/i.test(name) || name === '::1') return true;
  return isIPv4(name) && name.startsWith('127.');
}

/** `*`, `example.com` and all below it, `.example.com`, `*.example.com`, each with a port or without. */
function excepts(entry: string, target: URL): boolean {
  if (entry === '*') return true;
  const [, name = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(entry) ?? [null, entry];
  const targetPort = target.port || (target.protocol === 'https:' ? '443' : '80');
  if (port !== undefined && port !== targetPort) return false;
  const bare = name.replace(/^\*?\./, '').replace(/^\[|\]$/g, '');
  const host = target.hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
  return bare !== '' && (host === bare || host.endsWith(`.${bare}`));
}
