import { isIPv4 } from 'node:net';

/** Returns the proxy for a request; null: no proxy. */
export type ProxyChoice = (target: URL) => URL | null;

/** Never uses a proxy. */
export const straight: ProxyChoice = () => null;

/** The variables that curl and others read; lower-case ones take precedence. */
export type ProxyVariables = Readonly<Record<string, string | undefined>>;

/**
 * Chooses the proxy by `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`. Loopback is never proxied,
 * because a proxy would take it for its own machine.
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

/** Null unless it is an HTTP or HTTPS proxy; we support no other kind. */
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

/**
 * Matches `*`, `example.com` and everything below it, `.example.com` or `*.example.com`, each with
 * or without a port.
 */
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
