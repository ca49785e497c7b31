/**
 * Measures how the app slows down as it grows: messages, deliveries, concurrent calls, events of
 * one call. Each size runs in a separate app, whose database was filled while it was off; the
 * client is this process. Prints a table, and draws each curve into docs/performance/ if all of its
 * sizes were measured. Fails if a time limit is exceeded.
 *
 * `AGENTPHONE_GROWTH=messages,calls` measures only those; `AGENTPHONE_GROWTH_SIZES=1000,20000` uses
 * these sizes, and draws nothing.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { callsCurve, eventsCurve } from './growth/calls.ts';
import type { Curve } from './growth/curves.ts';
import { deliveriesCurve } from './growth/deliveries.ts';
import { messagesCurve } from './growth/messages.ts';
import { plotOf } from './growth/plot.ts';

const MOST_MS = 6 * 60_000;
const CURVES: Readonly<
  Record<
    string,
    {
      readonly sizes: readonly number[];
      readonly measure: (sizes: readonly number[]) => Promise<Curve>;
    }
  >
> = {
  messages: { sizes: [1_000, 10_000, 100_000, 1_000_000], measure: messagesCurve },
  deliveries: { sizes: [100, 1_000, 10_000, 100_000], measure: deliveriesCurve },
  calls: { sizes: [1, 10, 30, 100, 300], measure: callsCurve },
  events: { sizes: [10, 100, 1_000, 10_000, 50_000], measure: eventsCurve },
};

const chosen = process.env.AGENTPHONE_GROWTH?.split(',') ?? Object.keys(CURVES);
const given = process.env.AGENTPHONE_GROWTH_SIZES?.split(',').map(Number);
const folder = join(import.meta.dirname, '../../docs/performance');
const load = () => loadavg()[0]?.toFixed(1);

const startedMs = performance.now();
for (const name of chosen) {
  const curve = CURVES[name];
  if (!curve) throw new Error(`No curve is named "${name}": ${Object.keys(CURVES).join(', ')}.`);
  const atMs = performance.now();
  const before = load();
  const measured = await curve.measure(given ?? curve.sizes);
  console.log(
    `  ${((performance.now() - atMs) / 1_000).toFixed(0)} s; load of the machine ${before} before, ${load()} after`,
  );
  if (given) continue;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.svg`), plotOf(measured));
}
const tookMs = performance.now() - startedMs;
console.log(`\n${(tookMs / 1_000).toFixed(0)} s in all (at most ${MOST_MS / 1_000})`);
process.exitCode = tookMs <= MOST_MS ? 0 : 1;
