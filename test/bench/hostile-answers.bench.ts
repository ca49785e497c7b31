/**
 * Measures, while a handler sends an answer designed to monopolise the main thread, how long at a
 * time it gets that thread (in processor time), and how long a trivial operation waits, compared to
 * the idle app. App, handler and client are three processes; on a busy machine, all of them wait.
 */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { HOSTILE_ANSWERS } from '../doubles/handlers/hostile-answers.ts';
import { WatchedApp } from './load/watched-app.ts';

const LONGEST_HELD_MS = 50;
/** How long each answer is watched: reading it, cutting it, speaking its beginning. */
const WATCHED_MS = 4_000;

const handler = fork(join(import.meta.dirname, '../doubles/handlers/hostile-handler.ts'));
const port = await new Promise<number>((resolve) => handler.once('message', resolve));
const app = await WatchedApp.launch();
const { ready } = app;

await fetch(`${ready.api}/v1/webhooks`, {
  method: 'POST',
  headers: { authorization: `Bearer ${ready.apiKey}`, 'content-type': 'application/json' },
  body: JSON.stringify({ url: `http://127.0.0.1:${port}/` }),
});
const numbers = await fetch(`${ready.api}/v1/numbers`, {
  headers: { authorization: `Bearer ${ready.apiKey}` },
});
const { data } = (await numbers.json()) as { data: { phoneNumber: string }[] };
const to = data[0]?.phoneNumber ?? '';

async function duringCall(text: string) {
  const { callId } = await app.run<{ callId: string }>('call.place', {
    from: '+12025550147',
    to,
  });
  await app.run('call.waitFor', { callId, event: 'greeted' });
  await app.heldMs();
  await app.run('call.say', { callId, text });
  const duringMs = await app.longestWaitMs(WATCHED_MS);
  await app.run('call.hangUp', { callId });
  // The cost of ending a call with so many events is included.
  const waitedMs = Math.max(duringMs, await app.longestWaitMs(500));
  return { waitedMs, heldMs: await app.heldMs() };
}

function report(mark: string, name: string, found: { waitedMs: number; heldMs: number }): void {
  const waited = `longest wait ${found.waitedMs.toFixed(0)} ms`;
  console.log(`  ${mark} ${name}: thread held for ${found.heldMs.toFixed(0)} ms, ${waited}`);
}

// A warm-up that does not count, because the code is still being compiled.
await app.longestWaitMs(1_000);
await duringCall('hello');
await app.heldMs();
const idleMs = await app.longestWaitMs(WATCHED_MS);
report('·', 'no call', { waitedMs: idleMs, heldMs: await app.heldMs() });
report('·', 'an answer of one line', await duringCall('hello'));
let reached = true;
for (const name of Object.keys(HOSTILE_ANSWERS)) {
  const found = await duringCall(name);
  const ok = found.heldMs <= LONGEST_HELD_MS;
  reached &&= ok;
  report(ok ? '✓' : '✗', name, found);
}
handler.disconnect();
await app.clear();
process.exitCode = reached ? 0 : 1;
