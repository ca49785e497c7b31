import type { DeliverySummary } from '../../../common/contract/index.ts';

/**
 * The list after its newest page was read again. `head` is complete and in order; what was known
 * beyond its end stays. Where the two do not meet, more came in between than one page holds: what
 * was known is dropped, for the hole between them would show as if nothing had happened there.
 */
export function withHead(
  known: readonly DeliverySummary[],
  head: readonly DeliverySummary[],
  isWhole: boolean,
): readonly DeliverySummary[] {
  if (isWhole) return head;
  const inHead = new Set(head.map(({ id }) => id));
  const last = known.findLastIndex(({ id }) => inHead.has(id));
  return last < 0 ? head : [...head, ...known.slice(last + 1)];
}

/**
 * The list in another order than by age, after its first page was read again: anything may have moved
 * to any place, so what was on it before and is not any more has gone further down, or away.
 */
export function withFirstPage(
  known: readonly DeliverySummary[],
  page: readonly DeliverySummary[],
  isWhole: boolean,
): readonly DeliverySummary[] {
  if (isWhole) return page;
  const onPage = new Set(page.map(({ id }) => id));
  return [...page, ...known.slice(page.length).filter(({ id }) => !onPage.has(id))];
}

/** The list with an older page at its end. */
export function withOlderPage(
  known: readonly DeliverySummary[],
  page: readonly DeliverySummary[],
): readonly DeliverySummary[] {
  const ids = new Set(known.map(({ id }) => id));
  return [...known, ...page.filter(({ id }) => !ids.has(id))];
}

/**
 * The list as the live state knows it by now: changed deliveries replaced, and without a filter
 * those that are newer than the newest one that was read put on top.
 */
export function withLive(
  known: readonly DeliverySummary[],
  live: readonly DeliverySummary[],
  takesNew: boolean,
): readonly DeliverySummary[] {
  if (live.length === 0) return known;
  const byId = new Map(live.map((delivery) => [delivery.id, delivery]));
  let changed = false;
  const current = known.map((delivery) => {
    const newer = byId.get(delivery.id);
    byId.delete(delivery.id);
    if (newer === undefined || newer === delivery) return delivery;
    changed = true;
    return newer;
  });
  const newest = known[0];
  const fresh = takesNew
    ? live.filter(
        ({ id, createdAt }) =>
          byId.has(id) && (newest === undefined || createdAt >= newest.createdAt),
      )
    : [];
  if (fresh.length > 0) return [...fresh, ...current];
  return changed ? current : known;
}

/** How many stand above that one; null when it is not in the list. */
export function newerThan(items: readonly DeliverySummary[], id: string): number | null {
  const index = items.findIndex((delivery) => delivery.id === id);
  return index < 0 ? null : index;
}
