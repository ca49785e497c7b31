/** Two rings and a pause, like a desk telephone. */
const RINGS = [
  { fromSeconds: 0, lengthSeconds: 0.42 },
  { fromSeconds: 0.62, lengthSeconds: 0.42 },
] as const;
const LOOP_SECONDS = 3;
/** A fifth with its octave, quiet: it can be heard through talk without sounding like an alarm. */
const TONES = [
  { hz: 523.25, level: 0.5 },
  { hz: 783.99, level: 0.35 },
  { hz: 1_046.5, level: 0.15 },
] as const;
const LOUDEST = 0.22;
/** Long enough that the edges make no click. */
const EDGE_SECONDS = 0.03;

/** One round of the ring tone. It begins and ends in silence, so it can be looped. */
export function ringSamples(sampleRateHz: number): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(Math.round(LOOP_SECONDS * sampleRateHz));
  for (const { fromSeconds, lengthSeconds } of RINGS) {
    const from = Math.round(fromSeconds * sampleRateHz);
    const length = Math.round(lengthSeconds * sampleRateHz);
    for (let n = 0; n < length; n += 1) {
      const atSeconds = n / sampleRateHz;
      const toEdge = Math.min(n, length - 1 - n) / sampleRateHz;
      const edge = Math.min(1, toEdge / EDGE_SECONDS);
      let sample = 0;
      for (const { hz, level } of TONES) sample += level * Math.sin(2 * Math.PI * hz * atSeconds);
      samples[from + n] = LOUDEST * edge * sample;
    }
  }
  return samples;
}
