/** Dates in the API have four-digit years. */
export const LATEST_MS = Date.UTC(9999, 11, 31);

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
