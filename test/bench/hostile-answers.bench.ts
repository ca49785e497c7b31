/**
 * How long a trivial operation waits while a handler sends an answer that wants the main thread for
 * itself, beside the same on the idle app. App, handler and whoever asks are three processes.
 */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ReadyLine } from '../../common/contract/index.ts';
import { HOSTILE_ANSWERS } from '../doubles/hostile-answers.ts';
import { AppLauncher } from '../doubles/launched-app.ts';

const LONGEST_WAIT_MS = 50;
/** So long each answer is watched: reading it, cutting it, speaking its beginning. */
const WATCHED_MS = 4_000;

const apps = new AppLauncher();
const handler = fork(join(import.meta.dirname, '../doubles/hostile-handler.ts'));
const port = await new Promise<number>((resolve) => handler.once('message', resolve));
const ready = await apps.launch().ready();

async function run<T>({ control, controlToken }: ReadyLine, name: string, input: object) {
  const response = await fetch(`${control}/control/operations/${name}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${controlToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  if (!response.ok) throw new Error(`${name}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

/** The longest wait for `clock.get`, asked again and again for so long, in milliseconds. */
async function longestWaitMs(forMs: number): Promise<number> {
  const endMs = performance.now() + forMs;
  let longest = 0;
  for (let atMs = performance.now(); atMs < endMs; atMs = performance.now()) {
    await run(ready, 'clock.get', {});
    longest = Math.max(longest, performance.now() - atMs);
    await pause(1);
  }
  return longest;
}

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

async function duringCall(text: string): Promise<number> {
  const { callId } = await run<{ callId: string }>(ready, 'call.place', {
    from: '+12025550147',
    to,
  });
  await run(ready, 'call.waitFor', { callId, event: 'greeted' });
  await run(ready, 'call.say', { callId, text });
  const waited = await longestWaitMs(WATCHED_MS);
  await run(ready, 'call.hangUp', { callId });
  // What ending a call of so many events costs belongs to it.
  return Math.max(waited, await longestWaitMs(500));
}

// Once without counting: until the code is compiled, it is the compiler that is measured.
await longestWaitMs(1_000);
await duringCall('hello');
const idleMs = await longestWaitMs(WATCHED_MS);
const plainMs = await duringCall('hello');
console.log(
  `idle: ${idleMs.toFixed(1)} ms; during a call that is answered "Yes.": ${plainMs.toFixed(1)} ms`,
);
let reached = true;
const only = process.env.ANSWER;
for (const name of Object.keys(HOSTILE_ANSWERS).filter((each) => !only || each.includes(only))) {
  const waitedMs = await duringCall(name);
  const ok = waitedMs <= LONGEST_WAIT_MS;
  reached &&= ok;
  console.log(`  ${ok ? '✓' : '✗'} ${name}: ${waitedMs.toFixed(1)} ms`);
}
handler.disconnect();
await apps.clear();
process.exitCode = reached ? 0 : 1;
