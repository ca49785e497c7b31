import { describe, expect, it } from 'vitest';
import { AMBIENT_LEVEL_DBFS, AmbientSource } from '../../../../common/rules/sound/ambient-sound.ts';

const SCENES = ['office', 'coffee-shop', 'outdoor'] as const;
const SECOND = 16_000;

function levelDbfs(samples: Int16Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  return 20 * Math.log10(Math.sqrt(power) / 32_768);
}

/** The power at one frequency (Goertzel). */
function powerAt(samples: Int16Array, hz: number): number {
  const factor = 2 * Math.cos((2 * Math.PI * hz) / SECOND);
  let one = 0;
  let two = 0;
  for (const sample of samples) [one, two] = [sample + factor * one - two, one];
  return one * one + two * two - factor * one * two;
}

describe('an ambient sound', () => {
  it.each(SCENES)('%s has its documented level, far below a voice', (scene) => {
    const level = levelDbfs(new AmbientSource(scene).under(new Int16Array(10 * SECOND)));
    expect(Math.abs(level - AMBIENT_LEVEL_DBFS[scene])).toBeLessThan(1.5);
  });

  it.each(SCENES)('%s is the same every time, in whatever pieces', (scene) => {
    const whole = new AmbientSource(scene).under(new Int16Array(1_000));
    const source = new AmbientSource(scene);
    const parts = [300, 1, 699].flatMap((length) => [...source.under(new Int16Array(length))]);
    expect(parts).toEqual([...whole]);
  });

  it('is duller in the open than where voices are', () => {
    const share = (scene: (typeof SCENES)[number]) => {
      const sound = new AmbientSource(scene).under(new Int16Array(4 * SECOND));
      const around = (hz: number) =>
        [0, 7, 13, 29, 41].reduce((sum, more) => sum + powerAt(sound, hz + more), 0);
      return around(1_500) / around(150);
    };
    expect(share('coffee-shop')).toBeGreaterThan(5 * share('outdoor'));
  });

  it('leaves the voice as it is, and never folds over', () => {
    const source = new AmbientSource('coffee-shop');
    const loud = new Int16Array(SECOND).fill(32_767);
    const mixed = source.under(loud);
    expect(Math.min(...mixed.subarray(0, 1_000))).toBeGreaterThan(28_000);
    const alone = new AmbientSource('coffee-shop').under(new Int16Array(320));
    const voice = new Int16Array(320).fill(1_000);
    const over = new AmbientSource('coffee-shop').under(voice);
    expect([...over]).toEqual([...alone].map((sample) => sample + 1_000));
  });
});
