import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../../common/rules/seeded-random.ts';
import { EchoFilter } from '../../../../../common/rules/sound/echo/echo-filter.ts';
import { ReferenceSpectra } from '../../../../../common/rules/sound/echo/reference-spectra.ts';
import { BANDS } from '../../../../../common/rules/sound/echo/sound-bands.ts';
import { RealFft } from '../../../../../common/rules/sound/fft.ts';
import {
  BINS,
  BLOCK_SAMPLES,
  emptySpectrum,
  FRAME_SAMPLES,
} from '../../../../../common/rules/sound/spectrum.ts';

const DELAY = 1_000;
const GAIN = 0.1;

/** Noise below 4 kHz, which is where the filter works. */
function noise(seed: number, seconds: number): Float32Array {
  const random = seededRandom(seed);
  const white = Float32Array.from({ length: seconds * 16_000 }, () => 8_000 * (random() - 0.5));
  const low = white.map((_, n) => {
    let sum = 0;
    for (let tap = -4; tap <= 4; tap += 1) {
      const sinc = tap === 0 ? 0.3 : Math.sin(0.3 * Math.PI * tap) / (Math.PI * tap);
      sum += sinc * (white[n + tap] ?? 0) * (1 - Math.abs(tap) / 5);
    }
    return sum;
  });
  return low;
}

function decibel(power: number): number {
  return 10 * Math.log10(power);
}

/**
 * A filter that has processed this, the echo it estimated on the way, and how much of it remained.
 */
function learnt(reference: Float32Array, heard: Float32Array) {
  const fft = new RealFft(FRAME_SAMPLES);
  const spectra = new ReferenceSpectra(fft, 64);
  const filter = new EchoFilter(fft, spectra, 8);
  filter.restart(Math.floor(DELAY / BLOCK_SAMPLES) - 1, GAIN ** 2);
  const echo = new Float32Array(BLOCK_SAMPLES);
  const block = new Float32Array(FRAME_SAMPLES);
  const spectrum = emptySpectrum(BINS);
  const left = new Float32Array(heard.length);
  for (let at = BLOCK_SAMPLES; at + BLOCK_SAMPLES <= heard.length; at += BLOCK_SAMPLES) {
    filter.predict(echo);
    for (let n = 0; n < BLOCK_SAMPLES; n += 1) {
      left[at + n] = (heard[at + n] ?? 0) - (echo[n] ?? 0);
    }
    spectra.push(reference.slice(at - BLOCK_SAMPLES, at + BLOCK_SAMPLES));
    block.set(left.subarray(at, at + BLOCK_SAMPLES), BLOCK_SAMPLES);
    fft.forward(block, spectrum.re, spectrum.im);
    filter.learn(spectrum);
  }
  const ratio = (from: number, to: number) => {
    let before = 0;
    let after = 0;
    for (let n = from * 16_000; n < to * 16_000; n += 1) {
      before += (heard[n] ?? 0) ** 2;
      after += (left[n] ?? 0) ** 2;
    }
    return decibel(before / after);
  };
  return { filter, ratio };
}

function echoOf(reference: Float32Array): Float32Array {
  return reference.map(
    (_, n) => GAIN * ((reference[n - DELAY] ?? 0) - 0.5 * (reference[n - DELAY - 30] ?? 0)),
  );
}

describe('the filter that learns an echo', () => {
  it('takes 20 dB of it away within two seconds', () => {
    const reference = noise(1, 3);
    const { ratio } = learnt(reference, echoOf(reference));
    expect(ratio(2, 3)).toBeGreaterThan(20);
  });

  it('is not thrown off by a voice that is ten times as loud', () => {
    const reference = noise(1, 4);
    const voice = noise(2, 4);
    const heard = echoOf(reference).map((sample, n) => {
      const speaks = n > 2 * 16_000 && n < 2.5 * 16_000;
      return sample + (speaks ? (voice[n] ?? 0) : 0);
    });
    const { ratio } = learnt(reference, heard);
    expect(ratio(2.6, 3)).toBeGreaterThan(10);
    expect(ratio(3.5, 4)).toBeGreaterThan(18);
  });

  it('knows how loud the echo is', () => {
    const reference = noise(1, 3);
    const { filter } = learnt(reference, echoOf(reference));
    const gains = new Float64Array(BANDS);
    filter.gains(gains);
    // Both paths together: 0.1 and 0.05, whose powers add up in each band.
    const mean = gains.reduce((sum, gain) => sum + gain, 0) / BANDS;
    expect(decibel(mean)).toBeCloseTo(decibel(GAIN ** 2 + (GAIN / 2) ** 2), 0);
  });

  it('takes nothing away that is no echo', () => {
    const { ratio } = learnt(noise(1, 3), noise(2, 3));
    expect(Math.abs(ratio(1, 3))).toBeLessThan(0.5);
  });
});
