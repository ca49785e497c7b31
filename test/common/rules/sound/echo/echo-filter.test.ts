import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../../common/rules/seeded-random.ts';
import { EchoFilter } from '../../../../../common/rules/sound/echo/echo-filter.ts';
import { ReferenceSpectra } from '../../../../../common/rules/sound/echo/reference-spectra.ts';
import { BANDS, binsOf } from '../../../../../common/rules/sound/echo/sound-bands.ts';
import {
  BINS,
  BLOCK_SAMPLES,
  emptySpectrum,
  FRAME_SAMPLES,
} from '../../../../../common/rules/sound/spectrum.ts';
import { fft } from './clicks.ts';

const GAIN = 0.1;

/** Noise below 4 kHz, which is where the filter works. */
function noise(seed: number, blocks: number): Float32Array {
  const random = seededRandom(seed);
  const white = Float32Array.from(
    { length: blocks * BLOCK_SAMPLES },
    () => 8_000 * (random() - 0.5),
  );
  return white.map((_, n) => {
    let sum = 0;
    for (let tap = -4; tap <= 4; tap += 1) {
      const sinc = tap === 0 ? 0.3 : Math.sin(0.3 * Math.PI * tap) / (Math.PI * tap);
      sum += sinc * (white[n + tap] ?? 0) * (1 - Math.abs(tap) / 5);
    }
    return sum;
  });
}

/** A filter of `length` blocks that goes through two sounds block by block. */
function newFilter(length: number, firstDelay: number, gain = GAIN ** 2) {
  const reference = new ReferenceSpectra(fft, 16);
  const filter = new EchoFilter(fft, reference, length);
  filter.restart(firstDelay, gain);
  const echo = new Float32Array(BLOCK_SAMPLES);
  const block = new Float32Array(FRAME_SAMPLES);
  const spectrum = emptySpectrum(BINS);
  const frame = new Float32Array(FRAME_SAMPLES);
  /** Returns the estimated echo in each block, one after the other. */
  const go = (sent: ArrayLike<number>, heard: ArrayLike<number>): Float32Array => {
    const predicted = new Float32Array(heard.length);
    for (let at = 0; at + BLOCK_SAMPLES <= heard.length; at += BLOCK_SAMPLES) {
      filter.predict(echo);
      predicted.set(echo, at);
      frame.copyWithin(0, BLOCK_SAMPLES);
      for (let n = 0; n < BLOCK_SAMPLES; n += 1) {
        frame[BLOCK_SAMPLES + n] = sent[at + n] ?? 0;
        block[BLOCK_SAMPLES + n] = (heard[at + n] ?? 0) - (echo[n] ?? 0);
      }
      reference.push(frame);
      fft.forward(block, spectrum.re, spectrum.im);
      filter.learn(spectrum);
    }
    return predicted;
  };
  return { filter, go, reference };
}

function gainsOf(filter: EchoFilter): number[] {
  const gains = new Float64Array(BANDS);
  filter.gains(gains);
  return [...gains];
}

/** The sound again after `delay` samples, and more quietly. */
function echoOf(sound: Float32Array, delay: number, gain = GAIN): Float32Array {
  return sound.map((_, n) => gain * (sound[n - delay] ?? 0));
}

/** By how many dB `after` is quieter, from this block to that. */
function quieterDb(before: Float32Array, after: Float32Array, from: number, to: number): number {
  const power = (sound: Float32Array) =>
    sound
      .subarray(from * BLOCK_SAMPLES, to * BLOCK_SAMPLES)
      .reduce((sum, sample) => sum + sample ** 2, 0);
  return 10 * Math.log10(power(before) / power(after));
}

const difference = (a: Float32Array, b: Float32Array) => a.map((sample, n) => sample - (b[n] ?? 0));

describe('a filter that learns from clicks', () => {
  const CLICK = 10_000;
  const DELAY = BLOCK_SAMPLES + 100;
  /** A click every third block, and their echoes. */
  const clicks = (count: number) => {
    const sent = new Float32Array(3 * count * BLOCK_SAMPLES);
    for (let n = 0; n < count; n += 1) sent[3 * n * BLOCK_SAMPLES + 20] = CLICK;
    return sent;
  };

  /**
   * The same for one bin, after each block: a Kalman filter whose state is the gain of the path.
   * The power of a click, and of its echo, is the same in all bins.
   */
  function model(count: number) {
    let weight = 0;
    let doubt = GAIN ** 2;
    let leftPower = 0;
    const blocks: { weight: number; expected: number }[] = [];
    for (let block = 0; block < 3 * count; block += 1) {
      // The click is in the frames of two blocks; its echo is in the first of them.
      const power = block % 3 === 0 ? 0 : CLICK ** 2;
      const left = block % 3 === 1 ? (GAIN - weight) * CLICK : 0;
      const expected = 0.5 * power * doubt;
      leftPower = Math.max(left ** 2, 0.7 * leftPower + 0.3 * left ** 2);
      const step = doubt / (expected + leftPower + 1);
      weight += step * Math.sqrt(power) * left;
      doubt = doubt * (1 - 0.5 * step * power) + 2e-4 * weight ** 2;
      blocks.push({ weight, expected });
    }
    return blocks;
  }

  it('takes the steps of a Kalman filter', () => {
    const sent = clicks(4);
    const heard = echoOf(sent, DELAY);
    const { filter, go } = newFilter(1, 1);
    const expected = model(4);
    for (const [n, { weight, expected: doubted }] of expected.entries()) {
      const at = n * BLOCK_SAMPLES;
      go(sent.subarray(at, at + BLOCK_SAMPLES), heard.subarray(at, at + BLOCK_SAMPLES));
      for (const gain of gainsOf(filter)) {
        expect(Math.abs(gain - weight ** 2)).toBeLessThan(0.001 * GAIN ** 2);
      }
      for (const band of [0, 13]) {
        const power = filter.expectedLeft[band] ?? 0;
        expect(Math.abs(power / binsOf(band) - doubted)).toBeLessThanOrEqual(0.002 * doubted);
      }
    }
    expect(expected.at(-1)?.weight).toBeGreaterThan(0.9 * GAIN);
  });

  it('estimates the echo where it will be', () => {
    const sent = clicks(5);
    const heard = echoOf(sent, DELAY);
    const predicted = newFilter(1, 1).go(sent, heard);
    // Nothing before the first echo, from which it learns.
    expect(predicted.findIndex((sample) => sample !== 0)).toBeGreaterThan(20 + DELAY);
    const at = 12 * BLOCK_SAMPLES + 20 + DELAY;
    const peak = predicted.indexOf(Math.max(...predicted));
    expect(peak).toBe(at);
    // Below 4 kHz lies half of the click.
    const weight = model(4).at(-1)?.weight ?? 0;
    expect((predicted[at] ?? 0) / (0.5 * CLICK * weight)).toBeCloseTo(1, 1);
  });

  it('learns nothing beyond its length', () => {
    const sent = clicks(6);
    const reach = (delay: number) => {
      const { filter, go } = newFilter(1, 1);
      go(sent, echoOf(sent, delay));
      return Math.max(...gainsOf(filter)) / GAIN ** 2;
    };
    expect(reach(BLOCK_SAMPLES)).toBeGreaterThan(0.5);
    expect(reach(BLOCK_SAMPLES + 200)).toBeGreaterThan(0.5);
    expect(reach(BLOCK_SAMPLES - 30)).toBeLessThan(0.05);
    expect(reach(2 * BLOCK_SAMPLES + 30)).toBeLessThan(0.05);
  });

  it('begins at a delay of one block at least', () => {
    const sent = clicks(6);
    for (const firstDelay of [-1, 0, 1]) {
      const { filter, go } = newFilter(1, firstDelay);
      go(sent, echoOf(sent, DELAY));
      expect(Math.min(...gainsOf(filter)) / GAIN ** 2).toBeGreaterThan(0.8);
    }
  });

  it('forgets all when it starts anew', () => {
    const sent = clicks(4);
    const { filter, go } = newFilter(1, 1);
    const first = go(sent, echoOf(sent, DELAY));
    // Loud sound from elsewhere makes its steps small.
    go(new Float32Array(2 * BLOCK_SAMPLES), noise(2, 2));
    filter.restart(1, GAIN ** 2);
    expect(gainsOf(filter)).toEqual(new Array(BANDS).fill(0));
    expect([...filter.expectedLeft]).toEqual(new Array(BANDS).fill(0));
    const second = go(sent, echoOf(sent, DELAY));
    expect(Math.max(...difference(second, first).map(Math.abs))).toBeLessThan(0.01);
  });
});

describe('a filter of several blocks', () => {
  it('finds each part of the echo in its own block', () => {
    const sent = noise(1, 60);
    const echo = echoOf(sent, 600).map((sample, n) => sample - 0.5 * GAIN * (sent[n - 1_000] ?? 0));
    const { go } = newFilter(3, 1);
    const left = difference(echo, go(sent, echo));
    expect(quieterDb(echo, left, 40, 60)).toBeGreaterThan(15);
    // A filter that ends before the second part leaves it.
    const short = difference(echo, newFilter(2, 1).go(sent, echo));
    expect(quieterDb(echo, short, 40, 60)).toBeLessThan(8);
  });

  it('takes an echo of a later delay away, too', () => {
    const sent = noise(1, 60);
    const echo = echoOf(sent, 1_300);
    const left = difference(echo, newFilter(2, 5).go(sent, echo));
    expect(quieterDb(echo, left, 40, 60)).toBeGreaterThan(15);
  });

  it('is not thrown off by a voice that is ten times as loud', () => {
    const sent = noise(1, 90);
    const voice = noise(2, 90);
    const echo = echoOf(sent, 300);
    const speaks = (n: number) => n >= 50 * BLOCK_SAMPLES && n < 60 * BLOCK_SAMPLES;
    const heard = echo.map((sample, n) => sample + (speaks(n) ? (voice[n] ?? 0) : 0));
    const left = difference(echo, newFilter(2, 1).go(sent, heard));
    expect(quieterDb(echo, left, 40, 50)).toBeGreaterThan(15);
    expect(quieterDb(echo, left, 61, 70)).toBeGreaterThan(6);
    expect(quieterDb(echo, left, 80, 90)).toBeGreaterThan(12);
  });

  it('knows how loud the echo is', () => {
    const sent = noise(1, 80);
    const { filter, go } = newFilter(2, 1);
    go(sent, echoOf(sent, 300));
    const mean = gainsOf(filter).reduce((sum, gain) => sum + gain, 0) / BANDS;
    expect(10 * Math.log10(mean / GAIN ** 2)).toBeCloseTo(0, 0);
  });

  it('takes nothing away that is no echo', () => {
    const heard = noise(2, 60);
    const left = difference(heard, newFilter(2, 1).go(noise(1, 60), heard));
    expect(Math.abs(quieterDb(heard, left, 20, 60))).toBeLessThan(0.5);
  });
});
