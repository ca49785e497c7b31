import { describe, expect, it } from 'vitest';
import { EchoFilter } from '../../../../../common/rules/sound/echo/echo-filter.ts';
import { EchoLevels } from '../../../../../common/rules/sound/echo/echo-levels.ts';
import type { ReferenceSpectra } from '../../../../../common/rules/sound/echo/reference-spectra.ts';
import { BANDS, binsOf } from '../../../../../common/rules/sound/echo/sound-bands.ts';
import { BINS, emptySpectrum } from '../../../../../common/rules/sound/spectrum.ts';
import { ALL_BINS, clickOfPower, fft, noiseOf, referenceOf } from './clicks.ts';

const LOUD = 1_000_000;
const GAIN = 0.1;
/** The gain that is assumed at first. */
const ASSUMED = 2 * GAIN;
/** The share of each band in a click, and in the distortion. */
const share = (band: number) => binsOf(band) / ALL_BINS;
const QUIET_LINE = noiseOf(BANDS);

/** Levels of an echo at a delay of one block, under a reference with these powers. */
function newLevels(powers: readonly number[] = new Array(16).fill(LOUD)) {
  const reference = referenceOf(powers);
  const filter = new EchoFilter(fft, reference, 1);
  const levels = new EchoLevels(reference, filter);
  levels.restart(1, GAIN);
  const play = (...more: readonly number[]) => {
    for (const power of more) {
      reference.push(clickOfPower(power));
      levels.expect(1);
    }
  };
  /** Learns from windows with this residual, relative to the reference, in each band. */
  const learn = (left: number, windows = 1, noise = QUIET_LINE) => {
    const bands = Float64Array.from(
      { length: BANDS },
      (_, band) => left * LOUD * share(band) + (noise.bands[band] ?? 0),
    );
    for (let n = 0; n < windows; n += 1) {
      levels.expect(1);
      levels.learn(bands, noise);
    }
    levels.expect(1);
  };
  /** The residual to expect in a band relative to the reference, without the distortion. */
  const own = (band = 0) => {
    const distortion = (0.05 * levels.echo) / BANDS;
    return ((levels.left[band] ?? 0) - distortion) / (LOUD * share(band));
  };
  return { reference, filter, levels, play, learn, own };
}

/** Has the filter learn an echo as loud as the reference. Returns the gain that it knows then. */
function learnLoudEcho(filter: EchoFilter, reference: ReferenceSpectra): number {
  filter.restart(1, GAIN);
  const echo = emptySpectrum(BINS);
  echo.re.set(reference.at(1).re);
  echo.im.set(reference.at(1).im);
  filter.learn(echo);
  filter.expectedLeft.fill(0);
  const gains = new Float64Array(BANDS);
  filter.gains(gains);
  return gains.reduce((sum, gain, band) => sum + gain * share(band), 0);
}

describe('the reference of an echo', () => {
  it('is the louder of the two frames around its delay', () => {
    const { levels } = newLevels([8, 4, 2, 16, 32].map((power) => power * LOUD));
    expect(levels.referenceAt(0) / LOUD).toBeCloseTo(32, 4);
    expect(levels.referenceAt(1) / LOUD).toBeCloseTo(16, 4);
    expect(levels.referenceAt(2) / LOUD).toBeCloseTo(4, 4);
    expect(levels.referenceAt(3) / LOUD).toBeCloseTo(8, 4);
  });

  it('is the loudest frame from one before its delay to one after it', () => {
    const echoes = [0, 1, 2, 3, 4].map((age) => {
      const { levels } = newLevels(
        Array.from({ length: 16 }, (_, n) => (n === 15 - age ? LOUD : 0)),
      );
      levels.expect(1);
      return levels.echo / (ASSUMED * LOUD);
    });
    for (const [age, echo] of [1, 1, 1, 0, 0].entries()) expect(echoes[age]).toBeCloseTo(echo, 5);
  });

  it('includes the newest frame, not one to come, without any delay', () => {
    const { reference, levels } = newLevels(new Array(16).fill(0));
    reference.push(clickOfPower(LOUD));
    levels.restart(0, GAIN);
    levels.expect(0);
    expect(levels.echo / (ASSUMED * LOUD)).toBeCloseTo(1, 5);
  });

  it('does not count frames outside of those three', () => {
    const { levels } = newLevels(Array.from({ length: 16 }, (_, n) => (n === 14 ? LOUD : 0)));
    levels.restart(3, GAIN);
    levels.expect(3);
    expect(levels.echo).toBe(0);
  });

  it('fades out as in a room, by 0.6 from window to window', () => {
    const { levels, play } = newLevels();
    const echoes = Array.from({ length: 6 }, () => {
      play(0);
      return levels.echo / (ASSUMED * LOUD);
    });
    for (const [n, echo] of [1, 1, 0.6, 0.36, 0.216, 0.1296].entries()) {
      expect(echoes[n]).toBeCloseTo(echo, 5);
    }
  });

  it('is loud down to a twentieth of its loudest moment', () => {
    const { levels, play } = newLevels();
    play(LOUD, 0, 0, 0);
    expect(levels.referenceIsLoud).toBe(true);
    // 0.6 ** 5 is 0.08, 0.6 ** 6 is 0.047.
    play(0, 0, 0, 0);
    expect(levels.referenceIsLoud).toBe(true);
    play(0);
    expect(levels.referenceIsLoud).toBe(false);
  });

  it('is measured against its loudest moment, which counts less with time', () => {
    const { levels, play } = newLevels([...new Array(15).fill(0), LOUD]);
    play(LOUD, ...new Array(100).fill(0.047 * LOUD));
    expect(levels.referenceIsLoud).toBe(true);
    const other = newLevels([...new Array(15).fill(0), LOUD]);
    other.play(LOUD, ...new Array(50).fill(0.047 * LOUD));
    expect(other.levels.referenceIsLoud).toBe(false);
  });
});

describe('the residual to expect', () => {
  it('is the whole echo at first, and the distortion of all bands in each', () => {
    const { levels } = newLevels();
    levels.expect(1);
    expect(levels.echo / LOUD).toBeCloseTo(ASSUMED, 5);
    for (const band of [0, 6, 13]) {
      const expected = GAIN * share(band) + (0.05 * ASSUMED) / BANDS;
      expect((levels.left[band] ?? 0) / LOUD).toBeCloseTo(expected, 7);
    }
  });

  it('sinks by 3.5 % and rises by 8 % per window', () => {
    const { learn, own } = newLevels();
    learn(0);
    expect(own()).toBeCloseTo(GAIN * 0.965, 5);
    learn(0, 9);
    expect(own()).toBeCloseTo(GAIN * 0.965 ** 10, 5);
    learn(1);
    expect(own()).toBeCloseTo(GAIN * 0.965 ** 10 * 1.08, 5);
  });

  it('goes by what is left beyond the noise', () => {
    const { learn, own } = newLevels();
    const noise = noiseOf(0.2 * LOUD);
    learn(0.09, 1, noise);
    expect(own()).toBeCloseTo(GAIN * 0.965, 5);
    learn(0.1, 1, noise);
    expect(own()).toBeCloseTo(GAIN * 0.965 * 1.08, 5);
  });

  it('is never more than the echo', () => {
    const { learn, own } = newLevels();
    learn(1, 5);
    // The assumed gain has lost 2 % with each window.
    expect(own()).toBeCloseTo(GAIN * 1.08 ** 5, 5);
    learn(1, 15);
    expect(own()).toBeCloseTo(ASSUMED * 0.98 ** 20, 5);
  });

  it('is at least 3 % of the echo', () => {
    const { learn, own } = newLevels();
    learn(0, 250);
    expect(own() / (ASSUMED * 0.98 ** 250)).toBeCloseTo(0.03, 5);
  });

  it('rises again from 0.3 % of the echo', () => {
    const { learn, own } = newLevels();
    learn(0, 500);
    const gain = ASSUMED * 0.98 ** 500;
    // The assumed gain falls by 2 % meanwhile, so 24 windows lead from 0.3 % to 3 %.
    learn(1, 20);
    expect(own() / (gain * 0.98 ** 20)).toBeCloseTo(0.03, 5);
    learn(1, 10);
    expect(own() / (gain * 0.98 ** 30)).toBeCloseTo(0.003 * (1.08 / 0.98) ** 30, 5);
  });

  it('is twice what the filter doubts, which is forgotten by half', () => {
    const { filter, levels, own } = newLevels();
    // The filter's power is per block of 256 samples; a window has 320.
    filter.expectedLeft[0] = LOUD * share(0);
    levels.expect(1);
    expect(own()).toBeCloseTo(2 * 1.25, 5);
    filter.expectedLeft.fill(0);
    levels.expect(1);
    expect(own()).toBeCloseTo(1.25, 5);
    levels.expect(1);
    expect(own()).toBeCloseTo(0.625, 5);
    expect(own(1)).toBeCloseTo(GAIN, 5);
  });

  it('is unknown again after a restart', () => {
    const { filter, levels, learn, own } = newLevels();
    filter.expectedLeft.fill(LOUD);
    learn(0, 10);
    filter.expectedLeft.fill(0);
    levels.restart(1, GAIN);
    levels.expect(1);
    expect(own()).toBeCloseTo(GAIN, 5);
    expect(levels.echo / LOUD).toBeCloseTo(ASSUMED, 5);
  });
});

describe('what is learnt of an echo', () => {
  it('comes from the filter every fifth window', () => {
    const { filter, levels, learn, reference } = newLevels();
    levels.restart(1, GAIN / 1_000);
    const mean = learnLoudEcho(filter, reference);
    learn(0, 4);
    expect(levels.echo / LOUD).toBeCloseTo((ASSUMED / 1_000) * 0.98 ** 4, 7);
    learn(0);
    expect(levels.echo / LOUD).toBeCloseTo(2 * mean, 5);
  });

  it('is forgotten at a restart', () => {
    const { filter, levels, learn, play, reference } = newLevels();
    learnLoudEcho(filter, reference);
    learn(0, 5);
    levels.restart(1, GAIN / 1_000);
    levels.expect(1);
    expect(levels.echo / LOUD).toBeCloseTo(ASSUMED / 1_000, 7);
    // The reference is forgotten too, except for the frames at the new delay.
    play(0, 0, 0, 0);
    levels.restart(1, GAIN);
    levels.expect(1);
    expect(levels.echo).toBe(0);
    play(LOUD, 0, 0);
    levels.restart(1, GAIN);
    play(0);
    expect(levels.echo / (ASSUMED * LOUD)).toBeCloseTo(0.6, 5);
  });

  it('is nothing under a reference that has become fifty times as quiet', () => {
    const { levels, play, learn, own } = newLevels();
    play(LOUD);
    // 0.6 ** 7 is 0.028, 0.6 ** 8 is 0.017.
    play(...new Array(9).fill(0));
    levels.learn(new Float64Array(BANDS), QUIET_LINE);
    play(LOUD);
    expect(own()).toBeCloseTo(GAIN * 0.965, 5);
    play(...new Array(11).fill(0));
    levels.learn(new Float64Array(BANDS), QUIET_LINE);
    play(LOUD);
    expect(own()).toBeCloseTo(GAIN * 0.965, 5);
    learn(0);
    expect(own()).toBeCloseTo(GAIN * 0.965 ** 2, 5);
  });

  it('leaves a band alone that the reference does not have', () => {
    const { reference, levels } = newLevels(new Array(16).fill(0));
    const tone = Float32Array.from(
      { length: 512 },
      (_, n) => 8_000 * Math.sin((2 * Math.PI * n) / 16) * Math.sin((Math.PI * n) / 512) ** 2,
    );
    for (let n = 0; n < 16; n += 1) reference.push(tone);
    levels.restart(1, GAIN);
    for (let n = 0; n < 10; n += 1) {
      levels.expect(1);
      levels.learn(new Float64Array(BANDS), QUIET_LINE);
    }
    // Then a click, whose bands all show what was learnt. 1 kHz lies in the sixth.
    for (let n = 0; n < 3; n += 1) reference.push(clickOfPower(1e15));
    levels.expect(1);
    const own = (band: number) =>
      ((levels.left[band] ?? 0) - (0.05 * levels.echo) / BANDS) / (1e15 * share(band));
    expect(own(5)).toBeCloseTo(GAIN * 0.965 ** 10, 5);
    expect(own(12)).toBeCloseTo(GAIN, 5);
  });
});
