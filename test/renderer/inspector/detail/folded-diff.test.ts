import { expect, it } from 'vitest';
import { diffLines } from '../../../../common/rules/deliveries/text-diff.ts';
import { folded } from '../../../../renderer/inspector/detail/folded-diff.ts';

it('folds long equal stretches and loses no line', () => {
  const before = Array.from({ length: 30 }, (_, index) => `line ${index}`).join('\n');
  const items = folded(diffLines(before, before.replace('line 15', 'other')));
  expect(items.filter(({ kind }) => kind === 'fold')).toHaveLength(2);
  const total = items.reduce((sum, item) => sum + (item.kind === 'fold' ? item.count : 1), 0);
  expect(total).toBe(31);
});
