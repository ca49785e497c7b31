/** Below this peak nobody speaks: -36 dBFS. The noise of a usual line stays below it. */
export const QUIET_PEAK = 512;

/** Whether no sample goes beyond the peak; a plain loop, for it is asked of all sound of all calls. */
export function isQuieterThan(peak: number, samples: Int16Array): boolean {
  for (let n = 0; n < samples.length; n += 1) {
    const sample = samples[n] as number;
    if (sample > peak || sample < -peak) return false;
  }
  return true;
}
