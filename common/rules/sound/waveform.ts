/** A waveform has one minimum and one maximum per step of this length. */
export const WAVEFORM_STEP_MS = 20;

/** Minimum and maximum per step, −128 to 127: `[min, max, min, max, …]`. */
export interface Waveform {
  readonly caller: Int8Array;
  readonly agent: Int8Array;
}

/**
 * Computes the extremes of interleaved 16-bit samples for one channel. `firstStep` and `steps`
 * select a stretch, so that a long recording can be read in parts. The result goes to the same
 * stretch of `into`.
 */
export function readExtremes(
  samples: Int16Array,
  shape: { channels: number; channel: number; sampleRateHz: number },
  stretch: { firstStep: number; steps: number },
  into: Int8Array,
): void {
  const { channels, channel, sampleRateHz } = shape;
  const perStep = (sampleRateHz * WAVEFORM_STEP_MS) / 1_000;
  const frames = Math.floor(samples.length / channels);
  const last = Math.min(stretch.firstStep + stretch.steps, into.length / 2);
  for (let step = stretch.firstStep; step < last; step += 1) {
    let low = 0;
    let high = 0;
    const end = Math.min(frames, Math.round((step + 1) * perStep));
    for (let frame = Math.round(step * perStep); frame < end; frame += 1) {
      const sample = samples[frame * channels + channel] ?? 0;
      if (sample < low) low = sample;
      else if (sample > high) high = sample;
    }
    into[step * 2] = low >> 8;
    into[step * 2 + 1] = high >> 8;
  }
}

/** The number of steps needed for this many frames. */
export function stepsOf(frames: number, sampleRateHz: number): number {
  return Math.ceil((frames / sampleRateHz) * (1_000 / WAVEFORM_STEP_MS));
}

/**
 * The waveform of a recording with the caller left and the agent right; mono counts as the agent.
 */
export function waveformOf(samples: Int16Array, channels: number, sampleRateHz: number): Waveform {
  const steps = stepsOf(Math.floor(samples.length / channels), sampleRateHz);
  const caller = new Int8Array(steps * 2);
  const agent = new Int8Array(steps * 2);
  const whole = { firstStep: 0, steps };
  if (channels > 1) readExtremes(samples, { channels, channel: 0, sampleRateHz }, whole, caller);
  readExtremes(samples, { channels, channel: channels - 1, sampleRateHz }, whole, agent);
  return { caller, agent };
}
