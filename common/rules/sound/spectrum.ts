/** A block of sound: 16 ms at 16 kHz. */
export const BLOCK_SAMPLES = 256;
/** A frame is a block and the one before it; its spectrum has `BINS`. */
export const FRAME_SAMPLES = 2 * BLOCK_SAMPLES;
/** Decisions about what is heard are based on its newest 20 ms. */
export const WINDOW_SAMPLES = 320;
export const BINS = BLOCK_SAMPLES + 1;

/** Bins from 0 to half the sample rate, real and imaginary parts. */
export interface Spectrum {
  readonly re: Float32Array;
  readonly im: Float32Array;
}

export function emptySpectrum(bins: number): Spectrum {
  return { re: new Float32Array(bins), im: new Float32Array(bins) };
}
