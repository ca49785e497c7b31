import { describe, expect, it } from 'vitest';
import { virtualSpeech } from '../../../../common/rules/sound/virtual-speech.ts';

const durationMs = (text: string, speed = 1) => virtualSpeech(text, speed).durationMs;

describe('the speech of a virtual voice', () => {
  it('takes 62 ms for each letter and digit, in whole frames of 20 ms', () => {
    expect(durationMs('a')).toBe(60);
    expect(durationMs('Hello')).toBe(320);
    expect(durationMs('Grüße42')).toBe(440);
  });

  it('takes as long for the blanks between words as for a letter each', () => {
    expect(durationMs('Hello you')).toBe(560);
    expect(durationMs('  Hello   you ')).toBe(560);
    expect(durationMs('one two three')).toBe(Math.round((13 * 62) / 20) * 20);
  });

  it('takes a pause where more follows a comma or the end of a sentence', () => {
    expect(durationMs('Yes, sir')).toBe(durationMs('Yes sir') + 180);
    for (const mark of ',;:.!?…') expect(durationMs(`a${mark} b`)).toBe(380 - 20);
    expect(durationMs('Yes. ')).toBe(durationMs('Yes'));
    expect(durationMs('at 3.50')).toBe(durationMs('at 350'));
    expect(durationMs('a, b, c')).toBe(Math.round((5 * 62 + 2 * 180) / 20) * 20);
  });

  it('is quicker at a higher speed, but for its pauses', () => {
    expect(durationMs('Hello', 2)).toBe(160);
    expect(durationMs('Yes, sir', 0.5)).toBe(Math.round((7 * 124 + 180) / 20) * 20);
  });

  it('takes a frame at least, and nothing for a text without words', () => {
    expect(durationMs('a', 10)).toBe(20);
    expect(virtualSpeech(' …! ', 1)).toEqual({ durationMs: 0, costMs: 30 });
  });

  it('costs 30 ms, and half a millisecond per character', () => {
    expect(virtualSpeech('Hello you', 1).costMs).toBe(34.5);
    expect(virtualSpeech('Hello you', 2).costMs).toBe(34.5);
  });
});
