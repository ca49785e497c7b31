/**
 * Starts this Next.js app on loopback only. In an app of your own, `next dev` does the same for
 * `app/webhook/route.js`.
 *
 *   node server.mjs
 */
import { createServer } from 'node:http';

const { WEBHOOK_SECRET, AGENTPHONE_API_KEY, PORT = '3000' } = process.env;
if (!WEBHOOK_SECRET || !AGENTPHONE_API_KEY) {
  console.error('Set WEBHOOK_SECRET and AGENTPHONE_API_KEY.');
  process.exit(1);
}
// Before Next.js loads, because it reads this only once.
process.env.NEXT_TELEMETRY_DISABLED = '1';
const { default: next } = await import('next');

const app = next({
  dev: true,
  dir: import.meta.dirname,
  hostname: '127.0.0.1',
  port: Number(PORT),
});
await app.prepare();
const server = createServer(app.getRequestHandler());
server.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`Listening on http://localhost:${server.address().port}/webhook`);
});
