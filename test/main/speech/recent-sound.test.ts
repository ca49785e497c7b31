import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RecentSound } from '../../../main/speech/recent-sound.ts';

it('keeps the newest samples in order, whatever the pieces, and nothing of before a clearing', () => {
  const piece = fc.array(fc.integer({ min: -32_768, max: 32_767 }), { maxLength: 40 });
  const step = fc.option(piece, { nil: null, freq: 8 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 25 }), fc.array(step), (capacity, steps) => {
      const recent = new RecentSound(capacity);
      let all: number[] = [];
      for (const samples of steps) {
        if (samples === null) {
          recent.clear();
          all = [];
        } else {
          recent.push(Int16Array.from(samples));
          all = [...all, ...samples].slice(-capacity);
        }
        expect([...recent.copy()]).toEqual(all);
      }
    }),
  );
});
