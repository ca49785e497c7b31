import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { LiveConversation, LiveMessage, LiveState } from '../../../common/contract/index.ts';
import { useLive } from '../live-store.ts';
import { messagesOf } from '../selectors.ts';
import { reportFailure, useServices } from '../window-context.tsx';
import {
  type ThreadPages,
  threadOf,
  withLiveMessages,
  withNewer,
  withOlder,
} from './thread-pages.ts';

const PAGE_MESSAGES = 100;

export interface Thread {
  /** Oldest first. */
  readonly messages: readonly LiveMessage[];
  readonly hasOlder: boolean;
  /** Newer messages exist that are not loaded. */
  readonly hasNewer: boolean;
  /** There are messages, but none are loaded yet. */
  readonly isLoading: boolean;
  loadOlder(): void;
  loadNewer(): void;
  /** Leaves the requested message for the newest ones. */
  showNewest(): void;
}

interface Place {
  readonly conversationId: string;
  /** Null for the newest messages. */
  readonly around: string | null;
}

/**
 * The messages of a thread, loaded page by page while scrolling; new ones come from the live state.
 * If a requested message is far from the newest ones, the messages around it are loaded.
 */
export function useThread(
  state: LiveState,
  conversation: LiveConversation | null,
  messageId: string | null,
): Thread {
  const conversationId = conversation?.id ?? null;
  const live = useMemo(
    () => (conversationId === null ? [] : messagesOf(state, conversationId)),
    [state, conversationId],
  );
  const around = messageId !== null && !live.some(({ id }) => id === messageId) ? messageId : null;
  const [place, setPlace] = useState<Place | null>(null);
  const { read, setRead, load } = usePages(place);
  if (conversationId !== null && place?.conversationId !== conversationId)
    setPlace({ conversationId, around });
  // A message that was requested in the open thread.
  const [asked, setAsked] = useState(messageId);
  if (asked !== messageId) {
    setAsked(messageId);
    const isShown = read?.items.some(({ id }) => id === messageId) === true;
    if (conversationId !== null && around !== null && !isShown)
      setPlace({ conversationId, around });
  }
  const thread = read?.conversationId === conversationId ? read : null;
  // Keeps messages that the live state drops.
  const current = thread === null ? null : withLiveMessages(thread, live);
  if (current !== null && current !== thread) setRead(current);
  const messages = current?.items ?? live;
  return {
    messages,
    hasOlder: current?.hasOlder ?? false,
    hasNewer: current?.hasNewer ?? false,
    isLoading: current === null && messages.length === 0 && (conversation?.messageCount ?? 0) > 0,
    loadOlder: () => load('before', messages[0]),
    loadNewer: () => load('after', messages.at(-1)),
    showNewest: () => {
      if (conversationId !== null) setPlace({ conversationId, around: null });
    },
  };
}

/** Reads the messages around a place, and those before and after them when they are asked for. */
function usePages(place: Place | null) {
  const { control } = useServices();
  const [read, setRead] = useState<ThreadPages | null>(null);
  const busy = useRef(false);
  // While disconnected, more may have arrived than the live state holds.
  const connected = useLive((store) => store.connection === 'open');
  useEffect(() => {
    if (place === null || !connected) return;
    const abort = new AbortController();
    busy.current = true;
    control
      .run(
        'conversation.messages',
        {
          conversationId: place.conversationId,
          limit: PAGE_MESSAGES,
          ...(place.around === null ? {} : { around: place.around }),
        },
        abort.signal,
      )
      .then(
        (page) => setRead(threadOf(place.conversationId, page)),
        (error: unknown) => {
          if (!abort.signal.aborted) reportFailure(error);
        },
      )
      .finally(() => {
        busy.current = false;
      });
    return () => abort.abort();
  }, [control, place, connected]);
  const load = useCallback(
    (side: 'before' | 'after', from: LiveMessage | undefined) => {
      if (busy.current || from === undefined) return;
      busy.current = true;
      const { conversationId } = from;
      control
        .run('conversation.messages', { conversationId, limit: PAGE_MESSAGES, [side]: from.id })
        .then(
          (page) =>
            setRead((known) => {
              if (known?.conversationId !== conversationId) return known;
              return side === 'before' ? withOlder(known, page) : withNewer(known, page);
            }),
          (error: unknown) => reportFailure(error),
        )
        .finally(() => {
          busy.current = false;
        });
    },
    [control],
  );
  return { read, setRead, load };
}
