import { describe, expect, it } from 'vitest';
import { FADE_SAMPLES, fadedIn, fadedOut } from '../../../../common/rules/sound/fades.ts';

const loud = (length: number) => new Int16Array(length).fill(4_800);
const ramp = Array.from({ length: FADE_SAMPLES }, (_, n) => 100 * n);

describe('a fade', () => {
  it('begins in silence and leaves the rest as it is', () => {
    const sound = loud(60);
    expect([...fadedIn(sound)]).toEqual([...ramp, ...loud(12)]);
    expect([...sound]).toEqual([...loud(60)]);
  });

  it('ends in silence', () => {
    const sound = loud(60);
    expect([...fadedOut(sound)]).toEqual([...loud(12), ...ramp.toReversed()]);
    expect([...sound]).toEqual([...loud(60)]);
  });

  it('goes on in the next piece', () => {
    expect([...fadedIn(loud(20))]).toEqual(ramp.slice(0, 20));
    expect([...fadedIn(loud(40), 20)]).toEqual([...ramp.slice(20), ...loud(12)]);
    expect(fadedIn(loud(10), FADE_SAMPLES)).toEqual(loud(10));
  });

  it('of a sound that is shorter ends in silence', () => {
    expect([...fadedOut(loud(3))]).toEqual([200, 100, 0]);
    expect(fadedOut(loud(0))).toHaveLength(0);
    expect(fadedIn(loud(0))).toHaveLength(0);
  });
});
