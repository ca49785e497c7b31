import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { steadyResampler } from '../../../../common/rules/sound/steady-resampler.ts';

/** A conversion that withholds the newest `held` samples. */
function heldBack(held: number): (samples: Int16Array) => Int16Array {
  let kept: number[] = [];
  return (samples) => {
    kept.push(...samples);
    const out = kept.slice(0, Math.max(0, kept.length - held));
    kept = kept.slice(out.length);
    return Int16Array.from(out);
  };
}

describe('the steady resampler', () => {
  it('gives as many samples as it was given, late by what the filter holds back', () => {
    const pieces = fc.array(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 40 }));
    fc.assert(
      fc.property(pieces, fc.nat(60), (sound, held) => {
        const steady = steadyResampler(heldBack(held));
        const out = sound.map((piece) => steady(Int16Array.from(piece)));
        expect(out.map(({ length }) => length)).toEqual(sound.map(({ length }) => length));
        const whole = sound.flat();
        const late = [...new Array(Math.min(held, whole.length)).fill(0), ...whole];
        expect(out.flatMap((piece) => [...piece])).toEqual(late.slice(0, whole.length));
      }),
    );
  });

  it('gives a frame of the other rate for a frame', () => {
    const steady = steadyResampler((samples) => samples.filter((_, n) => n % 2 === 0), 1 / 2);
    expect([...steady(Int16Array.of(1, 2, 3, 4))]).toEqual([1, 3]);
    expect([...steady(Int16Array.of(5, 6))]).toEqual([5]);
  });
});
