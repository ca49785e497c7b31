/**
 * A handler in a separate process: a caller's line with a number in it is answered by this many
 * lines of NDJSON, all at once. It sends its port to the parent.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { channel, event, data } = JSON.parse(Buffer.concat(chunks).toString());
    if (event !== 'agent.message' || channel !== 'voice') {
      response.end('{"ok":true}');
      return;
    }
    const count = Number(/\d+/.exec(data.transcript)?.[0] ?? 1);
    const lines = Array.from({ length: count }, (_, line) => {
      return JSON.stringify({ text: `word ${line} `, interim: line < count - 1 });
    });
    response.setHeader('content-type', 'application/x-ndjson');
    response.end(`${lines.join('\n')}\n`);
  });
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
