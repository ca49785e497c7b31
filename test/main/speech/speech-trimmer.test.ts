import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FADE_SAMPLES } from '../../../common/rules/sound/fades.ts';
import { joinedSamples } from '../../../main/speech/joined-samples.ts';
import {
  LEAD_IN_MS,
  MOST_HELD_MS,
  SpeechTrimmer,
  TAIL_MS,
} from '../../../main/speech/speech-trimmer.ts';

const PER_MS = 16;
const LEAD_IN = LEAD_IN_MS * PER_MS;
const TAIL = TAIL_MS * PER_MS;
/** The loudest inaudible sample. */
const QUIET = 127;

const silence = (ms: number) => new Int16Array(ms * PER_MS);
const sound = (ms: number, level = 5_000) => new Int16Array(ms * PER_MS).fill(level);

function trimmed(...chunks: readonly Int16Array[]): Int16Array {
  const trimmer = new SpeechTrimmer();
  return joinedSamples([...chunks.map((chunk) => trimmer.push(chunk)), trimmer.end()]);
}

describe('trimming a piece of speech', () => {
  it('leaves 10 ms of the silence before the sound and 20 ms of that after it', () => {
    const piece = trimmed(silence(300), sound(500), silence(470));
    expect(piece.length).toBe(LEAD_IN + 500 * PER_MS + TAIL);
    expect(piece.findIndex((sample) => sample !== 0)).toBe(LEAD_IN);
    expect(piece.findLastIndex((sample) => sample !== 0)).toBe(piece.length - TAIL - 1);
  });

  it('leaves nothing of a piece that cannot be heard', () => {
    const trimmer = new SpeechTrimmer();
    expect(trimmer.push(sound(2_000, QUIET))).toHaveLength(0);
    expect(trimmer.begun).toBe(false);
    expect(trimmer.end()).toHaveLength(0);
  });

  it('keeps the silence inside to the sample', () => {
    const inside = new Int16Array(700 * PER_MS).map((_, n) => (n % 251) - 125);
    const piece = trimmed(sound(200), inside, sound(200), silence(100));
    expect(piece.slice(200 * PER_MS, 900 * PER_MS)).toEqual(inside);
  });

  it('hands the first sound on with the chunk that it comes in', () => {
    const trimmer = new SpeechTrimmer();
    expect(trimmer.push(silence(300))).toHaveLength(0);
    expect(trimmer.push(sound(20)).length).toBe(LEAD_IN + 20 * PER_MS - FADE_SAMPLES);
  });

  it('holds silence back until it lies inside, and drops it where it does not', () => {
    const trimmer = new SpeechTrimmer();
    const begin = trimmer.push(sound(100));
    expect(trimmer.push(silence(400)).length).toBe(FADE_SAMPLES);
    expect(trimmer.push(silence(400))).toHaveLength(0);
    expect(trimmer.push(sound(100)).length).toBe(900 * PER_MS - FADE_SAMPLES);
    expect(trimmer.push(silence(400)).length).toBe(FADE_SAMPLES);
    expect(trimmer.end()).toHaveLength(TAIL);
    expect(begin.length).toBe(100 * PER_MS - FADE_SAMPLES);
  });

  it('holds no more than ten seconds of silence back', () => {
    const quiet = Array.from({ length: 150 }, () => silence(100));
    const piece = trimmed(sound(100), ...quiet);
    expect(piece.length).toBe(100 * PER_MS + (15_000 - MOST_HELD_MS) * PER_MS + TAIL);
    expect(trimmed(sound(100), silence(15_000))).toEqual(piece);
  });

  it('fades a piece that begins and ends within a sound, and leaves the rest of it alone', () => {
    const piece = trimmed(sound(100));
    expect(piece).toHaveLength(1_600);
    expect([piece[0], piece.at(-1)]).toEqual([0, 0]);
    const jumps = piece.slice(1).map((sample, n) => Math.abs(sample - (piece[n] ?? 0)));
    expect(Math.max(...jumps)).toBeLessThanOrEqual(Math.ceil(5_000 / FADE_SAMPLES) + 1);
    expect(piece.slice(FADE_SAMPLES, -FADE_SAMPLES)).toEqual(sound(94));
  });

  const stretch = fc.tuple(
    fc.integer({ min: 0, max: 700 }),
    fc.oneof(
      fc.constant(0),
      fc.integer({ min: -QUIET, max: QUIET }),
      fc.integer({ min: -32_768, max: 32_767 }),
    ),
  );
  const piece = fc
    .array(stretch, { maxLength: 12 })
    .map((parts) =>
      joinedSamples(parts.map(([count, level]) => new Int16Array(count).fill(level))),
    );

  it('is the same however the sound was torn', () => {
    fc.assert(
      fc.property(
        piece,
        fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 40 }),
        (samples, cuts) => {
          const chunks: Int16Array[] = [];
          let at = 0;
          for (const count of cuts) {
            chunks.push(samples.slice(at, at + count));
            at += count;
          }
          expect(trimmed(...chunks, samples.slice(at))).toEqual(trimmed(samples));
        },
      ),
    );
  });

  it('is the stretch from the first to the last sound, unchanged but for its faded ends', () => {
    fc.assert(
      fc.property(piece, (samples) => {
        const first = samples.findIndex((sample) => Math.abs(sample) > QUIET);
        if (first < 0) return trimmed(samples).length === 0;
        const last = samples.findLastIndex((sample) => Math.abs(sample) > QUIET);
        const from = Math.max(0, first - LEAD_IN);
        const until = Math.min(samples.length, last + 1 + TAIL);
        const result = trimmed(samples);
        expect(result).toHaveLength(until - from);
        expect(result.slice(FADE_SAMPLES, -FADE_SAMPLES)).toEqual(
          samples.slice(from + FADE_SAMPLES, Math.max(from + FADE_SAMPLES, until - FADE_SAMPLES)),
        );
        return true;
      }),
    );
  });

  it('does not write into what it was given', () => {
    const given = sound(100);
    trimmed(given);
    expect(given).toEqual(sound(100));
  });
});
