import { describe, expect, it } from 'vitest';
import { placeOfAreaCode } from '../../../../common/rules/phone/area-code-places.ts';
import { areaCodesOf, regionOfAreaCode } from '../../../../common/rules/phone/area-codes.ts';
import { regionOfPostalCode } from '../../../../common/rules/phone/postal-regions.ts';

describe('places', () => {
  it('are known of every area code, and of no other', () => {
    const all = [...areaCodesOf('US'), ...areaCodesOf('CA')];
    expect(all.filter((code) => !placeOfAreaCode(code))).toEqual([]);
    expect(all.filter((code) => !/^[A-Z]{2}$/.test(regionOfAreaCode(code) ?? ''))).toEqual([]);
    expect([placeOfAreaCode('555'), regionOfAreaCode('555')]).toEqual([null, null]);
  });

  it.each([
    ['415', 'San Francisco', 'CA'],
    ['207', 'Portland', 'ME'],
    ['503', 'Portland', 'OR'],
    ['604', 'Vancouver', 'BC'],
    ['212', 'New York', 'NY'],
  ])('of %s are %s, %s', (code, city, state) => {
    expect([placeOfAreaCode(code), regionOfAreaCode(code)]).toEqual([city, state]);
  });

  it.each([
    ['94103', 'CA'],
    ['02139-4307', 'MA'],
    ['05501', 'MA'],
    ['05401', 'VT'],
    ['20101', 'VA'],
    ['20001', 'DC'],
    ['73301', 'TX'],
    ['M5V 2T6', 'ON'],
    ['m5v2t6', 'ON'],
    ['H2X', 'QC'],
    ['00000', null],
    ['9410', null],
    ['Z1Z 1Z1', null],
    ['', null],
    [' 94103 ', 'CA'],
    ['x94103', null],
    ['941030', null],
    ['94103-43070', null],
    ['xM5V 2T6', null],
    ['M5V 2T6x', null],
    ['M5V 2', null],
  ])('of the postal code %s are %s', (code, region) => {
    expect(regionOfPostalCode(code)).toBe(region);
  });
});
