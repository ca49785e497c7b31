/** Below this peak (-36 dBFS) there is no speech; the noise of a typical line stays below it. */
export const QUIET_PEAK = 512;

/**
 * Whether no sample exceeds the peak. A plain loop, because it runs over all sound of all calls.
 */
export function isQuieterThan(peak: number, samples: Int16Array): boolean {
  for (let n = 0; n < samples.length; n += 1) {
    const sample = samples[n] as number;
    if (sample > peak || sample < -peak) return false;
  }
  return true;
}
