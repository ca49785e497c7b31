/**
 * While a handler sends an answer that wants the main thread for itself: for how long at a time it has
 * it, in time of the processor, and how long a trivial operation waits, beside both on the idle app.
 * App, handler and whoever asks are three processes; on a busy machine the waits are those of all.
 */
import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ReadyLine } from '../../common/contract/index.ts';
import { HOSTILE_ANSWERS } from '../doubles/hostile-answers.ts';
import { AppLauncher } from '../doubles/launched-app.ts';

const LONGEST_HELD_MS = 50;
/** So long each answer is watched: reading it, cutting it, speaking its beginning. */
const WATCHED_MS = 4_000;

const apps = new AppLauncher();
const handler = fork(join(import.meta.dirname, '../doubles/hostile-handler.ts'));
const port = await new Promise<number>((resolve) => handler.once('message', resolve));
const folder = mkdtempSync(join(tmpdir(), 'agentphone-held-'));
const heldFile = join(folder, 'held');
process.env.HELD_THREAD_FILE = heldFile;
process.env.NODE_OPTIONS = `--import ${new URL('held-thread.ts', import.meta.url)}`;
const ready = await apps.launch().ready();

/** The longest stretch since it was asked last. */
async function heldMs(): Promise<number> {
  process.kill(ready.pid, 'SIGUSR2');
  // The answer comes after the signal was dealt with: both wait for the same thread.
  await run(ready, 'clock.get', {});
  await pause(20);
  return Number(readFileSync(`${heldFile}.${ready.pid}`, 'utf8'));
}

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

async function duringCall(text: string) {
  const { callId } = await run<{ callId: string }>(ready, 'call.place', {
    from: '+12025550147',
    to,
  });
  await run(ready, 'call.waitFor', { callId, event: 'greeted' });
  await heldMs();
  await run(ready, 'call.say', { callId, text });
  const duringMs = await longestWaitMs(WATCHED_MS);
  await run(ready, 'call.hangUp', { callId });
  // What ending a call of so many events costs belongs to it.
  const waitedMs = Math.max(duringMs, await longestWaitMs(500));
  return { waitedMs, heldMs: await heldMs() };
}

function report(mark: string, name: string, found: { waitedMs: number; heldMs: number }): void {
  const waited = `longest wait ${found.waitedMs.toFixed(0)} ms`;
  console.log(`  ${mark} ${name}: thread held for ${found.heldMs.toFixed(0)} ms, ${waited}`);
}

// Once without counting: until the code is compiled, it is the compiler that is measured.
await longestWaitMs(1_000);
await duringCall('hello');
await heldMs();
const idleMs = await longestWaitMs(WATCHED_MS);
report('·', 'no call', { waitedMs: idleMs, heldMs: await heldMs() });
report('·', 'an answer of one line', await duringCall('hello'));
let reached = true;
for (const name of Object.keys(HOSTILE_ANSWERS)) {
  const found = await duringCall(name);
  const ok = found.heldMs <= LONGEST_HELD_MS;
  reached &&= ok;
  report(ok ? '✓' : '✗', name, found);
}
handler.disconnect();
await apps.clear();
rmSync(folder, { recursive: true, force: true });
process.exitCode = reached ? 0 : 1;
