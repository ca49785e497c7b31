import type { Likeness } from '../../../../../common/rules/sound/echo/echo-finder.ts';
import { EchoPath } from '../../../../../common/rules/sound/echo/echo-path.ts';
import { HeardWindow } from '../../../../../common/rules/sound/echo/heard-window.ts';
import { BANDS } from '../../../../../common/rules/sound/echo/sound-bands.ts';
import { WINDOW_SAMPLES } from '../../../../../common/rules/sound/spectrum.ts';
import { fft, noiseOf, referenceOf } from './clicks.ts';

export const REFERENCE = 1_000_000;
export const DELAY_SAMPLES = 640;
const SILENT_LINE = noiseOf(BANDS);
/**
 * The path was found in a window of a tenth of the reference's power, half of which is taken for
 * echo. The most echo that is expected then is twice that; what may be left of it is half of the
 * most, and 5 % more for distortion.
 */
export const FOUND = { power: REFERENCE / 10, likeness: 0.5 };
export const ECHO = REFERENCE / 10;
export const LEFT = 0.55 * ECHO;
/** What is left may be four times as loud until it counts as unexplained. */
export const UNEXPLAINED = 4.1 * LEFT;

/** A window with tones of this power together. */
export function tones(power: number, ...frequenciesHz: readonly number[]): HeardWindow {
  const samples = Float32Array.from({ length: WINDOW_SAMPLES }, (_, n) =>
    frequenciesHz.reduce((sum, hz) => sum + Math.sin((2 * Math.PI * hz * n) / 16_000), 0),
  );
  const window = new HeardWindow(fft);
  window.push(samples);
  const amplitude = Math.sqrt(power / window.measure());
  window.push(samples.map((sample) => sample * amplitude));
  return window;
}

/** What is left in one band, as loud as this: too few bands to matter by themselves. */
export const left = (power: number) => tones(power, 1_200);
export const nothing = () => new HeardWindow(fft);

export interface Heard {
  power?: number;
  left?: HeardWindow;
  whole?: HeardWindow;
  likeness?: number;
  delaySamples?: number;
  noise?: typeof SILENT_LINE;
  loud?: boolean;
  faint?: boolean;
  windows?: number;
}

/** A path that has just been found. `judge` gives it the next window. */
export function newPath({
  found = FOUND,
  reference = referenceOf(new Array(16).fill(REFERENCE)),
} = {}) {
  const moved: Likeness[] = [];
  const path = new EchoPath(fft, reference, (echo) => moved.push(echo));
  path.restart({ delaySamples: DELAY_SAMPLES, likeness: found.likeness }, found.power);
  const judge = ({
    power = 3 * ECHO,
    left: rest = left(UNEXPLAINED),
    whole = rest,
    likeness = 0.4,
    delaySamples = DELAY_SAMPLES,
    noise = SILENT_LINE,
    loud = true,
    faint = false,
    windows = 1,
  }: Heard = {}) =>
    path.judge({ power, noise, loud, faint, windows }, whole, rest, () => ({
      delaySamples,
      likeness,
    }));
  const times = (count: number, heard: Heard = {}) =>
    Array.from({ length: count }, () => judge(heard));
  return { path, judge, times, moved, reference };
}
