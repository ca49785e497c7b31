import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** How an unreliable handler treats a request; only the first kind is a success. */
export type Mood =
  | 'accepts'
  | 'fails'
  | 'refuses'
  | 'redirects'
  | 'hangs'
  | 'dropsConnection'
  | 'breaksOffInTheMiddle'
  | 'talksNonsense';

const MOODS: readonly (readonly [Mood, number])[] = [
  ['accepts', 60],
  ['fails', 14],
  ['refuses', 6],
  ['redirects', 4],
  ['hangs', 2],
  ['dropsConnection', 5],
  ['breaksOffInTheMiddle', 5],
  ['talksNonsense', 4],
];

/** Variants of a 2xx, all of which count as success. */
const ACCEPTANCES: readonly ((response: ServerResponse) => void)[] = [
  (response) => response.end('ok'),
  (response) => response.writeHead(204).end(),
  (response) => response.writeHead(202, { 'Content-Type': 'text/html' }).end('<p>Not found</p>'),
  (response) => response.end('x'.repeat(100_000)),
  (response) => response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"error":'),
];

/** Depends only on seed, id and attempt, so that the records can be checked against it. */
export function moodOf(seed: number, headerId: string, attempt: number): Mood {
  let at = hashOf(`${seed} ${headerId} ${attempt}`) % 100;
  for (const [mood, share] of MOODS) {
    if (at < share) return mood;
    at -= share;
  }
  return 'accepts';
}

/** A user's handler that fails, hangs and lies, in ways decided by a seed. */
export async function startFaultyServer(seed: number) {
  const attempts = new Map<string, number>();
  const used = new WeakSet<Socket>();
  let hanging = 0;
  let requests = 0;
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const id = String(request.headers['x-webhook-id']);
    const attempt = (attempts.get(id) ?? 0) + 1;
    attempts.set(id, attempt);
    requests += 1;
    const mood = moodOf(seed, id, attempt);
    const isKept = used.has(request.socket);
    used.add(request.socket);
    switch (mood) {
      case 'accepts':
        ACCEPTANCES[hashOf(id + attempt) % ACCEPTANCES.length]?.(response);
        return;
      case 'fails':
        response.writeHead(500 + (attempt % 4)).end('{"error":"no"}');
        return;
      case 'refuses':
        response.writeHead(401).end();
        return;
      case 'redirects':
        response.writeHead(302, { Location: '/elsewhere' }).end();
        return;
      case 'hangs':
        hanging += 1;
        response.on('close', () => {
          hanging -= 1;
        });
        return;
      case 'dropsConnection':
        request.socket.destroy();
        // On a kept connection, it is unknown whether the request was read, so it is sent again as
        // the same attempt.
        if (isKept) {
          attempts.set(id, attempt - 1);
          requests -= 1;
        }
        return;
      case 'breaksOffInTheMiddle':
        response.writeHead(200, { 'Content-Length': '1000' });
        response.write('half', () => request.socket.destroy());
        return;
      case 'talksNonsense':
        request.socket.end('banana\r\n\r\n');
        return;
      default:
        mood satisfies never;
    }
  };
  const server = createServer({ keepAliveTimeout: 600_000 }, (request, response) => {
    request.resume();
    request.on('end', () => answer(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    get requests() {
      return requests;
    },
    get hanging() {
      return hanging;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function hashOf(text: string): number {
  return createHash('md5').update(text).digest().readUInt32LE(0);
}
