import type { CallView, LiveMessage, LiveState } from '../../../common/contract/index.ts';

/**
 * Up to which moment a person has looked. Of texts the thread counts too: one that is open says
 * nothing about the others.
 */
export interface Seen {
  /** Everything up to here, in every thread. */
  readonly textsUntil: string;
  /** Up to where in a thread, by its id, where that is later. */
  readonly threads: Readonly<Record<string, string>>;
  readonly callsUntil: string;
}

export interface Unread {
  readonly texts: number;
  readonly missedCalls: number;
  /** How many texts of each thread, where there are any. */
  readonly byThread: ReadonlyMap<string, number>;
}

/** What came for the person at the telephone: an agent's texts, and its calls that nobody took. */
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

/** Once everything that there is was looked at. */
export function allSeen(state: Pick<LiveState, 'messages' | 'calls'>): Seen {
  return {
    textsUntil: latest(state.messages.map(({ receivedAt }) => receivedAt)),
    threads: {},
    callsUntil: latest(state.calls.map(({ startedAt }) => startedAt)),
  };
}

/** Once a thread was looked at; the same object when that says nothing new. */
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

/** Once the calls were looked at; the same object when that says nothing new. */
export function callsSeen(state: Pick<LiveState, 'calls'>, seen: Seen): Seen {
  const until = latest(state.calls.filter(isMissed).map(({ startedAt }) => startedAt));
  return until > seen.callsUntil ? { ...seen, callsUntil: until } : seen;
}

/** ISO moments are ordered as their text is. */
function latest(moments: readonly string[]): string {
  return moments.reduce((last, moment) => (moment > last ? moment : last), '');
}
