import { describe, expect, it } from 'vitest';
import { typedNumber } from '../../../renderer/format/typed-number.ts';

describe('a number that was typed', () => {
  it.each([
    ['10', 10],
    [' 2.5 ', 2.5],
    ['-3', -3],
    ['007', 7],
    ['.5', 0.5],
  ])('reads %j', (text, number) => {
    expect(typedNumber(text)).toBe(number);
  });

  it.each([
    '',
    ' ',
    '0x10',
    '0b11',
    '1e1',
    'Infinity',
    '1,000',
    '1.',
    '1.2.3',
    '-',
    '+5',
    '5 s',
    '٣',
    '１０',
  ])('takes %j for none', (text) => {
    expect(typedNumber(text)).toBeNaN();
  });
});
