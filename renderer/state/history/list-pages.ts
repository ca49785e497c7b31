/** The loaded part of a list behind the newest items, which the live state holds. Newest first. */
export interface ListPages<T> {
  readonly items: readonly T[];
  /** There is nothing older. */
  readonly isWhole: boolean;
  readonly isLoading: boolean;
  /** Items that were requested by id, from anywhere in the list. */
  readonly named: readonly T[];
  /** Ids that were requested but do not exist. */
  readonly missing: readonly string[];
}

export interface Identified {
  readonly id: string;
}

export const NO_PAGES: ListPages<never> = {
  items: [],
  isWhole: false,
  isLoading: false,
  named: [],
  missing: [],
};

/** The list with another page at its end. */
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
 * The live list drops its oldest items as new ones arrive. If older ones were loaded, the dropped
 * ones are inserted before them, because there would be a gap otherwise.
 *
 * @param isFull the live list holds as many as it can, so it dropped them for room
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

/** At most this many items requested by id are kept. */
const MOST_NAMED = 50;

export function withNamed<T extends Identified>(pages: ListPages<T>, item: T): ListPages<T> {
  const others = pages.named.filter(({ id }) => id !== item.id);
  const missing = pages.missing.filter((id) => id !== item.id);
  return { ...pages, named: [...others, item].slice(-MOST_NAMED), missing };
}

/** It was requested and does not exist. */
export function withMissing<T extends Identified>(pages: ListPages<T>, id: string): ListPages<T> {
  if (pages.missing.includes(id)) return pages;
  return { ...pages, missing: [...pages.missing, id].slice(-MOST_NAMED) };
}

export function without<T extends Identified>(pages: ListPages<T>, id: string): ListPages<T> {
  const others = (items: readonly T[]) =>
    items.some((item) => item.id === id) ? items.filter((item) => item.id !== id) : items;
  const items = others(pages.items);
  const named = others(pages.named);
  return items === pages.items && named === pages.named ? pages : { ...pages, items, named };
}

/** The live list and the older items, ordered by `keyOf`, the greatest first. */
export function wholeList<T extends Identified>(
  live: readonly T[],
  { items, named }: ListPages<T>,
  keyOf: (item: T) => string,
): readonly T[] {
  if (items.length === 0 && named.length === 0) return live;
  // Live items replace older copies of them.
  const byId = new Map([...named, ...items, ...live].map((item) => [item.id, item]));
  if (byId.size === live.length) return live;
  return [...byId.values()].sort((a, b) => compare(keyOf(b), keyOf(a)));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
