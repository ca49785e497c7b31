/** Below this a sample counts as silence: about -46 dBFS. */
const SILENCE = 160;
const LEAD_MS = 10;
/** What every piece of speech ends with. */
export const TRIMMED_TAIL_MS = 140;

/**
 * Cuts the silence that an engine puts around a sentence: all but 10 ms before it, for the caller
 * waits for it, and all but 140 ms after it, the pause to the next sentence.
 */
export function trimSilence(samples: Int16Array, sampleRateHz: number): Int16Array {
  const perMs = sampleRateHz / 1000;
  let first = 0;
  while (first < samples.length && Math.abs(samples[first] ?? 0) < SILENCE) first += 1;
  if (first === samples.length) return samples.slice(0, 0);
  let last = samples.length - 1;
  while (Math.abs(samples[last] ?? 0) < SILENCE) last -= 1;
  return samples.slice(
    Math.max(0, first - LEAD_MS * perMs),
    Math.min(samples.length, last + 1 + TRIMMED_TAIL_MS * perMs),
  );
}
