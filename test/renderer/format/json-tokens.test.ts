import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonTokens, prettyJson } from '../../../renderer/format/json-tokens.ts';

describe('JSON tokens', () => {
  it('joined are the text again, whatever it is', () => {
    const joined = (text: string) =>
      jsonTokens(text)
        .map((token) => token.text)
        .join('');
    fc.assert(fc.property(fc.string(), (text) => joined(text) === text));
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value, null, 2);
        expect(joined(text)).toBe(text);
      }),
    );
  });

  it('tell keys from strings and numbers', () => {
    const kinds = jsonTokens('{"a": "b: \\"c\\"", "d": -1.5e3, "e": null}')
      .filter((token) => token.kind !== 'plain')
      .map((token) => [token.kind, token.text]);
    expect(kinds).toEqual([
      ['key', '"a"'],
      ['string', '"b: \\"c\\""'],
      ['key', '"d"'],
      ['number', '-1.5e3'],
      ['key', '"e"'],
      ['number', 'null'],
    ]);
  });

  it('leave what is no JSON unpretty', () => {
    expect(prettyJson('<html>')).toBeNull();
    expect(prettyJson('{"a":1}')).toBe('{\n  "a": 1\n}');
  });
});
