import { describe, expect, it } from 'vitest';
import { NoiseFloor } from '../../../../../common/rules/sound/echo/noise-floor.ts';
import { BANDS } from '../../../../../common/rules/sound/echo/sound-bands.ts';

const level = (power: number) => new Float64Array(BANDS).fill(power);

function hear(floor: NoiseFloor, power: number, windows: number): void {
  for (let n = 0; n < windows; n += 1) floor.push(level(power));
}

describe('the noise of a line', () => {
  it('is one and a half times the quietest it gets, and a little more', () => {
    const floor = new NoiseFloor();
    hear(floor, 100, 1);
    expect([...floor.bands]).toEqual([...level(151)]);
    expect(floor.power).toBe(BANDS * 151);
  });

  it('is smoothed over several windows', () => {
    const floor = new NoiseFloor();
    hear(floor, 1_000, 1);
    hear(floor, 0, 1);
    expect(floor.bands[0]).toBeCloseTo(1.5 * 700 + 1, 9);
    hear(floor, 0, 1);
    expect(floor.bands[0]).toBeCloseTo(1.5 * 490 + 1, 9);
    hear(floor, 1_000, 1);
    expect(floor.bands[0]).toBeCloseTo(1.5 * 490 + 1, 9);
  });

  it('is that of each band by itself', () => {
    const floor = new NoiseFloor();
    const bands = Float64Array.from({ length: BANDS }, (_, band) => 10 * band);
    floor.push(bands);
    expect([...floor.bands]).toEqual([...bands].map((power) => 1.5 * power + 1));
  });

  it('is what is heard between the words', () => {
    const floor = new NoiseFloor();
    for (let word = 0; word < 5; word += 1) {
      hear(floor, 100, 30);
      hear(floor, 1e6, 15);
    }
    expect(floor.bands[0]).toBeGreaterThan(99);
    expect(floor.bands[0]).toBeLessThan(2_000);
    expect(floor.power).toBeCloseTo(BANDS * (floor.bands[0] ?? 0));
  });

  it('rises within two seconds, and falls at once', () => {
    const floor = new NoiseFloor();
    hear(floor, 100, 100);
    hear(floor, 10_000, 101);
    expect(floor.bands[0]).toBeGreaterThan(9_000);
    hear(floor, 100, 20);
    expect(floor.bands[0]).toBeLessThan(200);
  });

  it('remembers a quiet moment for 75 to 100 windows', () => {
    const windowsUntilForgotten = (at: number) => {
      const floor = new NoiseFloor();
      hear(floor, 1_000, at);
      hear(floor, 0, 1);
      let windows = 0;
      while ((floor.bands[0] ?? 0) < 1_400) {
        hear(floor, 1_000, 1);
        windows += 1;
        if (windows > 200) break;
      }
      return windows;
    };
    // At the end of a stretch of 25 windows, where smoothing reaches into the next, and within one.
    expect([windowsUntilForgotten(24), windowsUntilForgotten(30)]).toEqual([101, 95]);
  });
});
