import { describe, expect, it } from 'vitest';
import {
  around,
  bodyCandidates,
  bodyCause,
  firstDifference,
  messageCandidates,
  secretCandidates,
} from '../../../../common/rules/signatures/signature-candidates.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (value: Uint8Array) => new TextDecoder().decode(value);

describe('bodies that may have been signed', () => {
  const of = (given: string, recorded: string | null = null) =>
    bodyCandidates(bytes(given), recorded === null ? null : bytes(recorded));

  it('begin with the one given, without a cause', () => {
    expect(of('{"a":1}')[0]).toEqual({ cause: null, assumption: '', value: bytes('{"a":1}') });
  });

  it.each([
    ['{"a":1}\r\n', '{"a":1}', 'the body without the line break at its end'],
    ['{"a":1}\n\n', '{"a":1}', 'the body without the line break at its end'],
    ['{"a":1}', '{"a":1}\n', 'the body with a line break at its end'],
    [' {"a":1} ', '{"a":1}', 'the body without blanks around it'],
    ['{\r\n"a":1\r\n}', '{\n"a":1\n}', 'the body with \\n in place of \\r\\n'],
    ['{"a": 1}', '{"a":1}', 'the body written as by JSON.stringify(JSON.parse(body))'],
    ['{"a":1}', '{"a": 1}', "the body written as by Python's json.dumps(json.loads(body))"],
  ])('have for %j also %j', (given, value, assumption) => {
    const found = of(given).find((candidate) => text(candidate.value) === value);
    expect(found?.assumption).toBe(assumption);
  });

  it('begin, after the one given, with what was really sent', () => {
    expect(of('{"a":1}', '{"a":2}')[1]).toEqual({
      cause: 'changedBody',
      assumption: 'the body as it was sent',
      value: bytes('{"a":2}'),
    });
  });

  it.each([
    ['[object Object]', '"[object Object]"'],
    ['undefined', '"undefined"'],
    ['null', '"null"'],
    ['None', '"None"'],
    ['{}', '"{}"'],
    ['', 'nothing'],
    ['[object Promise]', '"[object Promise]"'],
    ['[object ReadableStream]', '"[object ReadableStream]"'],
  ])('have %j, which programs write in their place', (value, name) => {
    const found = of('{"a":1}').find((candidate) => text(candidate.value) === value);
    expect(found).toMatchObject({
      cause: 'notTheBody',
      assumption: `${name} in the body's place`,
    });
  });

  it.each([
    // As `f"{body}"` prints them in Python 3.
    ['é\t\r\n\\', "b'\\xc3\\xa9\\t\\r\\n\\\\'"],
    ['\u0001 ~\u007f\u001f', "b'\\x01 ~\\x7f\\x1f'"],
    ["it's", 'b"it\'s"'],
    ['"it\'s"', "b'\"it\\'s\"'"],
  ])('have %j as Python prints bytes', (given, printed) => {
    const found = of(given).find(({ assumption }) => assumption.startsWith("Python's b'…'"));
    expect(text(found?.value ?? bytes(''))).toBe(printed);
  });

  it('have no forms of JSON where there is no JSON', () => {
    expect(of('a=1').filter(({ assumption }) => assumption.includes('written'))).toEqual([]);
  });

  it('have each form of theirs once', () => {
    const own = of('{"a":1}').filter(({ cause }) => cause !== 'notTheBody');
    expect(new Set(own.map(({ value }) => text(value))).size).toBe(own.length);
  });
});

describe('keys that may have been used', () => {
  const of = (given: string, known: { secret: string; name: string }[] = []) =>
    secretCandidates(given, known).map(({ cause, assumption, value }) => [
      cause,
      assumption,
      text(value),
    ]);

  it('are what people make of a secret', () => {
    expect(of('whsec_YWJj')).toEqual([
      [null, '', 'whsec_YWJj'],
      ['missingSecretPrefix', 'the secret without "whsec_"', 'YWJj'],
      ['missingSecretPrefix', 'the secret with "whsec_" before it', 'whsec_whsec_YWJj'],
      ['base64Secret', 'the part after "whsec_", base64-decoded', 'abc'],
      ['base64Secret', 'the whole secret, base64-decoded', expect.any(String)],
    ]);
  });

  it.each(['"ab"', "'ab'", ' ab\n', ' "ab" ', '" ab "'])(
    'are without what is around %j',
    (given) => {
      expect(of(given)[1]).toEqual([
        'secretWhitespace',
        'the secret without blanks or quotes around it',
        'ab',
      ]);
    },
  );

  it.each(['"ab', '\'ab"', 'a"b"'])('keep quotes that are no pair: %j', (given) => {
    expect(of(given).map(([cause]) => cause)).not.toContain('secretWhitespace');
  });

  it('are those of other webhooks', () => {
    expect(of('x', [{ secret: 'whsec_b', name: "the project webhook's secret" }])).toContainEqual([
      'wrongSecret',
      "the project webhook's secret",
      'whsec_b',
    ]);
  });

  it('are never empty, and none comes twice', () => {
    expect(of('', [{ secret: '', name: 'none' }]).map(([, , value]) => value)).toEqual(['whsec_']);
    const own = { secret: 'abc', name: 'its own' };
    expect(of('abc', [own]).map(([, , value]) => value)).toEqual(['abc', 'whsec_abc']);
  });

  it.each([
    ['YWJj', 'abc'],
    ['YWJjZA', 'abcd'],
    ['YWJjZA==', 'abcd'],
    ['YW Jj\n', 'abc'],
    ['Pz8-Pz8_', '??>???'],
  ])('are read from base64 as leniently as decoders do: %j', (given, value) => {
    expect(of(given)).toContainEqual(['base64Secret', expect.any(String), value]);
  });

  it.each(['YWJjZ', 'YWJ', '   '])('are not read from what is no base64: %j', (given) => {
    expect(of(`whsec_${given}`)).not.toContainEqual([
      'base64Secret',
      'the part after "whsec_", base64-decoded',
      expect.any(String),
    ]);
  });
});

describe('messages that may have been signed', () => {
  const of = (timestamp: string) =>
    messageCandidates(timestamp).map(({ cause, assumption, value }) => [
      cause,
      assumption,
      text(value(bytes('{}'))),
    ]);
  const others = (timestamp: string) => [
    ['bodyOnly', 'the body alone, without timestamp', '{}'],
    ['missingDot', 'timestamp and body without the dot between them', `${timestamp}{}`],
  ];

  it.each([
    ['1700000000', ['milliseconds', 'the timestamp in milliseconds', '1700000000000.{}']],
    ['1700000000000', ['milliseconds', 'the timestamp in seconds', '1700000000.{}']],
    ['1', ['milliseconds', 'the timestamp in milliseconds', '1000.{}']],
    ['12345678901', ['milliseconds', 'the timestamp in milliseconds', '12345678901000.{}']],
  ])('are for the timestamp %s also in the other unit', (timestamp, other) => {
    expect(of(timestamp)).toEqual([[null, '', `${timestamp}.{}`], other, ...others(timestamp)]);
  });

  it.each(['', '123456789012', '12345678901234', 'x1700000000', '1700000000x', 'a1700000000000'])(
    'have no other unit for %j',
    (timestamp) => {
      expect(of(timestamp)).toEqual([[null, '', `${timestamp}.{}`], ...others(timestamp)]);
    },
  );
});

describe('two bodies', () => {
  it.each([
    ['{"a":1}', '{"a":1}\n', 'trailingNewline'],
    [' {"a":1}', '{"a":1}', 'trailingNewline'],
    ['{"a": 1}', '{"a":1}', 'reserialisedJson'],
    ['{"a":1,"b":2}', '{"b":2,"a":1}', 'reserialisedJson'],
    ['{"a":"é"}', '{"a":"\\u00e9"}', 'escapedUnicode'],
    ['{"a":"\\u00E9"}', '{"a":"é"}', 'escapedUnicode'],
    ['{"a": "é"}', '{"a":"\\u00e9"}', 'reserialisedJson'],
    ['{"a":1}', '{"a":2}', 'changedBody'],
    ['{"a":1}', 'a=1', 'changedBody'],
    ['a=1', '{"a":1}', 'changedBody'],
    ['a=1', 'a=2', 'changedBody'],
  ])('%j and %j: %s', (given, signed, cause) => {
    expect(bodyCause(bytes(given), bytes(signed))).toBe(cause);
  });

  it.each([
    ['abc', 'abd', 2],
    ['abc', 'abc', null],
    ['abc', 'ab', 2],
    ['ab', 'abc', 2],
    ['', '', null],
    ['', 'a', 0],
  ])('%j and %j differ first at %s', (a, b, at) => {
    expect(firstDifference(bytes(a), bytes(b))).toBe(at);
  });
});

describe('the text around a byte', () => {
  const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

  it.each([
    [0, 'abcdefghijklmnopqrst…'],
    [12, 'abcdefghijklmnopqrstuvwxyzABCDEF…'],
    [13, '…bcdefghijklmnopqrstuvwxyzABCDEFG…'],
    [32, '…uvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'],
    [52, '…OPQRSTUVWXYZ'],
  ])('at %s', (at, shown) => {
    expect(around(bytes(LETTERS), at)).toBe(shown);
  });

  it('is cut at whole characters', () => {
    expect(around(bytes(`é${'x'.repeat(40)}`), 13)).toBe(`…${'x'.repeat(31)}…`);
  });
});
