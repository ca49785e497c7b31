import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitAtDifference } from '../../../../renderer/inspector/clinic/split-difference.ts';

describe('two texts at their first difference', () => {
  it('never cuts a character in half', () => {
    expect(splitAtDifference('a👋b', 'a👍b')).toEqual({
      same: 'a',
      left: { first: '👋', rest: 'b' },
      right: { first: '👍', rest: 'b' },
    });
  });

  it('has an empty end where one text stops', () => {
    expect(splitAtDifference('ab\n', 'ab').right).toEqual({ first: '', rest: '' });
  });

  it('can be put together again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        const { same, left, right } = splitAtDifference(a, b);
        expect(same + left.first + left.rest).toBe(a);
        expect(same + right.first + right.rest).toBe(b);
      }),
    );
  });
});
