import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A separate process: a web server that answers everything with 200, and sends its port to the
 * parent.
 */
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => response.end('{"ok":true}'));
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
