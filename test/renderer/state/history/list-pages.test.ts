import { describe, expect, it } from 'vitest';
import {
  type ListPages,
  NO_PAGES,
  wholeList,
  withDropped,
  withNamed,
  without,
  withPage,
} from '../../../../renderer/state/history/list-pages.ts';

interface Item {
  readonly id: string;
  readonly at: string;
  readonly words?: string;
}
const item = (n: number, words = ''): Item => ({
  id: `i${n}`,
  at: String(n).padStart(4, '0'),
  words,
});
const items = (from: number, to: number): Item[] =>
  Array.from({ length: from - to + 1 }, (_, index) => item(from - index));
const ids = (list: readonly Item[]) => list.map(({ id }) => id);
const whole = (live: readonly Item[], pages: ListPages<Item>) =>
  wholeList(live, pages, ({ at }) => at);
const none: ListPages<Item> = NO_PAGES;

describe('a list that goes on behind what is live', () => {
  it('is the live list while nothing was read', () => {
    const live = items(9, 5);
    expect(whole(live, none)).toBe(live);
  });

  it('has what was read behind it, nothing twice, and what is live wins', () => {
    const pages = withPage(withPage(none, items(5, 3), false), items(3, 1), true);
    const live = [item(6), item(5, 'changed')];
    const list = whole(live, pages);
    expect(ids(list)).toEqual(['i6', 'i5', 'i4', 'i3', 'i2', 'i1']);
    expect(list[1]?.words).toBe('changed');
    expect(pages.isWhole).toBe(true);
  });

  it('has no hole where the live list lets its oldest go', () => {
    const pages = withPage(none, items(3, 1), true);
    const after = withDropped(pages, items(6, 4), items(8, 6), true);
    expect(ids(whole(items(8, 6), after))).toEqual(ids(items(8, 1)));
  });

  it('does not take back what was removed, nor what nobody read on from', () => {
    const pages = withPage(none, items(3, 1), true);
    expect(withDropped(pages, items(6, 4), items(6, 5), false)).toBe(pages);
    expect(withDropped(none, items(6, 4), items(8, 6), true)).toBe(none);
    expect(ids(without(pages, 'i2').items)).toEqual(['i3', 'i1']);
  });

  it('has what was asked for by its id in its place', () => {
    const pages = withNamed(withPage(none, items(5, 4), false), item(1));
    expect(ids(whole(items(7, 6), pages))).toEqual(['i7', 'i6', 'i5', 'i4', 'i1']);
    // The next page goes on behind those that were read, not behind that one.
    expect(ids(whole(items(7, 6), withPage(pages, items(3, 1), true)))).toEqual(ids(items(7, 1)));
  });
});
