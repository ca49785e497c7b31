import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * The only way out for the engines of an app under test: it refuses all requests and records them.
 * Samples must not need the network, and must not reach it by mistake.
 */
export class RefusingProxy {
  readonly asked: string[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      this.asked.push(request.url ?? '');
      response.writeHead(403).end();
    });
    this.#server.on('connect', (request, socket) => {
      this.asked.push(request.url ?? '');
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
  }

  static async start(): Promise<RefusingProxy> {
    const proxy = new RefusingProxy();
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  /** The variables that make a program use it. */
  get env(): Record<string, string> {
    const url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    const hosts = 'localhost,127.0.0.1';
    return {
      HTTP_PROXY: url,
      HTTPS_PROXY: url,
      http_proxy: url,
      https_proxy: url,
      NO_PROXY: hosts,
    };
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
