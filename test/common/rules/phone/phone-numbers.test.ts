import fc from 'fast-check';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { describe, expect, it } from 'vitest';
import { areaCodesOf, neighboursOf } from '../../../../common/rules/phone/area-codes.ts';
import { noPhoneNumber } from '../../../../common/rules/phone/pasted-number.ts';
import {
  countryOf,
  formatPhoneNumber,
  isEmergencyOrN11,
  toAddress,
  toE164,
} from '../../../../common/rules/phone/phone-numbers.ts';

describe('a phone number', () => {
  it.each([
    ['(415) 555-0100', '+14155550100'],
    ['415.555.0100', '+14155550100'],
    ['1 415 555 0100', '+14155550100'],
    ['+44 20 7946 0958', '+442079460958'],
    ['+14155550100', '+14155550100'],
    ['555-0100', null],
    ['415 555 0100 x', null],
    ['x 415 555 0100', null],
    ['+1', null],
    ['', null],
    ['call me', null],
    ['+1415555010012345678', null],
    ['４１５５５５０１００', null],
    ['\u202d+14155550123\u202c', '+14155550123'],
    ['\u2068+1 (415) 555\u20110123\u2069', '+14155550123'],
    ['+1\u00a0415\u2009555\u201301\u200b23', '+14155550123'],
    ['\ufeff+1\u2212415\u2212555\u22120123\ufe0f', '+14155550123'],
  ])('%j is %j in E.164', (text, expected) => {
    expect(toE164(text)).toBe(expected);
  });

  it('of the North American plan is the same as the library says, in every area code', () => {
    for (let area = 200; area < 1_000; area += 1) {
      for (const line of ['0000000', '1111111', '5550147', '9110000']) {
        const text = `+1${area}${line}`;
        const parsed = parsePhoneNumberFromString(text, 'US');
        expect(toE164(text)).toBe(parsed?.isPossible() ? parsed.number : null);
      }
    }
  });

  it('stays the same once it is E.164, and no text makes it fail', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = toE164(text);
        if (once !== null) expect(toE164(once)).toBe(once);
        toAddress(text);
        isEmergencyOrN11(text);
        formatPhoneNumber(text);
      }),
    );
  });

  it.each([
    ['74174', '74174'],
    ['741741', '741741'],
    [' Somebody@Mail.Example ', 'somebody@mail.example'],
    ['a@b', null],
    ['a@b.example <x>', null],
    ['x a@b.example', null],
    ['sip:a@b.example', null],
    [`${'a'.repeat(310)}@b.example`, `${'a'.repeat(310)}@b.example`],
    [`${'a'.repeat(311)}@b.example`, null],
    ['\u200eada@mail.example\u200b', 'ada@mail.example'],
    ['\u202d74174\u202c', '74174'],
    ['4155550100', '+14155550100'],
  ])('%j is the address %j', (text, expected) => {
    expect(toAddress(text)).toBe(expected);
  });

  it.each([
    '911',
    '+911',
    '+1911',
    '1-911',
    '411',
    '211',
    '988',
    '+1988',
    '112',
    '999',
    '741741',
    '1-800-273-8255',
  ])('%s may not be called or texted', (text) => {
    expect(isEmergencyOrN11(text)).toBe(true);
  });

  it.each([
    '+14155550911',
    '+19115550100',
    '74174',
    '+12025550112',
    'x911@mail.example',
    '2911',
    '9110',
    '19110',
    '19880',
    '2988',
  ])('%s may', (text) => {
    expect(isEmergencyOrN11(text)).toBe(false);
  });

  it('is shown as people write it', () => {
    expect(formatPhoneNumber('+14155550100')).toBe('(415) 555-0100');
    expect(formatPhoneNumber('+442079460958')).toBe('+44 20 7946 0958');
    expect(formatPhoneNumber('grp_x')).toBe('grp_x');
    expect([countryOf('+14165550100'), countryOf('+14155550100')]).toEqual(['CA', 'US']);
    expect(countryOf('ACME')).toBeNull();
  });
});

describe('the area codes', () => {
  it('are real ones, each in one country, and their fictional lines are phone numbers', () => {
    const all = [...areaCodesOf('US'), ...areaCodesOf('CA')];
    expect(new Set(all).size).toBe(all.length);
    for (const country of ['US', 'CA'] as const) {
      for (const code of areaCodesOf(country)) {
        expect(code).toMatch(/^[2-9](?!11)\d\d$/);
        expect([code, toE164(`+1${code}5550100`)]).toEqual([code, `+1${code}5550100`]);
      }
    }
  });

  it('have neighbours in the same state', () => {
    expect(neighboursOf('US', '212')).toContain('718');
    expect(neighboursOf('US', '212')).not.toContain('212');
    expect(neighboursOf('US', '555')).toEqual([]);
  });
});

describe('what was taken for a number', () => {
  it.each([
    ['+1 4I5 555 0123', '"+1 4I5 555 0123" is no phone number: "I" (U+0049) cannot be in one'],
    ['415\u0000555', '"415\ufffd555" is no phone number: U+0000 cannot be in one'],
    ['+1415\u0301 555 0123', '"+1415\u0301 555 0123" is no phone number: U+0301 cannot be in one'],
    ['\u202d+1\u202c', '"+1" is no phone number'],
    ['my sister', '"my sister" is no phone number'],
    ['9'.repeat(60), `"${'9'.repeat(60)}" is no phone number`],
    ['room 12', '"room 12" is no phone number'],
    [
      '415\u00ad5550\u0390',
      '"4155550\u0390" is no phone number: "\u0390" (U+0390) cannot be in one',
    ],
    ['415555\u00e9', '"415555\u00e9" is no phone number: "\u00e9" (U+00E9) cannot be in one'],
    ['9'.repeat(70), `"${'9'.repeat(60)}…" is no phone number`],
  ])('is named: %j', (text, sentence) => {
    expect(noPhoneNumber(text)).toBe(sentence);
  });
});
