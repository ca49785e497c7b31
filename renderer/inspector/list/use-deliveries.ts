import {
  type Dispatch,
  type SetStateAction,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { DeliverySort, DeliverySummary } from '../../../common/contract/index.ts';
import { parseDeliveryFilter } from '../../../common/rules/deliveries/delivery-filter.ts';
import { OperationError } from '../../state/control-client.ts';
import { useLive } from '../../state/live-store.ts';
import { after } from '../../state/window-clock.ts';
import { useServices } from '../../state/window-context.tsx';
import { withFirstPage, withHead, withLive, withOlderPage } from './delivery-pages.ts';

const PAGE = 200;
/** While deliveries arrive, the newest page is loaded at most this often. */
const REFRESH_MS = 250;
const NONE: readonly DeliverySummary[] = [];

export interface Deliveries {
  readonly items: readonly DeliverySummary[];
  /** How many deliveries match in all; null until known. */
  readonly total: number | null;
  /** What is wrong with the filter, or why the request failed. */
  readonly problem: string | null;
  readonly loading: boolean;
  /** Loads the next older page, if there is one. */
  loadOlder(): void;
}

interface Read {
  readonly filter: string;
  readonly sort: DeliverySort;
  readonly items: readonly DeliverySummary[];
  readonly total: number;
}

/**
 * The deliveries that match a filter, in one of the orders of the list. The reader thread returns
 * them page by page. The live state shows when to load again, and updates deliveries in between.
 */
export function useDeliveries(filter: string, sort: DeliverySort): Deliveries {
  const live = useLive((store) => store.state?.deliveries ?? NONE);
  const [read, setRead] = useState<Read | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const parsed = useMemo(() => parseDeliveryFilter(filter), [filter]);
  const wanted = filter.trim();
  useNewest(parsed.ok ? wanted : null, sort, live, setRead, setFailure);
  const loadOlder = useOlder(read, setRead, setFailure);
  const items = useMemo(() => {
    if (read === null) return wanted === '' && sort === 'newest' ? live : NONE;
    const takesNew = wanted === '' && read.filter === '' && read.sort === 'newest';
    return withLive(read.items, live, takesNew);
  }, [read, live, wanted, sort]);
  return {
    items,
    total: read === null ? null : Math.max(read.total, items.length),
    problem: parsed.ok ? failure : parsed.message,
    loading: (read?.filter !== wanted || read.sort !== sort) && parsed.ok && failure === null,
    loadOlder,
  };
}

type SetRead = Dispatch<SetStateAction<Read | null>>;
type SetFailure = (failure: string | null) => void;

/**
 * Loads the newest page, and again when the live state changes. `wanted` is null if the filter is
 * invalid.
 */
function useNewest(
  wanted: string | null,
  sort: DeliverySort,
  live: readonly DeliverySummary[],
  setRead: SetRead,
  setFailure: SetFailure,
): void {
  const { control } = useServices();
  const refresh = useRef<(() => void) | null>(null);
  useEffect(() => {
    if (wanted === null) return;
    const abort = new AbortController();
    refresh.current = () => {
      control.run('delivery.list', { filter: wanted, sort, limit: PAGE }, abort.signal).then(
        ({ items, total }) => {
          if (abort.signal.aborted) return;
          setFailure(null);
          setRead((before) => ({
            filter: wanted,
            sort,
            items:
              before?.filter !== wanted || before.sort !== sort
                ? items
                : sort === 'newest'
                  ? withHead(before.items, items, items.length < PAGE)
                  : withFirstPage(before.items, items, items.length < PAGE),
            total,
          }));
        },
        (error: unknown) => {
          if (!abort.signal.aborted) setFailure(messageOf(error));
        },
      );
    };
    refresh.current();
    return () => {
      refresh.current = null;
      abort.abort();
    };
  }, [control, wanted, sort, setRead, setFailure]);

  // The first change starts the wait and later ones do not restart it, so a steady stream of
  // changes cannot delay loading for ever.
  const cancelWait = useRef<(() => void) | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is live is a reason to ask again
  useEffect(() => {
    cancelWait.current ??= after(REFRESH_MS, () => {
      cancelWait.current = null;
      refresh.current?.();
    });
  }, [live]);
  useEffect(
    () => () => {
      cancelWait.current?.();
      cancelWait.current = null;
    },
    [],
  );
}

/** Loads the page after the oldest loaded delivery, one page at a time. */
function useOlder(read: Read | null, setRead: SetRead, setFailure: SetFailure): () => void {
  const { control } = useServices();
  const loading = useRef(false);
  return useCallback(() => {
    const last = read?.items.at(-1);
    if (loading.current || read === null || last === undefined) return;
    if (read.items.length >= read.total) return;
    loading.current = true;
    control
      .run('delivery.list', {
        filter: read.filter,
        sort: read.sort,
        limit: PAGE,
        ...(read.sort === 'newest' ? { before: last.id } : { skip: read.items.length }),
      })
      .then(
        ({ items }) =>
          setRead((before) =>
            before?.filter !== read.filter || before.sort !== read.sort
              ? before
              : { ...before, items: withOlderPage(before.items, items) },
          ),
        (error: unknown) => setFailure(messageOf(error)),
      )
      .finally(() => {
        loading.current = false;
      });
  }, [control, read, setRead, setFailure]);
}

function messageOf(error: unknown): string {
  return error instanceof OperationError ? error.message : String(error);
}
