import type { LiveMessage } from '../../../common/contract/index.ts';

/** A stretch of a thread without gaps, oldest first. */
export interface ThreadPages {
  readonly conversationId: string;
  readonly items: readonly LiveMessage[];
  readonly hasOlder: boolean;
  /** Newer messages exist that are not loaded. */
  readonly hasNewer: boolean;
}

/** Newest first, as the operation returns them. */
interface Page {
  readonly items: readonly LiveMessage[];
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
}

export function threadOf(conversationId: string, page: Page): ThreadPages {
  const { hasOlder, hasNewer } = page;
  return { conversationId, items: page.items.toReversed(), hasOlder, hasNewer };
}

/** At most this many are kept; those at the far end are loaded again on the way back. */
export const MOST_KEPT = 600;

export function withOlder(thread: ThreadPages, page: Page): ThreadPages {
  const items = joined(page.items.toReversed(), thread.items);
  const { hasOlder } = page;
  if (items.length <= MOST_KEPT) return { ...thread, items, hasOlder };
  return { ...thread, items: items.slice(0, MOST_KEPT), hasOlder, hasNewer: true };
}

export function withNewer(thread: ThreadPages, page: Page): ThreadPages {
  const items = joined(thread.items, page.items.toReversed());
  const { hasNewer } = page;
  if (items.length <= MOST_KEPT) return { ...thread, items, hasNewer };
  return { ...thread, items: items.slice(-MOST_KEPT), hasOlder: true, hasNewer };
}

/**
 * The thread after a change of the live state: changed messages are replaced, and new ones appended
 * if the thread reaches its end. Returns the same thread if nothing changed.
 *
 * @param live the live messages of this conversation, oldest first
 */
export function withLiveMessages(thread: ThreadPages, live: readonly LiveMessage[]): ThreadPages {
  if (live.length === 0) return thread;
  const byId = new Map(live.map((message) => [message.id, message]));
  let changed = false;
  const items = thread.items.map((message) => {
    const now = byId.get(message.id);
    if (now === undefined || now === message) return message;
    changed = true;
    return now;
  });
  if (thread.hasNewer) return changed ? { ...thread, items } : thread;
  const known = new Set(thread.items.map(({ id }) => id));
  const newest = thread.items.at(-1)?.receivedAt ?? '';
  const fresh = live.filter(({ id, receivedAt }) => !known.has(id) && receivedAt >= newest);
  if (fresh.length === 0 && !changed) return thread;
  return { ...thread, items: [...items, ...fresh] };
}

function joined(
  first: readonly LiveMessage[],
  second: readonly LiveMessage[],
): readonly LiveMessage[] {
  const known = new Set(second.map(({ id }) => id));
  return [...first.filter(({ id }) => !known.has(id)), ...second];
}
