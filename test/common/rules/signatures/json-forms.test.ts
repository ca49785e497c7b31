import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JSON_STYLES, writeJson } from '../../../../common/rules/signatures/json-forms.ts';

const VALUE = { b: 'é/ü+', a: [1, true, null, 'x'], c: {}, d: [], A: { z: 1, y: 2 } };

/** What the program of that name prints for the value above. */
const WRITTEN: Readonly<Record<string, string>> = {
  'JSON.stringify(JSON.parse(body))':
    '{"b":"é/ü+","a":[1,true,null,"x"],"c":{},"d":[],"A":{"z":1,"y":2}}',
  'compact, with \\u escapes':
    '{"b":"\\u00e9/\\u00fc+","a":[1,true,null,"x"],"c":{},"d":[],"A":{"z":1,"y":2}}',
  "Python's json.dumps(json.loads(body))":
    '{"b": "\\u00e9/\\u00fc+", "a": [1, true, null, "x"], "c": {}, "d": [], "A": {"z": 1, "y": 2}}',
  "Python's json.dumps(…, ensure_ascii=False)":
    '{"b": "é/ü+", "a": [1, true, null, "x"], "c": {}, "d": [], "A": {"z": 1, "y": 2}}',
  'JSON.stringify(…, null, 2)': JSON.stringify(VALUE, null, 2),
  "PHP's json_encode(json_decode($body))":
    '{"b":"\\u00e9\\/\\u00fc+","a":[1,true,null,"x"],"c":{},"d":[],"A":{"z":1,"y":2}}',
  'compact, with sorted keys': '{"A":{"y":2,"z":1},"a":[1,true,null,"x"],"b":"é/ü+","c":{},"d":[]}',
  "Python's json.dumps(…, sort_keys=True)":
    '{"A": {"y": 2, "z": 1}, "a": [1, true, null, "x"], "b": "\\u00e9/\\u00fc+", "c": {}, "d": []}',
};

describe('JSON as programs write it', () => {
  it.each(JSON_STYLES.map(({ name, style }) => [name, style] as const))('%s', (name, style) => {
    expect(writeJson(VALUE, style)).toBe(WRITTEN[name]);
  });

  it('has + escaped as .NET does', () => {
    const style = { itemSeparator: ',', keySeparator: ':', escapePlus: true };
    expect(writeJson({ 'a+': '+1+2' }, style)).toBe('{"a\\u002b":"\\u002b1\\u002b2"}');
  });

  it('has escapes of four digits, for both halves of a pair', () => {
    const style = { itemSeparator: ',', keySeparator: ':', escapeUnicode: true };
    expect(writeJson('\u0080 👋', style)).toBe('"\\u0080 \\ud83d\\udc4b"');
  });

  it.each(JSON_STYLES.map(({ name, style }) => [name, style] as const))(
    'is still the same value: %s',
    (_name, style) => {
      const value = fc.jsonValue({ maxDepth: 3 });
      fc.assert(
        fc.property(value, (given) => {
          const plain = JSON.parse(JSON.stringify(given));
          expect(JSON.parse(writeJson(plain, style))).toEqual(plain);
        }),
      );
    },
  );
});
