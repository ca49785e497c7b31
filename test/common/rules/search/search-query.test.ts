import { describe, expect, it } from 'vitest';
import {
  addressExpression,
  isEmptySearch,
  matchExpression,
  parseSearch,
} from '../../../../common/rules/search/search-query.ts';

describe('what was typed', () => {
  it.each([
    ['open sun', '"open" * AND "sun" *'],
    ['"Open on" sun', '"open on" AND "sun" *'],
    ['“smart quotes”', '"smart quotes"'],
    ['日曜', '"日 曜" *'],
    ['half "open', '"half" * AND "open" *'],
    ['a OR NOT* ^b NEAR(x,2)', '"a" AND "or" AND "not" * AND "b" AND "near x 2" *'],
    ['col:x; drop table', '"col x" AND "drop" * AND "table" *'],
  ])('%j means %s', (typed, expression) => {
    expect(matchExpression(parseSearch(typed))).toBe(expression);
  });

  it.each(['', '   ', '"', '" "', '-.*', '\u0000'])('%j looks for nothing', (typed) => {
    expect(isEmptySearch(parseSearch(typed))).toBe(true);
  });

  it('may be a phone number, however it is written', () => {
    expect(addressExpression(parseSearch('+1 (202) 555-0147'))).toBe('"12025550147" *');
    expect(addressExpression(parseSearch('0147'))).toBe('"0147" *');
    expect(parseSearch('24 hours').digits).toBeNull();
  });

  it('is bounded, whatever was pasted', () => {
    const { phrases } = parseSearch('word '.repeat(1_000_000));
    expect(phrases.length).toBeLessThanOrEqual(12);
    expect(matchExpression(parseSearch('日'.repeat(100_000))).length).toBeLessThan(300);
  });
});
