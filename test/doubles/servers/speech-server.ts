import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

export interface SpeechRequestSeen {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  /** The client's port, which identifies the connection. */
  readonly port: number;
  /** Resolves when the client closed the connection before the answer was over. */
  readonly hungUp: Promise<void>;
}

type Answer = (request: SpeechRequestSeen, response: ServerResponse) => void | Promise<void>;
type Talk = (socket: WebSocket, path: string, headers: IncomingMessage['headers']) => void;

/** A speech provider on loopback: the test says how it answers. */
export class SpeechServer {
  readonly url: string;
  readonly seen: SpeechRequestSeen[] = [];
  answer: Answer = (_request, response) => void response.writeHead(404).end();
  talk: Talk = (socket) => socket.close();
  /** Refuses sockets with this status. */
  refuse: number | null = null;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', (request, response) => void this.#request(request, response));
    const sockets = new WebSocketServer({ noServer: true });
    server.on('upgrade', (request, socket, head) => {
      if (this.refuse !== null) {
        socket.end(`HTTP/1.1 ${this.refuse} Refused\r\nContent-Length: 0\r\n\r\n`);
        return;
      }
      sockets.handleUpgrade(request, socket, head, (client) =>
        this.talk(client, request.url ?? '', request.headers),
      );
    });
  }

  static async start(): Promise<SpeechServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new SpeechServer(server);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #request(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const hungUp = new Promise<void>((resolve) => {
      response.on('close', () => {
        if (!response.writableFinished) resolve();
      });
    });
    const { url: path = '', headers } = request;
    const port = request.socket.remotePort ?? 0;
    const seen = { path, headers, body: Buffer.concat(chunks), port, hungUp };
    this.seen.push(seen);
    await this.answer(seen, response);
  }
}

/** The bytes of a tone, for a server to send as speech. */
export function toneBytes(rateHz: number, seconds: number, hz = 440): Buffer {
  const bytes = Buffer.alloc(2 * Math.round(rateHz * seconds));
  for (let n = 0; n < bytes.length / 2; n += 1) {
    bytes.writeInt16LE(Math.round(9000 * Math.sin((2 * Math.PI * hz * n) / rateHz)), 2 * n);
  }
  return bytes;
}
