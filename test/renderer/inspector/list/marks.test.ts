import { describe, expect, it } from 'vitest';
import { listRows } from '../../../../renderer/inspector/list/list-rows.ts';
import { range, toggled } from '../../../../renderer/inspector/list/marks.ts';
import { delivery, deliveryDetail } from '../../state/live-fixtures.ts';

const ROWS = listRows(
  ['dlv_c', 'dlv_b', 'dlv_a'].map((id) => delivery({ id })),
  new Set(['dlv_b']),
  new Map([['dlv_b', deliveryDetail().attempts]]),
);

describe('several deliveries', () => {
  it('are all from one row to another, both ways, without their attempts', () => {
    expect([...range(ROWS, 0, 3)]).toEqual(['dlv_c', 'dlv_b', 'dlv_a']);
    expect([...range(ROWS, 3, 1)]).toEqual(['dlv_b', 'dlv_a']);
    expect([...range(ROWS, -1, 0)]).toEqual(['dlv_c']);
  });

  it('are what was shown and one more, or one less', () => {
    const two = toggled(new Set(), 'dlv_a', 'dlv_c');
    expect([...two]).toEqual(['dlv_c', 'dlv_a']);
    expect([...toggled(two, 'dlv_b', 'dlv_a')]).toEqual(['dlv_c', 'dlv_a', 'dlv_b']);
    // A single one is not several.
    expect([...toggled(two, 'dlv_a', 'dlv_a')]).toEqual([]);
  });
});
