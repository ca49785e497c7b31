import type { CallView, LiveMessage, LiveState } from '../../../common/contract/index.ts';

/**
 * Until when everything has been seen. Texts are also tracked by thread, because seeing one thread
 * does not mean seeing the others.
 */
export interface Seen {
  /** Texts up to this moment, in all threads. */
  readonly textsUntil: string;
  /** The moment for a thread, by its id, if it is later. */
  readonly threads: Readonly<Record<string, string>>;
  readonly callsUntil: string;
}

export interface Unread {
  readonly texts: number;
  readonly missedCalls: number;
  /** The number of unread texts of each thread that has any. */
  readonly byThread: ReadonlyMap<string, number>;
}

/**
 * What is new for the person at the telephone: an agent's texts, and its calls that were missed.
 */
export function unreadIn(state: Pick<LiveState, 'messages' | 'calls'>, seen: Seen): Unread {
  const byThread = new Map<string, number>();
  for (const message of state.messages) {
    if (!isUnread(message, seen)) continue;
    byThread.set(message.conversationId, (byThread.get(message.conversationId) ?? 0) + 1);
  }
  const texts = [...byThread.values()].reduce((sum, count) => sum + count, 0);
  const missedCalls = state.calls.filter(
    (call) => isMissed(call) && call.startedAt > seen.callsUntil,
  ).length;
  return { texts, missedCalls, byThread };
}

function isUnread({ direction, receivedAt, conversationId }: LiveMessage, seen: Seen): boolean {
  const until = seen.threads[conversationId] ?? '';
  return direction === 'outbound' && receivedAt > seen.textsUntil && receivedAt > until;
}

function isMissed(call: CallView): boolean {
  return call.direction === 'outbound' && call.phase === 'ended' && call.answeredAt === null;
}

/** After everything was seen. */
export function allSeen(state: Pick<LiveState, 'messages' | 'calls'>): Seen {
  return {
    textsUntil: latest(state.messages.map(({ receivedAt }) => receivedAt)),
    threads: {},
    callsUntil: latest(state.calls.map(({ startedAt }) => startedAt)),
  };
}

/** After a thread was seen. Returns the same object if that changes nothing. */
export function threadSeen(
  state: Pick<LiveState, 'messages'>,
  seen: Seen,
  conversationId: string,
): Seen {
  const until = latest(
    state.messages.flatMap((message) =>
      message.conversationId === conversationId && isUnread(message, seen)
        ? [message.receivedAt]
        : [],
    ),
  );
  if (until === '') return seen;
  return { ...seen, threads: { ...seen.threads, [conversationId]: until } };
}

/** After the calls were seen. Returns the same object if that changes nothing. */
export function callsSeen(state: Pick<LiveState, 'calls'>, seen: Seen): Seen {
  const until = latest(state.calls.filter(isMissed).map(({ startedAt }) => startedAt));
  return until > seen.callsUntil ? { ...seen, callsUntil: until } : seen;
}

/** ISO moments sort like text. */
function latest(moments: readonly string[]): string {
  return moments.reduce((last, moment) => (moment > last ? moment : last), '');
}
