import { describe, expect, it } from 'vitest';
import { dtmfTones } from '../../../../common/rules/sound/dtmf-tones.ts';

const RATE_HZ = 8_000;
const FREQUENCIES_HZ = [697, 770, 852, 941, 1209, 1336, 1477];

/** The power at one frequency (Goertzel). */
function power(sound: Int16Array, hz: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * hz) / RATE_HZ);
  let before = 0;
  let last = 0;
  for (const sample of sound) [before, last] = [last, sample + coefficient * last - before];
  return before * before + last * last - coefficient * before * last;
}

/** The two strongest frequencies of the nth key. */
function pairOf(sound: Int16Array, key: number): number[] {
  const tone = sound.subarray(key * 1_600, key * 1_600 + 800);
  return [...FREQUENCIES_HZ]
    .sort((a, b) => power(tone, b) - power(tone, a))
    .slice(0, 2)
    .sort((a, b) => a - b);
}

describe('the sound of keys', () => {
  it('has the two frequencies of each key, and silence after it', () => {
    const keys: Record<string, number[]> = {
      '1': [697, 1209],
      '5': [770, 1336],
      '9': [852, 1477],
      '*': [941, 1209],
      '0': [941, 1336],
      '#': [941, 1477],
    };
    const sound = dtmfTones(Object.keys(keys).join(''), RATE_HZ);
    expect(sound).toHaveLength(6 * 1_600);
    // JavaScript objects list integer-like keys first, so this iterates in the object's own order.
    for (const [key, expected] of Object.values(keys).entries()) {
      expect(pairOf(sound, key)).toEqual(expected);
      expect(sound.subarray(key * 1_600 + 800, (key + 1) * 1_600).every((s) => s === 0)).toBe(true);
    }
  });

  it('stays below clipping and is loud enough to be heard', () => {
    const loudest = Math.max(...dtmfTones('159#', RATE_HZ).map(Math.abs));
    expect(loudest).toBeGreaterThan(10_000);
    expect(loudest).toBeLessThan(20_000);
  });

  it('leaves out what is no key', () => {
    expect(dtmfTones('a 1', RATE_HZ)).toEqual(dtmfTones('1', RATE_HZ));
  });
});
