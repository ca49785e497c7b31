import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A separate process: a handler that answers each voice turn at once with one NDJSON line, "Echo:"
 * and the caller's own words, and everything else with 200. It sends its port to the parent.
 */
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { channel, event, data } = JSON.parse(Buffer.concat(chunks).toString());
    if (event !== 'agent.message' || channel !== 'voice') {
      response.end('{"ok":true}');
      return;
    }
    response.setHeader('content-type', 'application/x-ndjson');
    response.end(`${JSON.stringify({ text: `Echo: ${data.transcript}` })}\n`);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
