import type { DeliverySummary } from '../../../common/contract/index.ts';

/**
 * The list after its newest page was loaded again. `head` is complete and in order, and the known
 * rest is appended to it. If the two do not meet, more arrived in between than one page holds. The
 * known rest is dropped then, because the list would hide the hole between them.
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
 * The list in an order other than by age, after its first page was loaded again. Anything may have
 * moved anywhere: what is no longer on the page was moved further down, or removed.
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

/** The list with an older page appended. */
export function withOlderPage(
  known: readonly DeliverySummary[],
  page: readonly DeliverySummary[],
): readonly DeliverySummary[] {
  const ids = new Set(known.map(({ id }) => id));
  return [...known, ...page.filter(({ id }) => !ids.has(id))];
}

/**
 * The list updated from the live state: changed deliveries are replaced and, if there is no filter,
 * those newer than the newest loaded one are prepended.
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

/** How many deliveries are above that one; null if it is not in the list. */
export function newerThan(items: readonly DeliverySummary[], id: string): number | null {
  const index = items.findIndex((delivery) => delivery.id === id);
  return index < 0 ? null : index;
}
