import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A stand-in for a tunnel or reverse proxy that replaces the Host header by its own name. */
export async function hostRewritingProxy(
  target: string,
  host: string,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const { method, url, headers } = request;
    const onward = httpRequest(
      target + url,
      { method, headers: { ...headers, host }, agent: false },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
