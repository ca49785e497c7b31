import { describe, expect, it } from 'vitest';
import {
  soundsLikeCaller,
  soundsLikeEcho,
  withoutNoise,
} from '../../../../../common/rules/sound/echo/echo-evidence.ts';

describe('the evidence for an echo', () => {
  it('needs less likeness the longer a sound could be compared', () => {
    const least = [4, 5, 8, 10, 12, 13].map((windows) =>
      [0.29, 0.31, 0.37, 0.43, 0.71].find((likeness) => soundsLikeEcho(likeness, windows)),
    );
    expect(least).toEqual([undefined, 0.71, 0.43, 0.37, 0.31, 0.31]);
  });

  it('is not there at the very threshold', () => {
    expect(soundsLikeEcho(0.7, 5)).toBe(false);
    expect(soundsLikeEcho(0.3, 100)).toBe(false);
  });
});

describe('the evidence for the caller', () => {
  it('needs less unlikeness the longer a sound could be compared', () => {
    const most = [2, 3, 4, 6, 12].map((windows) =>
      [0.32, 0.27, 0.19].find((likeness) => soundsLikeCaller(likeness, windows, false)),
    );
    expect(most).toEqual([undefined, 0.19, 0.27, 0.32, 0.32]);
  });

  it('is not there at the very threshold', () => {
    expect(soundsLikeCaller(0.2, 3, false)).toBe(false);
    expect(soundsLikeCaller(0.33, 12, false)).toBe(false);
    expect(soundsLikeCaller(0.3, 12, true)).toBe(false);
  });

  it('takes ten windows for a faint sound', () => {
    expect(soundsLikeCaller(0, 9, true)).toBe(false);
    expect(soundsLikeCaller(0.29, 10, true)).toBe(true);
  });

  it('is any sound that is still not known as echo after thirteen windows', () => {
    expect([12, 13].map((windows) => soundsLikeCaller(1, windows, true))).toEqual([false, true]);
  });
});

describe('a likeness without the noise', () => {
  it('is that of the part that is not noise', () => {
    expect(withoutNoise(0.3, 100, 0)).toBe(0.3);
    expect(withoutNoise(0.3, 100, 75)).toBe(0.6);
  });

  it('counts at least a fifth of the sound as more than noise', () => {
    expect(withoutNoise(0.1, 100, 95)).toBe(0.1 / Math.sqrt(0.2));
    expect(withoutNoise(0.1, 100, 500)).toBe(0.1 / Math.sqrt(0.2));
  });
});
