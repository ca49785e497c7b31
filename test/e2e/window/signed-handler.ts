import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The handler's mistake, if any. */
export type Mistake = 'none' | 'reserialises' | 'neverChecks';

export interface SignedRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/**
 * A webhook server that verifies signatures, optionally with one mistake, and can answer with any
 * status.
 */
export class SignedHandler {
  readonly received: SignedRequest[] = [];
  /** From the response to `POST /v1/webhooks`. */
  secret = '';
  /** The status for accepted requests. */
  status = 200;
  readonly #server: Server;
  readonly #mistake: Mistake;

  private constructor(server: Server, mistake: Mistake) {
    this.#server = server;
    this.#mistake = mistake;
  }

  static async start(mistake: Mistake = 'none'): Promise<SignedHandler> {
    const server = createServer();
    const handler = new SignedHandler(server, mistake);
    server.on('request', async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks).toString('utf8');
      handler.received.push({ headers: request.headers, body });
      response.writeHead(handler.#accepts(request.headers, body) ? handler.status : 401).end();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return handler;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook`;
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((done) => this.#server.close(() => done()));
  }

  #accepts(headers: IncomingHttpHeaders, body: string): boolean {
    if (this.#mistake === 'neverChecks') return true;
    const seen = this.#mistake === 'reserialises' ? JSON.stringify(JSON.parse(body)) : body;
    const timestamp = String(headers['x-webhook-timestamp']);
    if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return false;
    const digest = createHmac('sha256', this.secret).update(`${timestamp}.${seen}`).digest('hex');
    return headers['x-webhook-signature'] === `sha256=${digest}`;
  }
}
