import http, { type AgentOptions } from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import type { Reach } from './address-rules.ts';
import { guardedLookup, literalRefusal } from './connector.ts';

/** How long a proxy may take to make the connection. */
const PATIENCE_MS = 15_000;

type Made = (error: Error | null, socket: Duplex) => void;

/**
 * An agent for libraries that use Node's own HTTP client. It opens each connection through the
 * proxy by CONNECT, also to hosts whose names only the proxy can resolve.
 *
 * @param secure whether to speak TLS with the host behind the proxy
 */
export function tunnelAgent(
  proxy: URL,
  secure: boolean,
  { reach = 'lan', ...options }: AgentOptions & { readonly reach?: Reach } = {},
): http.Agent {
  const fail = (made: Made | undefined, error: Error) => made?.(error, undefined as never);
  const agent = secure ? new https.Agent(options) : new http.Agent(options);
  agent.createConnection = (wanted, made) => {
    const host = String(wanted.host ?? 'localhost');
    const refused = literalRefusal(proxy.hostname, reach);
    if (refused) {
      fail(made, refused);
      return undefined;
    }
    const request = (proxy.protocol === 'https:' ? https : http).request({
      agent: false,
      method: 'CONNECT',
      lookup: guardedLookup(reach),
      host: proxy.hostname.replace(/^\[|\]$/g, ''),
      port: proxy.port || defaultPort(proxy),
      path: `${host}:${wanted.port ?? (secure ? 443 : 80)}`,
      headers: authorization(proxy),
      timeout: PATIENCE_MS,
    });
    request.once('connect', ({ statusCode }, socket) => {
      if (statusCode !== 200) {
        socket.destroy();
        fail(made, new Error(`The proxy ${proxy.host} answered ${statusCode}.`));
        return;
      }
      // The connection exists; from here on, other code limits its silence.
      request.removeAllListeners('timeout');
      made?.(
        null,
        secure ? connectTls({ socket, servername: host, rejectUnauthorized: true }) : socket,
      );
    });
    const late = `The proxy ${proxy.host} took longer than ${PATIENCE_MS / 1_000} s.`;
    request.once('timeout', () => request.destroy(new Error(late)));
    request.on('error', (error) => fail(made, error));
    request.end();
    return undefined;
  };
  return agent;
}

function defaultPort({ protocol }: URL): number {
  return protocol === 'https:' ? 443 : 80;
}

function authorization({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(user).toString('base64')}` };
}
