import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffWords } from '../../../renderer/playground/word-diff.ts';

const textOf = (runs: readonly { readonly text: string }[]) =>
  runs.map(({ text }) => text).join(' ');

describe('two answers compared word by word', () => {
  it('mark what only one of them says', () => {
    expect(diffWords('We open at nine.', 'We open at ten, sir.')).toEqual({
      left: [
        { kind: 'same', text: 'We open at' },
        { kind: 'only', text: 'nine.' },
      ],
      right: [
        { kind: 'same', text: 'We open at' },
        { kind: 'only', text: 'ten, sir.' },
      ],
    });
  });

  it('keep every word of either side, in its order', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c', 'dd'), { maxLength: 12 });
    fc.assert(
      fc.property(words, words, (left, right) => {
        const diff = diffWords(left.join(' '), right.join('\n'));
        expect(textOf(diff.left)).toBe(left.join(' '));
        expect(textOf(diff.right)).toBe(right.join(' '));
        const same = (runs: typeof diff.left) => textOf(runs.filter(({ kind }) => kind === 'same'));
        expect(same(diff.left)).toBe(same(diff.right));
      }),
    );
  });
});
