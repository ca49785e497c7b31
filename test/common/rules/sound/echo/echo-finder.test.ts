import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../../common/rules/seeded-random.ts';
import { EchoFinder } from '../../../../../common/rules/sound/echo/echo-finder.ts';
import { ReferenceSpectra } from '../../../../../common/rules/sound/echo/reference-spectra.ts';
import { RealFft } from '../../../../../common/rules/sound/fft.ts';
import {
  BINS,
  BLOCK_SAMPLES,
  emptySpectrum,
  FRAME_SAMPLES,
} from '../../../../../common/rules/sound/spectrum.ts';

function noise(seed: number): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: 32_000 }, () => 4_000 * (random() - 0.5));
}

/** What it finds after two seconds of both. */
function found(reference: Float32Array, heard: Float32Array) {
  const fft = new RealFft(FRAME_SAMPLES);
  const spectra = new ReferenceSpectra(fft, 64);
  const finder = new EchoFinder(spectra, 45);
  const block = new Float32Array(FRAME_SAMPLES);
  const spectrum = emptySpectrum(BINS);
  for (let at = BLOCK_SAMPLES; at + BLOCK_SAMPLES <= heard.length; at += BLOCK_SAMPLES) {
    spectra.push(reference.slice(at - BLOCK_SAMPLES, at + BLOCK_SAMPLES));
    block.set(heard.subarray(at, at + BLOCK_SAMPLES), BLOCK_SAMPLES);
    fft.forward(block, spectrum.re, spectrum.im);
    finder.push(spectrum);
  }
  return { finder, ...finder.find() };
}

describe('the search for an echo', () => {
  it.each([0, 2, 640, 4_000, 11_000])('finds one of %i samples', (delay) => {
    const reference = noise(1);
    const other = noise(2);
    const heard = reference.map(
      (_, n) => 0.05 * (reference[n - delay] ?? 0) + 0.02 * (other[n] ?? 0),
    );
    const { delaySamples, likeness } = found(reference, heard);
    expect(delaySamples).toBe(delay);
    expect(likeness).toBeGreaterThan(0.8);
  });

  it('finds none in another sound', () => {
    expect(found(noise(1), noise(2)).likeness).toBeLessThan(0.25);
  });

  it('is as sure whatever the level, and of the sign', () => {
    const reference = noise(1);
    const heard = reference.map((_, n) => -0.001 * (reference[n - 320] ?? 0));
    expect(found(reference, heard).likeness).toBeGreaterThan(0.9);
  });

  it('forgets what it heard before, also over a long time', () => {
    const reference = noise(1);
    const other = noise(2);
    const heard = (second: number) =>
      reference.map((_, n) => (n < second ? (reference[n - 640] ?? 0) : (other[n] ?? 0)));
    expect(found(reference, heard(32_000)).likeness).toBeGreaterThan(0.9);
    expect(found(reference, heard(16_000)).likeness).toBeLessThan(0.25);
  });

  it('finds an echo behind silence', () => {
    const reference = noise(1);
    const heard = reference.map((_, n) => (n < 20_000 ? 0 : (reference[n - 640] ?? 0)));
    const { delaySamples, likeness } = found(reference, heard);
    expect(delaySamples).toBe(640);
    expect(likeness).toBeGreaterThan(0.9);
  });

  it('knows nothing of silence, nor of what it was told to forget', () => {
    const { finder, likeness } = found(noise(1), new Float32Array(32_000));
    expect(likeness).toBe(0);
    finder.forget();
    expect(finder.find()).toEqual({ delaySamples: 0, likeness: 0 });
  });
});
