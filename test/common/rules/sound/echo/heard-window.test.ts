import { describe, expect, it } from 'vitest';
import { HeardWindow } from '../../../../../common/rules/sound/echo/heard-window.ts';
import { total } from '../../../../../common/rules/sound/echo/sound-bands.ts';
import { RealFft } from '../../../../../common/rules/sound/fft.ts';
import { FRAME_SAMPLES, WINDOW_SAMPLES } from '../../../../../common/rules/sound/spectrum.ts';

const newWindow = () => new HeardWindow(new RealFft(FRAME_SAMPLES));

/** A tone of 1.2 kHz, in the middle of the seventh band. */
const tone = (length: number, amplitude: number) =>
  Float32Array.from({ length }, (_, n) => amplitude * Math.sin((2 * Math.PI * 1_200 * n) / 16_000));

describe('the newest 20 ms of a sound', () => {
  it('are its last samples, oldest first, in whatever pieces they come', () => {
    const window = newWindow();
    const sound = Float32Array.from({ length: 500 }, (_, n) => n + 1);
    window.push(sound.subarray(0, 320));
    expect([...window.samples]).toEqual([...sound.subarray(0, 320)]);
    window.push(sound.subarray(320, 330));
    window.push(sound.subarray(330, 500));
    expect([...window.samples]).toEqual([...sound.subarray(180, 500)]);
  });

  it('begin as silence', () => {
    const window = newWindow();
    window.push(Float32Array.of(5, 6));
    expect(window.samples.findIndex((sample) => sample !== 0)).toBe(WINDOW_SAMPLES - 2);
  });

  it('have the power of a tone in its band', () => {
    const window = newWindow();
    window.push(tone(WINDOW_SAMPLES, 1_000));
    const power = window.measure();
    expect(window.bands[6]).toBeGreaterThan(0.95 * power);
    expect(power).toBeCloseTo(total(window.bands), 3);
    // Half of the transform's length times the energy of a sine, less what the fades take off.
    const energy = (WINDOW_SAMPLES * 1_000 ** 2) / 2;
    const share = power / ((energy * FRAME_SAMPLES) / 2);
    expect(share).toBeGreaterThan(0.8);
    expect(share).toBeLessThan(0.9);
  });

  it('fade in and out, so that a cut does not sound like a click', () => {
    const power = (at: number) => {
      const window = newWindow();
      const click = new Float32Array(WINDOW_SAMPLES);
      click[at] = 10_000;
      window.push(click);
      return window.measure();
    };
    const middle = power(160);
    expect(power(0) / middle).toBeCloseTo((0.5 / 48) ** 2, 9);
    expect(power(47) / middle).toBeCloseTo((47.5 / 48) ** 2, 6);
    expect(power(48) / middle).toBeCloseTo(1, 6);
    expect(power(295) / middle).toBeCloseTo(1, 6);
    expect(power(319) / middle).toBeCloseTo((0.5 / 24) ** 2, 9);
  });

  it('are silence again once cleared', () => {
    const window = newWindow();
    window.push(tone(WINDOW_SAMPLES, 1_000));
    window.clear();
    expect(window.measure()).toBe(0);
    expect([...window.samples]).toEqual(new Array(WINDOW_SAMPLES).fill(0));
  });
});
