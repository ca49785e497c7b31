import { describe, expect, it } from 'vitest';
import { emphasisedPower } from '../../../../../common/rules/sound/echo/emphasis.ts';
import { ReferenceSpectra } from '../../../../../common/rules/sound/echo/reference-spectra.ts';
import { BANDS, bandPowers, total } from '../../../../../common/rules/sound/echo/sound-bands.ts';
import { RealFft } from '../../../../../common/rules/sound/fft.ts';
import {
  BINS,
  emptySpectrum,
  FRAME_SAMPLES,
  WINDOW_SAMPLES,
} from '../../../../../common/rules/sound/spectrum.ts';

const fft = new RealFft(FRAME_SAMPLES);

/** A frame with one click, which has the same power in all bins. */
function click(height: number): Float32Array {
  const frame = new Float32Array(FRAME_SAMPLES);
  frame[100] = height;
  return frame;
}

function spectrumOf(frame: Float32Array) {
  const spectrum = emptySpectrum(BINS);
  fft.forward(frame, spectrum.re, spectrum.im);
  return spectrum;
}

describe('the spectra of the reference', () => {
  it('are those of the newest frames, by their age', () => {
    const spectra = new ReferenceSpectra(fft, 4);
    expect(spectra.frames).toBe(4);
    for (const height of [1, 2, 3, 4, 5, 6]) spectra.push(click(height));
    const heights = [0, 1, 2, 3].map((age) =>
      Math.hypot(spectra.at(age).re[9] ?? 0, spectra.at(age).im[9] ?? 0),
    );
    for (const [age, height] of heights.entries()) expect(height).toBeCloseTo(6 - age, 5);
    expect(spectra.at(1)).toEqual(spectrumOf(click(5)));
  });

  it('have their powers per window, which is shorter than a frame', () => {
    const spectra = new ReferenceSpectra(fft, 4);
    spectra.push(click(1_000));
    spectra.push(click(2_000));
    const bands = new Float64Array(BANDS);
    const share = WINDOW_SAMPLES / FRAME_SAMPLES;
    for (const [age, height] of [2_000, 1_000].entries()) {
      const power = bandPowers(spectrumOf(click(height)), bands);
      expect(spectra.powerAt(age)).toBe(share * power);
      expect([...spectra.bandsAt(age)]).toEqual([...bands].map((each) => share * each));
      expect(total(spectra.bandsAt(age))).toBeCloseTo(spectra.powerAt(age), 1);
      expect(spectra.emphasisedPowerAt(age)).toBe(emphasisedPower(spectrumOf(click(height))));
    }
  });

  it('are silence before the first frame', () => {
    const spectra = new ReferenceSpectra(fft, 4);
    spectra.push(click(1));
    expect([1, 2, 3].map((age) => spectra.powerAt(age))).toEqual([0, 0, 0]);
    expect(spectra.emphasisedPowerAt(3)).toBe(0);
  });
});
