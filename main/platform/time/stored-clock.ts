/** Dates on the wire have four-digit years. */
export const LATEST_MS = Date.UTC(9999, 11, 31);

/**
 * The offset that an earlier run stored, or 0 where the date would be none that can be written: what
 * was stored is from outside, for a person may have edited it.
 *
 * @param told in words, when it is not used
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
