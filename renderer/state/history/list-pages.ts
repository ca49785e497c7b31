/** What was read of a list beyond the newest that the live state holds; newest first. */
export interface ListPages<T> {
  readonly items: readonly T[];
  /** There is nothing older. */
  readonly isWhole: boolean;
  readonly isLoading: boolean;
  /** Asked for by their id, wherever in the list they are. */
  readonly named: readonly T[];
}

export interface Identified {
  readonly id: string;
}

export const NO_PAGES: ListPages<never> = {
  items: [],
  isWhole: false,
  isLoading: false,
  named: [],
};

/** The list with a page more at its end. */
export function withPage<T extends Identified>(
  pages: ListPages<T>,
  page: readonly T[],
  isWhole: boolean,
): ListPages<T> {
  const known = new Set(pages.items.map(({ id }) => id));
  const items = [...pages.items, ...page.filter(({ id }) => !known.has(id))];
  return { ...pages, items, isWhole, isLoading: false };
}

/**
 * The live list lets its oldest go as new ones come in. Where older ones were read, these belong
 * before them: else there would be a hole.
 *
 * @param isFull the live list holds as many as it ever does, so it let them go for room
 */
export function withDropped<T extends Identified>(
  pages: ListPages<T>,
  before: readonly T[],
  now: readonly T[],
  isFull: boolean,
): ListPages<T> {
  if (before === now || !isFull || (pages.items.length === 0 && !pages.isWhole)) return pages;
  const kept = new Set(now.map(({ id }) => id));
  const dropped = before.filter(({ id }) => !kept.has(id));
  if (dropped.length === 0) return pages;
  const ids = new Set(dropped.map(({ id }) => id));
  return { ...pages, items: [...dropped, ...pages.items.filter(({ id }) => !ids.has(id))] };
}

/** So many are kept that were asked for by their id. */
const MOST_NAMED = 50;

export function withNamed<T extends Identified>(pages: ListPages<T>, item: T): ListPages<T> {
  const others = pages.named.filter(({ id }) => id !== item.id);
  return { ...pages, named: [...others, item].slice(-MOST_NAMED) };
}

export function without<T extends Identified>(pages: ListPages<T>, id: string): ListPages<T> {
  const others = (items: readonly T[]) =>
    items.some((item) => item.id === id) ? items.filter((item) => item.id !== id) : items;
  const items = others(pages.items);
  const named = others(pages.named);
  return items === pages.items && named === pages.named ? pages : { ...pages, items, named };
}

/** The live list and what is older, in the order of `keyOf`, the greatest first. */
export function wholeList<T extends Identified>(
  live: readonly T[],
  { items, named }: ListPages<T>,
  keyOf: (item: T) => string,
): readonly T[] {
  if (items.length === 0 && named.length === 0) return live;
  // What is live is newer than what was read once.
  const byId = new Map([...named, ...items, ...live].map((item) => [item.id, item]));
  if (byId.size === live.length) return live;
  return [...byId.values()].sort((a, b) => compare(keyOf(b), keyOf(a)));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
