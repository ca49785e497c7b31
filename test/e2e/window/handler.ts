import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A received request, parsed. */
export interface Received {
  readonly event: string;
  readonly channel: string | null;
  readonly data: Record<string, unknown>;
}

type Answer = (received: Received, response: ServerResponse) => void;

/** A user's webhook server; each test says how it answers. */
export class Handler {
  readonly received: Received[] = [];
  readonly #server: Server;
  #answer: Answer = (_received, response) => {
    response.writeHead(200).end();
  };

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<Handler> {
    const server = createServer();
    const handler = new Handler(server);
    server.on('request', async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      const received = JSON.parse(body) as Received;
      handler.received.push(received);
      handler.#answer(received, response);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return handler;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook`;
  }

  answerWith(answer: Answer): void {
    this.#answer = answer;
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((done) => this.#server.close(() => done()));
  }
}

/** Answers a voice turn with NDJSON lines, all at once. */
export function ndjson(response: ServerResponse, ...lines: object[]): void {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  response.end(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}
