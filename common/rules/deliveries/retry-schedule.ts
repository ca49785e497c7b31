/**
 * How long to wait before each retry of a failed delivery: gaps rather than offsets, about 21 hours
 * in all (docs/reference/provider/webhooks.md#retries).
 */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export const RETRY_GAPS_MS: readonly number[] = [
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
];

/** The first attempt and one after each gap. */
export const MAX_ATTEMPTS = RETRY_GAPS_MS.length + 1;

/** Milliseconds from the end of attempt `attemptsMade` to the next one; null after the last. */
export function retryGapMs(attemptsMade: number): number | null {
  return RETRY_GAPS_MS[attemptsMade - 1] ?? null;
}
