import { describe, expect, it } from 'vitest';
import { indexOfChoice, listRows, rowKey } from '../../../../renderer/inspector/list/list-rows.ts';
import { delivery, deliveryDetail } from '../../state/live-fixtures.ts';

const ITEMS = [delivery({ id: 'dlv_b' }), delivery({ id: 'dlv_a' })];
const ATTEMPTS = new Map([['dlv_a', deliveryDetail().attempts]]);

describe('the lines of the delivery list', () => {
  it('lists attempts under an expanded delivery', () => {
    const rows = listRows(ITEMS, new Set(['dlv_a']), ATTEMPTS);
    expect(rows.map(rowKey)).toEqual(['dlv_b', 'dlv_a', 'dlv_a.1']);
  });

  it('has nothing under it until its attempts were read', () => {
    expect(listRows(ITEMS, new Set(['dlv_b']), ATTEMPTS).map(rowKey)).toEqual(['dlv_b', 'dlv_a']);
  });

  it('finds the chosen attempt where it is listed, else its delivery', () => {
    const open = listRows(ITEMS, new Set(['dlv_a']), ATTEMPTS);
    expect(indexOfChoice(open, 'dlv_a', 1)).toBe(2);
    expect(indexOfChoice(open, 'dlv_a', 9)).toBe(1);
    expect(indexOfChoice(listRows(ITEMS, new Set(), ATTEMPTS), 'dlv_a', 1)).toBe(1);
    expect(indexOfChoice(open, 'dlv_gone', null)).toBe(-1);
  });

  it('puts all tests behind one line, where the newest of them is', () => {
    const tests = ['dlv_t2', 'dlv_t1'].map((id) => delivery({ id, kind: 'test' }));
    const [first, second] = tests;
    if (!first || !second) throw new Error('There are two.');
    const mixed = [delivery({ id: 'dlv_c' }), first, delivery({ id: 'dlv_b' }), second];
    const keys = (testRows: 'folded' | 'unfolded' | 'apart') =>
      listRows(mixed, new Set(), new Map(), testRows).map(rowKey);
    expect(keys('folded')).toEqual(['dlv_c', 'tests', 'dlv_b']);
    expect(keys('unfolded')).toEqual(['dlv_c', 'tests', 'dlv_t2', 'dlv_t1', 'dlv_b']);
    expect(keys('apart')).toEqual(['dlv_c', 'dlv_t2', 'dlv_b', 'dlv_t1']);
    const one = listRows([first, delivery({ id: 'dlv_b' })], new Set(), new Map(), 'folded');
    expect(one.map(rowKey)).toEqual(['dlv_t2', 'dlv_b']);
  });
});
