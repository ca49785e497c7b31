import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quietAfter, quietBefore, SilenceFinder } from '../../../../common/rules/sound/silences.ts';

/** Stretches of a square wave with these peaks, as 16 kHz sound. */
function sound(...stretches: readonly (readonly [ms: number, peak: number])[]): Int16Array {
  return Int16Array.from(
    stretches.flatMap(([ms, peak]) =>
      Array.from({ length: ms * 16 }, (_, n) => (n % 20 < 10 ? peak : -peak)),
    ),
  );
}

function silencesIn(samples: Int16Array, chunk = samples.length) {
  const finder = new SilenceFinder();
  for (let at = 0; at < samples.length; at += chunk) finder.push(samples.subarray(at, at + chunk));
  return finder.end();
}

describe('the silences of a piece of speech', () => {
  it('are those at both ends, of any length, and the long ones inside', () => {
    const piece = sound([10, 0], [300, 8_000], [150, 0], [200, 8_000], [140, 0]);
    expect(silencesIn(piece)).toEqual([
      { fromMs: 0, toMs: 10 },
      { fromMs: 310, toMs: 460 },
      { fromMs: 660, toMs: 800 },
    ]);
  });

  it('are not the closed lips inside a word', () => {
    expect(silencesIn(sound([300, 8_000], [140, 0], [200, 8_000]))).toEqual([]);
  });

  it('begin below -48 dBFS: the noise of a voice is silence, a whisper is not', () => {
    expect(silencesIn(sound([200, 127]))).toEqual([{ fromMs: 0, toMs: 200 }]);
    expect(silencesIn(sound([200, 128]))).toEqual([]);
  });

  it('are all of a piece without a sound, and nothing of one without a sample', () => {
    expect(silencesIn(sound([125, 0]))).toEqual([{ fromMs: 0, toMs: 125 }]);
    expect(silencesIn(new Int16Array())).toEqual([]);
  });

  it('count the window that is not full at the end', () => {
    expect(silencesIn(sound([105, 8_000], [3, 0]))).toEqual([]);
    expect(silencesIn(sound([110, 8_000], [3, 0]))).toEqual([{ fromMs: 110, toMs: 113 }]);
  });

  it('are the same however the sound comes in', () => {
    const stretch = fc.tuple(fc.integer({ min: 1, max: 400 }), fc.constantFrom(0, 120, 9_000));
    fc.assert(
      fc.property(
        fc.array(stretch, { maxLength: 8 }),
        fc.integer({ min: 1, max: 999 }),
        (of, n) => {
          const whole = sound(...of);
          const found = silencesIn(whole);
          expect(silencesIn(whole, n)).toEqual(found);
          let beforeMs = -1;
          for (const { fromMs, toMs } of found) {
            expect(fromMs).toBeGreaterThan(beforeMs);
            expect(toMs).toBeGreaterThan(fromMs);
            beforeMs = toMs;
          }
          expect(beforeMs).toBeLessThanOrEqual(whole.length / 16);
        },
      ),
    );
  });
});

describe('the quiet ends of a sound', () => {
  it('are as long as nothing in them is audible', () => {
    const samples = Int16Array.of(0, 127, -127, 128, 0, -128, 5);
    expect(quietBefore(samples)).toBe(3);
    expect(quietAfter(samples)).toBe(1);
    expect(quietBefore(samples.subarray(3))).toBe(0);
    expect(quietAfter(samples.subarray(0, 4))).toBe(0);
  });

  it('are all of a sound that nobody hears', () => {
    expect(quietBefore(Int16Array.of(1, 2, 3))).toBe(3);
    expect(quietAfter(Int16Array.of(1, 2, 3))).toBe(3);
    expect(quietBefore(new Int16Array())).toBe(0);
  });
});
