import type { DeliveryDetail } from '../../../common/contract/index.ts';
import { MAX_ATTEMPTS, RETRY_GAPS_MS } from '../../../common/rules/deliveries/retry-schedule.ts';

/** One attempt on the time axis, made or planned. */
export interface PlannedAttempt {
  readonly number: number;
  readonly atMs: number;
  readonly state: 'success' | 'failed' | 'other' | 'next' | 'later';
}

/**
 * All attempts of a delivery: those made, the next one if it is planned, and those that would
 * follow if each failed at once. Deliveries that are never retried have only those made.
 */
export function retryPlan(delivery: DeliveryDetail): readonly PlannedAttempt[] {
  const made = delivery.attempts.map(
    ({ number, startedAt, outcome }): PlannedAttempt => ({
      number,
      atMs: Date.parse(startedAt),
      state: outcome === 'success' || outcome === 'failed' ? outcome : 'other',
    }),
  );
  if (delivery.nextRetryAt === null || delivery.kind !== 'event') return made;
  const planned: PlannedAttempt[] = [];
  let atMs = Date.parse(delivery.nextRetryAt);
  for (let number = delivery.attemptCount + 1; number <= MAX_ATTEMPTS; number += 1) {
    planned.push({ number, atMs, state: planned.length === 0 ? 'next' : 'later' });
    atMs += RETRY_GAPS_MS[number - 1] ?? 0;
  }
  return [...made, ...planned];
}

/**
 * The position of an attempt on an axis from 0 to 1. Gaps grow from minutes to half a day, so the
 * axis shows the logarithm of the time since the first attempt: a tenfold time is always the same
 * distance.
 */
export function axisPosition(atMs: number, startMs: number, endMs: number): number {
  const scale = (ms: number) => Math.log1p(Math.max(0, ms - startMs) / 60_000);
  const whole = scale(endMs);
  return whole === 0 ? 0 : Math.min(1, scale(atMs) / whole);
}

/**
 * Moves positions at least `gap` apart, so that none hides another. Keeps their order and the range
 * from 0 to 1.
 */
export function spread(positions: readonly number[], gap: number): readonly number[] {
  const room = Math.min(gap, positions.length < 2 ? gap : 1 / (positions.length - 1));
  const spaced: number[] = [];
  for (const position of positions) {
    spaced.push(Math.max(position, (spaced.at(-1) ?? -room) + room));
  }
  return spaced.map((position, index) =>
    Math.min(position, 1 - (spaced.length - 1 - index) * room),
  );
}
