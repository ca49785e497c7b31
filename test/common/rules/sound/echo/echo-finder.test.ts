import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../../common/rules/seeded-random.ts';
import { EchoFinder } from '../../../../../common/rules/sound/echo/echo-finder.ts';
import { EMPHASIS, HIGH_BIN, LOW_BIN } from '../../../../../common/rules/sound/echo/emphasis.ts';
import { ReferenceSpectra } from '../../../../../common/rules/sound/echo/reference-spectra.ts';
import {
  BINS,
  BLOCK_SAMPLES,
  emptySpectrum,
  FRAME_SAMPLES,
} from '../../../../../common/rules/sound/spectrum.ts';
import { fft } from './clicks.ts';

function noise(seed: number, length = 8_192): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length }, () => 4_000 * (random() - 0.5));
}

/** A finder that goes through two sounds block by block. */
function newFinder(delays: number) {
  const reference = new ReferenceSpectra(fft, 64);
  const finder = new EchoFinder(reference, delays);
  const frame = new Float32Array(FRAME_SAMPLES);
  const block = new Float32Array(FRAME_SAMPLES);
  const spectrum = emptySpectrum(BINS);
  const go = (sent: ArrayLike<number>, heard: ArrayLike<number>) => {
    for (let at = 0; at + BLOCK_SAMPLES <= heard.length; at += BLOCK_SAMPLES) {
      frame.copyWithin(0, BLOCK_SAMPLES);
      for (let n = 0; n < BLOCK_SAMPLES; n += 1) {
        frame[BLOCK_SAMPLES + n] = sent[at + n] ?? 0;
        block[BLOCK_SAMPLES + n] = heard[at + n] ?? 0;
      }
      reference.push(frame);
      fft.forward(block, spectrum.re, spectrum.im);
      finder.push(spectrum);
    }
    return finder.find();
  };
  return { finder, go };
}

/** What is found in the whole of both. */
const found = (reference: Float32Array, heard: Float32Array) => newFinder(4).go(reference, heard);

/** The sound again after `delay` samples, and more quietly. */
const echoOf = (sound: Float32Array, delay: number, gain: number) =>
  sound.map((_, n) => gain * (sound[n - delay] ?? 0));

describe('the search for an echo', () => {
  it.each([0, 2, 640, 4_000, 11_000])('finds one of %i samples', (delay) => {
    const reference = noise(1, 16_384);
    const other = noise(2, 16_384);
    const echo = echoOf(reference, delay, 0.05);
    const heard = echo.map((sample, n) => sample + 0.02 * (other[n] ?? 0));
    const { delaySamples, likeness } = newFinder(45).go(reference, heard);
    expect(delaySamples).toBe(delay);
    expect(likeness).toBeGreaterThan(0.75);
    expect(likeness).toBeLessThan(1);
  });

  it('finds none in another sound', () => {
    expect(found(noise(1), noise(2)).likeness).toBeLessThan(0.25);
  });

  it('looks only as far as it was told to', () => {
    const reference = noise(1);
    const heard = echoOf(reference, 640, 0.05);
    expect(newFinder(3).go(reference, heard).likeness).toBeGreaterThan(0.9);
    expect(newFinder(2).go(reference, heard).likeness).toBeLessThan(0.3);
  });

  it('is as sure whatever the level, and of the sign', () => {
    const reference = noise(1);
    const { likeness } = found(reference, echoOf(reference, 320, 1));
    expect(found(reference, echoOf(reference, 320, 0.01)).likeness).toBeCloseTo(likeness, 5);
    expect(found(reference, echoOf(reference, 320, -0.01)).likeness).toBeCloseTo(likeness, 5);
    expect(likeness).toBeGreaterThan(0.9);
  });

  it('forgets what it heard before', () => {
    const reference = noise(1);
    const other = noise(2);
    const heard = echoOf(reference, 640, 1).map((sample, n) =>
      n < 4_096 ? sample : (other[n] ?? 0),
    );
    expect(found(reference, heard.subarray(0, 4_096)).likeness).toBeGreaterThan(0.9);
    expect(found(reference, heard).likeness).toBeLessThan(0.25);
  });

  it('finds an echo behind silence', () => {
    const reference = noise(1);
    const heard = echoOf(reference, 640, 1).map((sample, n) => (n < 4_000 ? 0 : sample));
    const { delaySamples, likeness } = found(reference, heard);
    expect(delaySamples).toBe(640);
    expect(likeness).toBeGreaterThan(0.9);
  });

  it('knows nothing of silence', () => {
    const nothing = { delaySamples: 0, likeness: 0 };
    expect(newFinder(3).finder.find()).toEqual(nothing);
    expect(newFinder(3).go(noise(1, 2_048), new Float32Array(2_048))).toEqual(nothing);
    expect(newFinder(3).go(new Float32Array(2_048), noise(1, 2_048))).toEqual(nothing);
  });

  it('knows nothing of what it was told to forget', () => {
    const { finder, go } = newFinder(4);
    const reference = noise(1, 4_096);
    const heard = echoOf(reference, 320, 1);
    const first = go(reference, heard);
    // A block of silence, so that the frames before are the same.
    go(new Float32Array(1_024), new Float32Array(1_024));
    finder.forget();
    expect(finder.find()).toEqual({ delaySamples: 0, likeness: 0 });
    expect(go(reference, heard)).toEqual(first);
  });
});

describe('the likeness of a click and its echo', () => {
  const CLICK = 10_000;
  /** The share of a comparison that is left after one more block. */
  const KEEP = Math.exp(-16 / 120);
  /** Blocks of silence, with a click at sample 20 of the first. */
  const click = (blocks: number, height = CLICK, at = 20) => {
    const samples = new Float32Array(blocks * BLOCK_SAMPLES);
    samples[at] = height;
    return samples;
  };
  const silence = (blocks: number) => new Float32Array(blocks * BLOCK_SAMPLES);

  it('is known once the click has left both frames', () => {
    const { go } = newFinder(1);
    // The reference's click is in the frames of two blocks, and counts a little less in the first.
    const expected = Math.sqrt((2 * KEEP) / (1 + KEEP));
    const { likeness, delaySamples } = go(click(2), click(2, 0.1 * CLICK, 120));
    expect(delaySamples).toBe(100);
    expect(likeness).toBeCloseTo(expected, 4);
    expect(go(silence(10), silence(10)).likeness).toBeCloseTo(expected, 4);
  });

  it('is less the more is heard besides', () => {
    const { go } = newFinder(1);
    go(click(2), click(2, 0.1 * CLICK, 120));
    go(silence(4), silence(4));
    // Another click, as loud as the echo five blocks before.
    const { likeness } = go(silence(1), click(1, 0.1 * CLICK));
    const echo = KEEP ** 6;
    const reference = KEEP ** 5 * (1 + KEEP);
    expect(likeness).toBeCloseTo((2 * echo) / Math.sqrt(reference * 2 * (echo + 1)), 4);
  });

  it('is less the more was sent besides', () => {
    const { go } = newFinder(1);
    go(click(2), click(2, 0.1 * CLICK, 120));
    const { likeness } = go(click(2), silence(2));
    const echo = KEEP ** 3;
    const reference = KEEP ** 2 * (1 + KEEP) + 1 + KEEP;
    expect(likeness).toBeCloseTo((2 * echo) / Math.sqrt(reference * 2 * echo), 4);
  });

  it('is the same after ten seconds as after the first', () => {
    const { go } = newFinder(1);
    const expected = Math.sqrt((2 * KEEP) / (1 + KEEP));
    for (let n = 0; n < 60; n += 1) {
      const { likeness, delaySamples } = go(click(10), click(10, 0.1 * CLICK, 120));
      expect(delaySamples).toBe(100);
      expect(likeness).toBeCloseTo(expected, 3);
    }
  });

  it('counts from half a step of 16 bits on', () => {
    const emphasis = EMPHASIS.slice(LOW_BIN, HIGH_BIN).reduce((sum, weight) => sum + weight, 0);
    // A quarter of a step squared in each sample, seen through the transform of a frame.
    const least = Math.sqrt((0.25 * BLOCK_SAMPLES * FRAME_SAMPLES) / 2 / emphasis);
    const likeness = (sent: number, heard: number) =>
      newFinder(1).go(click(2, sent), click(2, heard, 120)).likeness;
    expect(likeness(CLICK, 0.99 * least)).toBe(0);
    expect(likeness(CLICK, 1.01 * least)).toBeGreaterThan(0.9);
    expect(likeness(0.99 * least, CLICK)).toBe(0);
    expect(likeness(1.01 * least, CLICK)).toBeGreaterThan(0.9);
  });
});
