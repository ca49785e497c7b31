import { describe, expect, it } from 'vitest';
import { meterPosition, nextPosition } from '../../../renderer/ui/meter.tsx';

describe('the bar of a level', () => {
  it('rises at once', () => {
    expect(nextPosition(0.1, 0.3)).toBe(meterPosition(0.3));
  });

  it('falls slowly, and in silence reaches zero within a second of frames', () => {
    let shown = meterPosition(0.5);
    let frames = 0;
    while (shown > 0 && frames < 1_000) {
      const next = nextPosition(shown, 0);
      expect(next).toBeLessThan(shown);
      shown = next;
      frames += 1;
    }
    expect(shown).toBe(0);
    expect(frames).toBeGreaterThan(30);
    expect(frames).toBeLessThanOrEqual(60);
  });

  it('stays at zero while there is no sound, so that nothing is drawn', () => {
    expect(nextPosition(0, 0)).toBe(0);
  });
});
