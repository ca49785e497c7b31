import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wellFormedJson } from '../../../common/rules/well-formed-json.ts';

describe('JSON from outside', () => {
  it.each([
    [String.raw`{"a":"x\ud83dy"}`, String.raw`{"a":"x\ufffdy"}`],
    [String.raw`{"a":"\uDC4B"}`, String.raw`{"a":"\ufffd"}`],
    [String.raw`{"a":"\ud83d\ud83d\udc4b"}`, String.raw`{"a":"\ufffd\ud83d\udc4b"}`],
    [String.raw`{"a":"\ud83d\udc4b"}`, String.raw`{"a":"\ud83d\udc4b"}`],
    [String.raw`{"a":"\\ud83d"}`, String.raw`{"a":"\\ud83d"}`],
    [String.raw`{"a":"\\\ud83d"}`, String.raw`{"a":"\\\ufffd"}`],
    [String.raw`{"a":"\u00e9"}`, String.raw`{"a":"\u00e9"}`],
  ])('%s is read as %s', (source, expected) => {
    expect(wellFormedJson(source)).toBe(expected);
  });

  it('says what it said, with U+FFFD where half a character was', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0xd700, max: 0xe100 }), { maxLength: 12 }),
        (units) => {
          const text = String.fromCharCode(...units);
          const escaped = units.map((unit) => `\\u${unit.toString(16)}`).join('');
          expect(JSON.parse(wellFormedJson(`"${escaped}"`))).toBe(text.toWellFormed());
        },
      ),
    );
  });
});
