import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SoundHistory } from '../../../../common/rules/sound/sound-history.ts';

function read(history: SoundHistory, at: number, length: number): number[] {
  const samples = new Float32Array(length);
  history.read(at, samples);
  return [...samples];
}

const tone = (length: number, value = 1_000) => new Int16Array(length).fill(value);

describe('the history of a sound', () => {
  it('is silent where nothing was written', () => {
    const history = new SoundHistory(256);
    history.write(tone(2), 100);
    history.write(tone(2, 500), 150);
    expect(read(history, 99, 4)).toEqual([0, 1_000, 1_000, 0]);
    expect(read(history, 148, 5)).toEqual([0, 0, 500, 500, 0]);
  });

  it('joins what nearly touches: a clock trembles', () => {
    const history = new SoundHistory(256);
    history.write(tone(4), 100);
    history.write(tone(4, 500), 110);
    expect(read(history, 102, 6)).toEqual([1_000, 1_000, 500, 500, 500, 500]);
  });

  it('takes the later of two sounds at one place', () => {
    const history = new SoundHistory(256);
    history.write(tone(100), 0);
    history.write(tone(2, 500), 50);
    expect(read(history, 49, 4)).toEqual([1_000, 500, 500, 1_000]);
  });

  it('reads as silence before its oldest sample and behind its newest', () => {
    const history = new SoundHistory(128);
    history.write(tone(200), 0);
    expect(read(history, 71, 3)).toEqual([0, 1_000, 1_000]);
    expect(read(history, 198, 4)).toEqual([1_000, 1_000, 0, 0]);
  });

  it('is audible from -66 dBFS on', () => {
    const history = new SoundHistory(128);
    history.write(Int16Array.of(15, -15), 0);
    expect(history.audibleUntil).toBe(Number.NEGATIVE_INFINITY);
    history.write(Int16Array.of(-16, 15), 2);
    expect(history.audibleUntil).toBe(3);
  });

  it('forgets what was taken back', () => {
    const history = new SoundHistory(256);
    history.write(tone(100), 0);
    history.erase(40);
    expect(read(history, 38, 4)).toEqual([1_000, 1_000, 0, 0]);
    expect(history.audibleUntil).toBe(40);
  });

  it('knows until when it can be heard', () => {
    const history = new SoundHistory(256);
    expect(history.audibleUntil).toBe(Number.NEGATIVE_INFINITY);
    history.write(Int16Array.of(900, 900, 0, 3), 100);
    expect(history.audibleUntil).toBe(102);
  });

  it('is a plain list of the newest samples, whatever is written where', () => {
    const piece = fc.record({
      gap: fc.integer({ min: -90, max: 400 }),
      length: fc.integer({ min: 0, max: 300 }),
    });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const history = new SoundHistory(128);
        const list = new Map<number, number>();
        let end = 0;
        let value = 0;
        for (const { gap, length } of pieces) {
          const at = Math.abs(gap) <= 32 ? end : end + gap;
          const samples = Int16Array.from({ length }, () => (value += 1));
          history.write(samples, end + gap);
          for (const [n, sample] of samples.entries()) list.set(at + n, sample);
          end = Math.max(end, at + length);
          const newest = Array.from({ length: 128 }, (_, n) => list.get(end - 128 + n) ?? 0);
          expect(read(history, end - 128, 128)).toEqual(newest);
        }
      }),
    );
  });
});
