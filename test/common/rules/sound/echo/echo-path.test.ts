import { describe, expect, it } from 'vitest';
import { HeardWindow } from '../../../../../common/rules/sound/echo/heard-window.ts';
import { WINDOW_SAMPLES } from '../../../../../common/rules/sound/spectrum.ts';
import { ALL_BINS, click, fft, noiseOf } from './clicks.ts';
import { ECHO, LEFT, left, newPath, nothing, tones, UNEXPLAINED } from './known-echo.ts';

describe('a window under a known echo', () => {
  it('is quiet where nothing loud is heard', () => {
    expect(newPath().judge({ loud: false })).toBe('quiet');
  });

  it('is clear where the echo drowns in the noise: 12 dB below it', () => {
    const loud = { power: 100 * ECHO, left: left(100 * ECHO) };
    expect(newPath().judge({ ...loud, noise: noiseOf(16.1 * ECHO) })).toBe('clear');
    expect(newPath().judge({ ...loud, noise: noiseOf(15.9 * ECHO) })).toBe('caller');
  });

  it('is echo if the echo and the noise explain what is left', () => {
    expect(newPath().judge({ left: left(3.9 * LEFT) })).toBe('echo');
    expect(newPath().judge({ left: left(4.1 * LEFT) })).toBe('undecided');
    const noise = noiseOf(LEFT);
    expect(newPath().judge({ left: left(7.9 * LEFT), power: 5 * ECHO, noise })).toBe('echo');
    expect(newPath().judge({ left: left(8.1 * LEFT), power: 5 * ECHO, noise })).toBe('undecided');
  });

  it('is echo sooner if it is quieter than the echo may be', () => {
    const judge = (power: number, rest: number) => newPath().judge({ power, left: left(rest) });
    expect(judge(0.99 * ECHO, 9.9 * LEFT)).toBe('echo');
    expect(judge(0.99 * ECHO, 10.1 * LEFT)).toBe('undecided');
    expect(judge(1.01 * ECHO, 9.9 * LEFT)).toBe('undecided');
  });

  it('is not explained once four bands are too loud', () => {
    const three = tones(3 * 0.4 * LEFT, 1_200, 1_400, 1_625);
    const four = tones(4 * 0.4 * LEFT, 1_200, 1_400, 1_625, 1_875);
    expect(newPath().judge({ left: three })).toBe('echo');
    expect(newPath().judge({ left: four })).toBe('undecided');
    // Noise as loud in each band explains it.
    expect(newPath().judge({ left: four, noise: noiseOf(5 * LEFT) })).toBe('echo');
  });

  it('is echo if what is left resembles the reference', () => {
    expect(newPath().judge({ likeness: 0.501 })).toBe('echo');
    expect(newPath().judge({ likeness: 0.499 })).toBe('undecided');
  });

  it('is compared with the reference without the noise in it', () => {
    const noisy = { left: left(8.1 * LEFT), power: 5 * ECHO, noise: noiseOf(LEFT) };
    const half = 0.5 * Math.sqrt(1 - 1 / 8.1);
    expect(newPath().judge({ ...noisy, likeness: half + 0.001 })).toBe('echo');
    expect(newPath().judge({ ...noisy, likeness: half - 0.001 })).toBe('undecided');
  });

  it('is the caller if it is four times as loud as echo and noise', () => {
    expect(newPath().judge({ power: 4.01 * ECHO })).toBe('caller');
    expect(newPath().judge({ power: 3.99 * ECHO })).toBe('undecided');
    const noisy = { left: left(4.1 * (LEFT + ECHO)), noise: noiseOf(ECHO) };
    expect(newPath().judge({ ...noisy, power: 7.9 * ECHO })).toBe('undecided');
    expect(newPath().judge({ ...noisy, power: 8.1 * ECHO })).toBe('caller');
  });

  /** Too loud for a path that is not there, and not loud enough for the caller. */
  const either = { power: 5 * ECHO, left: left(4.3 * ECHO), noise: noiseOf(ECHO / 2) };

  it('is decided within the next windows if it can be either', () => {
    const caller = { ...either, likeness: 0.1 };
    expect(newPath().times(3, caller)).toEqual(['undecided', 'undecided', 'caller']);
    expect(
      newPath()
        .times(6, { ...caller, windows: 0.5 })
        .indexOf('caller'),
    ).toBe(5);
    expect(
      newPath()
        .times(10, { ...caller, faint: true })
        .indexOf('caller'),
    ).toBe(9);
    expect(
      newPath()
        .times(8, { ...either, likeness: 0.41 })
        .indexOf('echo'),
    ).toBe(7);
  });

  it.each([
    ['silence', { loud: false }],
    ['a loud caller', { power: 7 * ECHO }],
    ['explained echo', { left: nothing() }],
    ['what resembles the reference', { likeness: 0.6 }],
  ])('is undecided anew after %s', (_, between) => {
    const { judge, times } = newPath();
    times(2, { ...either, likeness: 0.1 });
    judge({ ...either, ...between });
    expect(times(2, { ...either, likeness: 0.1 })).toEqual(['undecided', 'undecided']);
  });
});

describe('the caller over a known echo', () => {
  /**
   * A window with an echo of this share of the estimated one, and another sound over it. Both are
   * clicks, at places of their own.
   */
  function over(share: number, estimated: number, voice: number) {
    const window = (echo: number) => {
      const heard = new HeardWindow(fft);
      heard.push(click(echo, 100, WINDOW_SAMPLES));
      heard.samples[200] = voice;
      return heard;
    };
    return { whole: window(share * estimated), left: window((share - 1) * estimated) };
  }
  /** What is left in it is not explained by the echo. */
  const VOICE = Math.sqrt(UNEXPLAINED / ALL_BINS);

  it('is heard at once if the filter takes the echo away', () => {
    expect(newPath().judge(over(1, VOICE, VOICE))).toBe('caller');
    expect(newPath().judge(over(1.44, VOICE, VOICE))).toBe('caller');
  });

  it('is not known by a filter that does not fit', () => {
    expect(newPath().judge(over(1.46, VOICE, VOICE))).toBe('undecided');
    expect(newPath().judge(over(0.5, VOICE, VOICE))).toBe('undecided');
  });

  it('is not known by a filter that takes less than a tenth away', () => {
    // A ninth of the voice's power is a tenth of both.
    expect(newPath().judge(over(1, 0.34 * VOICE, VOICE))).toBe('caller');
    expect(newPath().judge(over(1, 0.33 * VOICE, VOICE))).toBe('undecided');
  });

  it('is not known if what is left resembles the reference a little', () => {
    expect(newPath().judge({ ...over(1, VOICE, VOICE), likeness: 0.45 })).toBe('undecided');
    expect(newPath().judge({ ...over(1, VOICE, VOICE), likeness: 0.449 })).toBe('caller');
  });
});

describe('an echo that moves', () => {
  it('is found at its new delay after four windows', () => {
    const { times, moved } = newPath();
    const elsewhere = { delaySamples: 1_280, likeness: 0.61 };
    expect(times(3, elsewhere)).toEqual(['echo', 'echo', 'echo']);
    expect(moved).toEqual([]);
    expect(times(1, elsewhere)).toEqual(['echo']);
    expect(moved).toEqual([{ delaySamples: 1_280, likeness: 0.61 }]);
  });

  it('needs more likeness than at the known delay', () => {
    expect(newPath().judge({ delaySamples: 1_280, likeness: 0.599 })).toBe('undecided');
  });

  it('has moved from 10 ms on, in either direction', () => {
    const at = (delaySamples: number) => {
      const { times, moved } = newPath();
      times(4, { delaySamples, likeness: 0.7 });
      return moved.length;
    };
    const delays = [480, 482, 798, 800].map((delay) => at(delay));
    expect(delays).toEqual([1, 0, 0, 1]);
  });

  it('has not moved if the known echo is heard in between', () => {
    const { judge, times, moved } = newPath();
    times(3, { delaySamples: 1_280, likeness: 0.7 });
    judge({ likeness: 0.7 });
    times(3, { delaySamples: 1_280, likeness: 0.7 });
    expect(moved).toEqual([]);
  });

  it('is found, too, by what resembles it for longer', () => {
    const { times, moved } = newPath();
    expect(times(8, { delaySamples: 1_280, likeness: 0.43 }).at(-1)).toBe('echo');
    expect(moved).toHaveLength(1);
    const same = newPath();
    same.times(8, { likeness: 0.43 });
    expect(same.moved).toEqual([]);
  });
});
