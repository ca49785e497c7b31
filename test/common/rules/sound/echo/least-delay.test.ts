import { describe, expect, it } from 'vitest';
import { LeastDelay } from '../../../../../common/rules/sound/echo/least-delay.ts';

const MS = 1_000;

describe('the least delay of a line', () => {
  it('is that of the frame that was held up least, whatever the jitter', () => {
    const delay = new LeastDelay();
    expect(delay.us).toBeNull();
    const seen = [80, 50, 120, 60, 170].map((ms, n) => delay.note(ms * MS, n * 20 * MS));
    expect(seen).toEqual([80, 50, 50, 50, 50].map((ms) => ms * MS));
    expect(delay.us).toBe(50 * MS);
  });

  it('follows a line that has become slower, within four seconds', () => {
    const delay = new LeastDelay();
    let nowUs = 0;
    const pass = (ms: number, delayMs: number) => {
      for (let passed = 0; passed < ms; passed += 20) {
        nowUs += 20 * MS;
        delay.note(delayMs * MS, nowUs);
      }
    };
    pass(10_000, 50);
    pass(1_900, 90);
    expect(delay.us).toBe(50 * MS);
    pass(2_200, 90);
    expect(delay.us).toBe(90 * MS);
  });

  it('follows clocks that drift apart to within a millisecond', () => {
    for (const perMillion of [-100, 100]) {
      const delay = new LeastDelay();
      let driftUs = 0;
      for (let n = 0; n < 50 * 600; n += 1) {
        driftUs = (n * 20 * MS * perMillion) / 1_000_000;
        delay.note(50 * MS + driftUs + ((n * 7_919) % 60) * MS, n * 20 * MS);
      }
      expect(Math.abs((delay.us ?? 0) - 50 * MS - driftUs)).toBeLessThan(1 * MS);
    }
  });

  it('is what it is told to be when the far end had paused', () => {
    const delay = new LeastDelay();
    delay.note(50 * MS, 0);
    delay.restart(5_000 * MS, 100 * MS);
    expect(delay.us).toBe(5_000 * MS);
    delay.note(4_990 * MS, 120 * MS);
    expect(delay.us).toBe(4_990 * MS);
  });
});
