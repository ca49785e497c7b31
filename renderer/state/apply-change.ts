import type { CallEvent, LiveChange, LiveState } from '../../common/contract/index.ts';
import { LIVE_CONTACT_LIMIT, LIVE_LIST_LIMIT } from '../../common/contract/live.ts';

interface Identified {
  readonly id: string;
}

/**
 * The state after one change. Pure. Lists stay newest first and bounded, and a changed item keeps
 * its place. `reset` changes nothing here, because the snapshot that follows replaces everything.
 */
export function applyChange(state: LiveState, change: LiveChange): LiveState {
  switch (change.kind) {
    case 'workspace':
      return { ...state, workspace: change.item };
    case 'clock':
      return { ...state, clock: change.item };
    case 'agent':
      return { ...state, agents: upsert(state.agents, change.item) };
    case 'number':
      return { ...state, numbers: upsert(state.numbers, change.item) };
    case 'contact':
      return { ...state, contacts: upsert(state.contacts, change.item, LIVE_CONTACT_LIMIT) };
    case 'conversation':
      return { ...state, conversations: upsert(state.conversations, change.item) };
    case 'message':
      return { ...state, messages: upsert(state.messages, change.item) };
    case 'typing': {
      const { conversationId } = change.item;
      const others = state.typing.filter((other) => other.conversationId !== conversationId);
      return { ...state, typing: [change.item, ...others].slice(0, LIVE_LIST_LIMIT) };
    }
    case 'verification':
      return { ...state, verifications: upsert(state.verifications, change.item) };
    case 'call':
      return { ...state, calls: upsert(state.calls, change.item) };
    case 'delivery':
      return { ...state, deliveries: upsert(state.deliveries, change.item) };
    case 'twilio':
      return { ...state, twilio: change.item };
    case 'optOuts':
      return { ...state, optOuts: change.item };
    case 'damage':
      return { ...state, damage: change.item };
    case 'importing':
      return { ...state, importing: change.item };
    case 'storage':
      return { ...state, storage: change.item };
    case 'callEvents': {
      const known = state.callEvents[change.callId] ?? [];
      const merged = mergeEvents(known, change.events);
      if (merged === known) return state;
      return { ...state, callEvents: withLog(state, change.callId, merged) };
    }
    case 'removed':
      return {
        ...state,
        [change.list]: state[change.list].filter((item: Identified) => item.id !== change.id),
      };
    case 'reset':
      return state;
  }
}

function upsert<T extends Identified>(
  list: readonly T[],
  item: T,
  limit = LIVE_LIST_LIMIT,
): readonly T[] {
  const index = list.findIndex((candidate) => candidate.id === item.id);
  if (index < 0) return [item, ...list].slice(0, limit);
  return list.with(index, item);
}

/** As many logs are kept of calls that are over; shown again, one is loaded again. */
export const KEPT_LOGS = 20;

function withLog(
  { calls, callEvents }: LiveState,
  callId: string,
  log: readonly CallEvent[],
): LiveState['callEvents'] {
  const others = Object.entries(callEvents).filter(([id]) => id !== callId);
  const isLive = (id: string) => calls.some((call) => call.id === id && call.phase !== 'ended');
  // The latest are at the end.
  const over = others.filter(([id]) => !isLive(id)).slice(0, -KEPT_LOGS);
  const kept = others.filter((entry) => !over.includes(entry));
  return Object.fromEntries([...kept, [callId, log]]);
}

/** Adds the events with a new `seq`. Returns the same array if there are none. */
export function mergeEvents(
  known: readonly CallEvent[],
  more: readonly CallEvent[],
): readonly CallEvent[] {
  const last = known.at(-1)?.seq ?? -1;
  const first = more[0]?.seq;
  if (first === undefined) return known;
  if (first > last) return [...known, ...more];
  const bySeq = new Map(known.map((event) => [event.seq, event]));
  const before = bySeq.size;
  for (const event of more) bySeq.set(event.seq, event);
  if (bySeq.size === before) return known;
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}
