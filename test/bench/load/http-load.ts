import { connect, type Socket } from 'node:net';

/** A single request that is repeated; the response must be 200 with a `Content-Length`. */
export interface Load {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly apiKey: string;
  readonly body?: string;
}

/**
 * Sends `count` requests over `connections` sockets, each as soon as the previous one was answered.
 * It writes and counts bytes itself, because a complete HTTP client would cost more than a bare
 * server's response, and would be what is measured.
 */
export async function sendLoad(
  load: Load,
  count: number,
  connections: number,
): Promise<{ requestsPerSecond: number; medianMs: number }> {
  const { hostname, port } = new URL(load.url);
  const bytes = requestBytes(load);
  const times: number[] = [];
  let left = count;
  const next = () => left-- > 0;
  const startMs = performance.now();
  await Promise.all(
    Array.from({ length: connections }, () => {
      const socket = connect({ host: hostname, port: Number(port), noDelay: true });
      return sendOver(socket, bytes, next, (ms) => times.push(ms));
    }),
  );
  const seconds = (performance.now() - startMs) / 1000;
  const medianMs = times.sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN;
  return { requestsPerSecond: count / seconds, medianMs };
}

function requestBytes({ method, url, apiKey, body = '' }: Load): Buffer {
  const { host, pathname, search } = new URL(url);
  const content = body
    ? `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`
    : '';
  return Buffer.from(
    `${method} ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${apiKey}\r\n${content}\r\n${body}`,
  );
}

function sendOver(
  socket: Socket,
  bytes: Buffer,
  next: () => boolean,
  took: (ms: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let sentMs = 0;
    let read = '';
    const send = () => {
      if (!next()) {
        socket.end();
        resolve();
        return;
      }
      read = '';
      sentMs = performance.now();
      socket.write(bytes);
    };
    socket.setEncoding('latin1');
    socket.once('connect', send);
    socket.once('error', reject);
    socket.on('data', (text: string) => {
      read += text;
      const bodyAt = read.indexOf('\r\n\r\n') + 4;
      if (bodyAt < 4) return;
      if (!read.startsWith('HTTP/1.1 200')) {
        reject(new Error(read.slice(0, 2_000)));
        socket.destroy();
        return;
      }
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(read)?.[1]);
      if (read.length < bodyAt + length) return;
      took(performance.now() - sentMs);
      send();
    });
  });
}
