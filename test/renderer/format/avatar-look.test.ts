import { describe, expect, it } from 'vitest';
import { avatarLook } from '../../../renderer/format/avatar-look.ts';

describe('the circle of a person', () => {
  it('is the same each time, and goes by the whole number', () => {
    expect(avatarLook('+12025550147')).toEqual(avatarLook('+12025550147'));
    const sameEnd = ['+12025550147', '+13125550147', '+14165550147', '+442079460147'];
    const looks = new Set(sameEnd.map((number) => JSON.stringify(avatarLook(number))));
    expect(looks.size).toBe(4);
  });

  it('takes all looks about as often', () => {
    const counts = new Map<string, number>();
    for (let n = 0; n < 2_000; n += 1) {
      const look = JSON.stringify(avatarLook(`+1202555${String(n).padStart(4, '0')}`));
      counts.set(look, (counts.get(look) ?? 0) + 1);
    }
    expect(counts.size).toBe(20);
    expect(Math.min(...counts.values())).toBeGreaterThan(50);
    expect(Math.max(...counts.values())).toBeLessThan(170);
  });
});
