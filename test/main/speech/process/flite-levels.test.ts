import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinedSamples } from '../../../../main/speech/joined-samples.ts';
import { levelled } from '../../../../main/speech/process/flite-levels.ts';
import { Voices } from '../../../doubles/calls/spoken-harness.ts';
import { loudnessOf } from '../../../doubles/hearing/loudness-meter.ts';

const RATE_HZ = 16_000;
const VOICES = ['slt', 'rms', 'awb', 'kal16'];
const TARGET_LUFS = -22;
const SENTENCES = [
  'Good morning, and thank you for calling.',
  'We open at nine on weekdays, and at ten on Saturdays.',
  'I can offer you Tuesday at half past three, or Wednesday at noon.',
  'Your parcel left our warehouse last night.',
  'Is there anything else?',
  'Please say or press one for sales, two for service.',
  'The water in the harbour is eleven degrees today.',
  'That would be one hundred and nineteen dollars for the whole week.',
  'Sorry, I did not catch that. Could you say it once more?',
  'All of our bicycles have lights, a lock and a basket.',
  'Okay.',
  'Seven, zero, four, double two, nine.',
];

/** A tone of 997 Hz with this peak. */
function tone(dbfs: number, rateHz: number, seconds = 5): Int16Array {
  const peak = 32_767 * 10 ** (dbfs / 20);
  return new Int16Array(rateHz * seconds).map((_, n) =>
    Math.round(peak * Math.sin((2 * Math.PI * 997 * n) / rateHz)),
  );
}

describe('the meter', () => {
  it.each([
    [0, 48_000, -3.01],
    [-20, 48_000, -23.01],
    [-20, 16_000, -22.97],
  ])('measures a tone at %i dBFS and %i Hz as %d LUFS', (dbfs, rateHz, lufs) => {
    expect(loudnessOf(tone(dbfs, rateHz), rateHz)).toBeCloseTo(lufs, 1);
  });

  it('leaves silence and pauses out', () => {
    const [loud, soft] = [tone(-20, RATE_HZ), tone(-55, RATE_HZ)];
    const withPauses = joinedSamples([loud, soft, new Int16Array(5 * RATE_HZ), loud]);
    expect(loudnessOf(withPauses, RATE_HZ)).toBeCloseTo(-22.97, 0);
    expect(loudnessOf(new Int16Array(RATE_HZ), RATE_HZ)).toBe(Number.NEGATIVE_INFINITY);
  });
});

describe('the embedded voices', () => {
  const spoken = new Map<string, readonly Int16Array[]>();
  let voices: Voices;
  beforeAll(async () => {
    voices = new Voices();
    for (const voice of VOICES) {
      spoken.set(voice, await Promise.all(SENTENCES.map((text) => voices.piece(text, voice))));
    }
  }, 60_000);
  afterAll(() => voices.stop());
  const all = (voice: string) => joinedSamples(spoken.get(voice) ?? []);

  it('are as loud as each other, within 1 LU', () => {
    const levels = VOICES.map((voice) => loudnessOf(all(voice), RATE_HZ));
    expect(Math.max(...levels) - Math.min(...levels)).toBeLessThanOrEqual(1);
    for (const level of levels) expect(Math.abs(level - TARGET_LUFS)).toBeLessThanOrEqual(0.7);
  });

  it.each(VOICES)('do not reach full scale: %s', (voice) => {
    const peak = all(voice).reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    expect(peak).toBeLessThan(32_767);
    expect(peak).toBeGreaterThan(8_000);
  });
});

describe('bringing a voice to its level', () => {
  it('keeps order and sign, and stays below full scale, however loud it was', () => {
    fc.assert(
      fc.property(fc.int16Array({ minLength: 2 }), fc.constantFrom(...VOICES), (samples, voice) => {
        const result = levelled(samples.toSorted(), voice);
        expect(result).toEqual(result.toSorted());
        for (const [n, sample] of samples.entries()) {
          const level = levelled(samples, voice)[n] ?? 0;
          expect(Math.sign(level) * Math.sign(sample)).toBeGreaterThanOrEqual(0);
          expect(Math.abs(level)).toBeLessThanOrEqual(32_767);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('leaves a voice that it does not know as it is', () => {
    const quiet = new Int16Array([0, 100, -20_000]);
    expect(levelled(quiet, 'other')).toEqual(quiet);
  });
});
