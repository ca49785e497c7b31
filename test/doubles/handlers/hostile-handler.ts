import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HOSTILE_ANSWERS } from './hostile-answers.ts';

/**
 * A handler in a separate process (`fork`) that gives the answer named by the caller. Sends its
 * port as its first message.
 */
const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const { data } = JSON.parse(Buffer.concat(parts).toString()) as {
      data?: { transcript?: string };
    };
    const answer = HOSTILE_ANSWERS[data?.transcript ?? ''];
    response.writeHead(200, {
      'content-type': answer?.isStream === false ? 'application/json' : 'application/x-ndjson',
    });
    response.end(answer?.body() ?? '{"text":"Yes."}\n');
  });
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.once('disconnect', () => process.exit());
