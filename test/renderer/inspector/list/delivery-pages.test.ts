import { describe, expect, it } from 'vitest';
import type { DeliverySummary } from '../../../../common/contract/index.ts';
import {
  newerThan,
  withHead,
  withLive,
  withOlderPage,
} from '../../../../renderer/inspector/list/delivery-pages.ts';
import { delivery } from '../../state/live-fixtures.ts';

/** Deliveries newest first: `row(3)` is newer than `row(2)`. */
function row(number: number, overrides: Partial<DeliverySummary> = {}): DeliverySummary {
  const seconds = String(number).padStart(2, '0');
  return delivery({
    id: `dlv_${number}`,
    createdAt: `2026-11-02T10:00:${seconds}.000Z`,
    ...overrides,
  });
}

const ids = (items: readonly DeliverySummary[]) => items.map(({ id }) => id.slice(4)).join(' ');

describe('the pages of the delivery list', () => {
  it('keeps what is older than the newest page', () => {
    const known = [row(4), row(3), row(2), row(1)];
    expect(ids(withHead(known, [row(5), row(4)], false))).toBe('5 4 3 2 1');
  });

  it('drops what the newest page no longer has between its ends', () => {
    const known = [row(4), row(3), row(2), row(1)];
    expect(ids(withHead(known, [row(5), row(4), row(2)], false))).toBe('5 4 2 1');
  });

  it('starts anew where a hole would be left', () => {
    expect(ids(withHead([row(2), row(1)], [row(9), row(8)], false))).toBe('9 8');
  });

  it('is the newest page when that is all there is', () => {
    expect(ids(withHead([row(2), row(1)], [row(2)], true))).toBe('2');
  });

  it('counts what came in above the one that was newest, or does not know', () => {
    expect(newerThan([row(4), row(3), row(2)], 'dlv_3')).toBe(1);
    expect(newerThan([row(4), row(3)], 'dlv_4')).toBe(0);
    expect(newerThan([row(4), row(3)], 'dlv_1')).toBeNull();
  });

  it('adds an older page without repeating what is known', () => {
    expect(ids(withOlderPage([row(3), row(2)], [row(2), row(1)]))).toBe('3 2 1');
  });

  it('puts new deliveries on top and changed ones in their place', () => {
    const live = [row(3), row(2, { status: 'failed' }), row(1)];
    const merged = withLive([row(2), row(1)], live, true);
    expect(ids(merged)).toBe('3 2 1');
    expect(merged[1]?.status).toBe('failed');
  });

  it('leaves new ones to the reader while a filter holds, and old ones to their place', () => {
    expect(ids(withLive([row(2)], [row(3), row(2)], false))).toBe('2');
    expect(ids(withLive([row(3)], [row(1, { status: 'success' }), row(3)], true))).toBe('3');
  });

  it('is the very same list when nothing changed', () => {
    const known = [row(2), row(1)];
    expect(withLive(known, [...known], true)).toBe(known);
  });
});
