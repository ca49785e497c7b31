import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { folded } from '../../../renderer/inspector/folded-diff.ts';
import { lineDiff } from '../../../renderer/inspector/line-diff.ts';

const TEXT = fc
  .array(fc.constantFrom('a', 'b', 'c', '{', '}', ''), { maxLength: 20 })
  .map((lines) => lines.join('\n'));

describe('a comparison by lines', () => {
  it('tells what was replaced', () => {
    const lines = lineDiff('a\nb\nc', 'a\nx\nc');
    expect(lines.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'same a',
      'removed b',
      'added x',
      'same c',
    ]);
  });

  it('holds both texts, whatever they are', () => {
    fc.assert(
      fc.property(TEXT, TEXT, (before, after) => {
        const lines = lineDiff(before, after);
        const side = (kind: 'removed' | 'added') =>
          lines
            .filter((line) => line.kind === 'same' || line.kind === kind)
            .map(({ text }) => text)
            .join('\n');
        expect(side('removed')).toBe(before);
        expect(side('added')).toBe(after);
      }),
    );
  });

  it('is without differences exactly for equal texts', () => {
    fc.assert(
      fc.property(TEXT, TEXT, (before, after) => {
        const same = lineDiff(before, after).every(({ kind }) => kind === 'same');
        expect(same).toBe(before === after);
      }),
    );
  });

  it('folds long equal stretches and loses no line', () => {
    const before = Array.from({ length: 30 }, (_, index) => `line ${index}`).join('\n');
    const items = folded(lineDiff(before, before.replace('line 15', 'other')));
    expect(items.filter(({ kind }) => kind === 'fold')).toHaveLength(2);
    const total = items.reduce((sum, item) => sum + (item.kind === 'fold' ? item.count : 1), 0);
    expect(total).toBe(31);
  });
});
