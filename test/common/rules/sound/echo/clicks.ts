import { NoiseFloor } from '../../../../../common/rules/sound/echo/noise-floor.ts';
import { ReferenceSpectra } from '../../../../../common/rules/sound/echo/reference-spectra.ts';
import { BANDS, binsOf } from '../../../../../common/rules/sound/echo/sound-bands.ts';
import { RealFft } from '../../../../../common/rules/sound/fft.ts';
import { FRAME_SAMPLES, WINDOW_SAMPLES } from '../../../../../common/rules/sound/spectrum.ts';

/**
 * A click has the same power in all bins: the square of its height. All powers that echo control
 * computes of it are therefore known.
 */

export const fft = new RealFft(FRAME_SAMPLES);

/** The number of bins in all bands. */
export const ALL_BINS = Array.from({ length: BANDS }, (_, band) => binsOf(band)).reduce(
  (sum, bins) => sum + bins,
);

/** A stretch of silence with one click in it. */
export function click(height: number, at = 100, length = FRAME_SAMPLES): Float32Array {
  const samples = new Float32Array(length);
  samples[at] = height;
  return samples;
}

/** A click whose frame has this power per window, over all bands. */
export function clickOfPower(power: number): Float32Array {
  const share = WINDOW_SAMPLES / FRAME_SAMPLES;
  return click(Math.sqrt(power / share / ALL_BINS));
}

/** A reference with one frame of each of these powers, the oldest first. */
export function referenceOf(powers: readonly number[], frames = 16): ReferenceSpectra {
  const reference = new ReferenceSpectra(fft, frames);
  for (const power of powers) reference.push(clickOfPower(power));
  return reference;
}

/** A line whose noise has this power over all bands. */
export function noiseOf(power: number): NoiseFloor {
  const noise = new NoiseFloor();
  // The floor of a steady noise is 1.5 times its power, and one more.
  noise.push(new Float64Array(BANDS).fill((power / BANDS - 1) / 1.5));
  return noise;
}
