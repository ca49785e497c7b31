/** 3 ms at 16 kHz: too short to be noticed, and long enough for a jump to make no click. */
export const FADE_SAMPLES = 48;

/** A copy that fades in from silence. `position` is the number of samples that preceded it. */
export function fadedIn(samples: Int16Array, position = 0): Int16Array {
  const faded = samples.slice();
  for (let n = 0; n < faded.length && position + n < FADE_SAMPLES; n += 1) {
    faded[n] = Math.round(((samples[n] as number) * (position + n)) / FADE_SAMPLES);
  }
  return faded;
}

/** A copy that fades out to silence at its last sample. */
export function fadedOut(samples: Int16Array): Int16Array {
  const faded = samples.slice();
  const last = samples.length - 1;
  for (let left = 0; left <= last && left < FADE_SAMPLES; left += 1) {
    faded[last - left] = Math.round(((samples[last - left] as number) * left) / FADE_SAMPLES);
  }
  return faded;
}
