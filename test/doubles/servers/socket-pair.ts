import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';

/** The two ends of a real WebSocket on loopback; `near` is the server's. */
export async function socketPair() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const far = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const [near] = (await once(server, 'connection')) as [WebSocket];
  if (far.readyState !== WebSocket.OPEN) await once(far, 'open');
  return {
    near,
    far,
    async close(): Promise<void> {
      far.terminate();
      near.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type SocketPair = Awaited<ReturnType<typeof socketPair>>;
