/**
 * Measures the time from the launcher's start to the ready line, with an up-to-date build (within
 * 1 s, median of five), and from SIGTERM to the exit (within 2 s). Both limits leave room
 * for a slow machine.
 */
import { AppLauncher } from '../doubles/app/launched-app.ts';

const RUNS = 5;
const READY_FLOOR_MS = 1_000;
const END_FLOOR_MS = 2_000;

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

const apps = new AppLauncher();
const readyMs: number[] = [];
const endMs: number[] = [];
// The first run may have to build, so it does not count.
for (let run = 0; run <= RUNS; run += 1) {
  const startedMs = performance.now();
  const app = apps.launch();
  await app.ready();
  const readyAtMs = performance.now();
  await app.stop();
  if (run === 0) continue;
  readyMs.push(readyAtMs - startedMs);
  endMs.push(performance.now() - readyAtMs);
}
await apps.clear();

const show = (name: string, values: readonly number[], floorMs: number) =>
  console.log(
    `${name.padEnd(28)} median ${median(values).toFixed(0)} ms of ${values.map((ms) => ms.toFixed(0)).join(', ')} (at most ${floorMs})`,
  );
show('start to ready line', readyMs, READY_FLOOR_MS);
show('SIGTERM to end', endMs, END_FLOOR_MS);
process.exitCode = median(readyMs) <= READY_FLOOR_MS && Math.max(...endMs) <= END_FLOOR_MS ? 0 : 1;
