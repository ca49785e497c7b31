import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textSegments } from '../../../../common/rules/phone/text-segments.ts';

describe('segments of a text', () => {
  it.each([
    ['', 'gsm7', 0, 1],
    ['a'.repeat(160), 'gsm7', 160, 1],
    ['a'.repeat(161), 'gsm7', 161, 2],
    ['a'.repeat(306), 'gsm7', 306, 2],
    ['a'.repeat(307), 'gsm7', 307, 3],
    ['€'.repeat(80), 'gsm7', 160, 1],
    ['€'.repeat(81), 'gsm7', 162, 2],
    ['ñ', 'gsm7', 1, 1],
    ['ń', 'ucs2', 1, 1],
    ['ж'.repeat(70), 'ucs2', 70, 1],
    ['ж'.repeat(71), 'ucs2', 71, 2],
    ['👋'.repeat(35), 'ucs2', 70, 1],
    ['👋'.repeat(36), 'ucs2', 72, 2],
  ] as const)('%# %s', (text, encoding, units, segments) => {
    expect(textSegments(text)).toEqual({ encoding, units, segments });
  });

  it('does not tear a character in two', () => {
    // 66 + 2 units do not fit in 67, so the third segment begins early.
    expect(textSegments(`${'ж'.repeat(66)}${'👋'.repeat(34)}`).segments).toBe(3);
  });

  it('are never fewer than the units need', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        const { encoding, units, segments } = textSegments(text);
        const each = encoding === 'gsm7' ? 153 : 67;
        expect(segments).toBeGreaterThanOrEqual(segments === 1 ? 1 : Math.ceil(units / each));
      }),
    );
  });
});
