import { useEffect, useMemo, useState } from 'react';
import type {
  DeliverySummary,
  LiveConversation,
  LiveMessage,
  LiveState,
} from '../../common/contract/index.ts';
import { LIVE_LIST_LIMIT } from '../../common/contract/live.ts';
import { reportFailure, useServices } from '../state/window-context.tsx';

const PAGE_DELIVERIES = 200;

interface Known {
  readonly conversationId: string | null;
  readonly byId: ReadonlyMap<string, DeliverySummary>;
  /** The oldest delivery that was requested; null before the first page. */
  readonly oldestId: string | null;
  readonly isWhole: boolean;
}

const nothingOf = (conversationId: string | null): Known => ({
  conversationId,
  byId: new Map(),
  oldestId: null,
  isWhole: false,
});

/**
 * The deliveries of a thread, as far back as its shown messages: the live ones, and older ones from
 * the history.
 */
export function useThreadDeliveries(
  state: LiveState,
  conversation: LiveConversation | null,
  messages: readonly LiveMessage[],
): readonly DeliverySummary[] {
  const { control } = useServices();
  const conversationId = conversation?.id ?? null;
  const live = useMemo(
    () => state.deliveries.filter((delivery) => delivery.conversationId === conversationId),
    [state.deliveries, conversationId],
  );
  const [kept, setKept] = useState(() => nothingOf(conversationId));
  const before = kept.conversationId === conversationId ? kept : nothingOf(conversationId);
  // Keeps deliveries that the live list drops.
  const known = withThem(before, live);
  if (known !== kept) setKept(known);

  const oldestMessage = messages[0]?.receivedAt;
  const oldestKnown =
    known.oldestId === null
      ? state.deliveries.at(-1)?.createdAt
      : known.byId.get(known.oldestId)?.createdAt;
  const lacksSome =
    conversationId !== null &&
    !known.isWhole &&
    state.deliveries.length >= LIVE_LIST_LIMIT &&
    oldestMessage !== undefined &&
    oldestKnown !== undefined &&
    oldestMessage < oldestKnown;
  const { oldestId } = known;
  useEffect(() => {
    if (!lacksSome) return;
    const abort = new AbortController();
    const filter = `conversation:${conversationId} event:agent.message,agent.reaction`;
    const page = { filter, limit: PAGE_DELIVERIES, ...(oldestId ? { before: oldestId } : {}) };
    control.run('delivery.list', page, abort.signal).then(
      ({ items }) =>
        setKept((now) => {
          if (now.conversationId !== conversationId) return now;
          const last = items.at(-1)?.id ?? now.oldestId;
          const isWhole = items.length < PAGE_DELIVERIES;
          // A known delivery is as new as this one, or newer.
          const fresh = items.filter(({ id }) => !now.byId.has(id));
          return { ...withThem(now, fresh), oldestId: last, isWhole };
        }),
      (error: unknown) => {
        if (!abort.signal.aborted) reportFailure(error);
      },
    );
    return () => abort.abort();
  }, [control, conversationId, lacksSome, oldestId]);
  return useMemo(() => [...known.byId.values()], [known]);
}

/** Returns the same object if nothing changed. */
function withThem(known: Known, deliveries: readonly DeliverySummary[]): Known {
  if (deliveries.every((delivery) => known.byId.get(delivery.id) === delivery)) return known;
  const added = deliveries.map((delivery) => [delivery.id, delivery] as const);
  return { ...known, byId: new Map([...known.byId, ...added]) };
}
