import type {
  Agent,
  CallView,
  LiveConversation,
  LiveNumber,
  LiveServerMessage,
} from '../../../common/contract/index.ts';
import { useLive } from '../live-store.ts';
import { PagedList } from './paged-list.ts';

export const olderCalls = new PagedList<CallView>({
  list: 'calls',
  live: (state) => state.calls,
  order: (call) => call.startedAt,
  read: (control, page) => control.run('call.list', page),
});

export const olderConversations = new PagedList<LiveConversation>({
  list: 'conversations',
  live: (state) => state.conversations,
  order: (conversation) => conversation.lastMessageAt,
  read: (control, page) => control.run('conversation.list', page),
});

export const olderAgents = new PagedList<Agent>({
  list: 'agents',
  live: (state) => state.agents,
  order: (agent) => agent.createdAt,
  read: (control, page) => control.run('agent.list', page),
});

export const olderNumbers = new PagedList<LiveNumber>({
  list: 'numbers',
  live: (state) => state.numbers,
  order: (number) => number.createdAt,
  read: (control, page) => control.run('number.list', page),
});

const LISTS = [olderCalls, olderConversations, olderAgents, olderNumbers];

/** Keeps the loaded history in step with the live state. Returns the function that stops it. */
export function followLiveLists(): () => void {
  return useLive.subscribe(({ state: now }, { state: before }) => {
    if (now === null || before === null || now === before) return;
    for (const list of LISTS) list.follow(now, before);
  });
}

/**
 * Must be called after the live state has taken in the message. Removes deleted items from older
 * pages, too.
 */
export function receiveForHistory(message: LiveServerMessage): void {
  if (message.type === 'snapshot') {
    for (const list of LISTS) list.clear();
    return;
  }
  if (message.type !== 'delta') return;
  for (const change of message.changes) {
    if (change.kind !== 'removed') continue;
    LISTS.find(({ name }) => name === change.list)?.forget(change.id);
  }
}
