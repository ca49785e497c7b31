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
});
