import { describe, expect, it } from 'vitest';
import { NoiseFloor } from '../../../../../common/rules/sound/echo/noise-floor.ts';
import { BANDS } from '../../../../../common/rules/sound/echo/sound-bands.ts';

const level = (power: number) => new Float64Array(BANDS).fill(power);

function hear(floor: NoiseFloor, power: number, windows: number): void {
  for (let n = 0; n < windows; n += 1) floor.push(level(power));
}

describe('the noise of a line', () => {
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
});
