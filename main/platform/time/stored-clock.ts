import { ApiError } from '../../../common/contract/index.ts';

/** Dates in the API have four-digit years. */
export const LATEST_MS = Date.UTC(9999, 11, 31);

/** A mistyped year could not be undone: once something happened there, the clock cannot go back. */
const FARTHEST_AHEAD_MS = 10 * 365 * 86_400_000;
const TOO_FAR_AHEAD =
  'The clock goes ten years ahead of real time at most, for it can hardly be set back. Look at the year.';

/** @throws ApiError `VALIDATION_ERROR` if the clock would be too far ahead of real time */
export function checkAhead(targetMs: number, realNowMs: number): void {
  if (targetMs <= realNowMs + FARTHEST_AHEAD_MS) return;
  throw new ApiError('VALIDATION_ERROR', TOO_FAR_AHEAD);
}

/**
 * The offset that an earlier run stored; 0 if it would lead to a date that cannot be written. It
 * must be validated, because a person may have edited it.
 *
 * @param told called with a message if the offset is not used
 */
export function storedOffsetMs(
  stored: unknown,
  realNowMs: number,
  told: (words: string) => void,
): number {
  if (stored === undefined) return 0;
  const nowMs = typeof stored === 'number' ? realNowMs + stored : Number.NaN;
  if (typeof stored === 'number' && nowMs >= 0 && nowMs <= LATEST_MS) return Math.round(stored);
  told(
    `The stored clock was out of range (an offset of ${JSON.stringify(stored)} ms): it shows real time again.`,
  );
  return 0;
}
