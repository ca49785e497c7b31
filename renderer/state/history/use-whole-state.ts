import { useEffect, useMemo } from 'react';
import type { LiveState } from '../../../common/contract/index.ts';
import { NEW } from '../agent-drafts.ts';
import { OperationError } from '../control-client.ts';
import { useView } from '../view-store.ts';
import { reportFailure, useServices } from '../window-context.tsx';
import { olderAgents, olderCalls, olderConversations, olderNumbers } from './history.ts';
import type { PagedList } from './paged-list.ts';

/**
 * The live state with what was read of the history behind it: older calls, threads, agents and
 * numbers. What is chosen by its id is read if it is not among them.
 */
export function useWholeState(state: LiveState): LiveState {
  const calls = useWhole(olderCalls, state);
  const conversations = useWhole(olderConversations, state);
  const agents = useWhole(olderAgents, state);
  const numbers = useWhole(olderNumbers, state);
  const whole = useMemo(
    () => ({ ...state, calls, conversations, agents, numbers }),
    [state, calls, conversations, agents, numbers],
  );
  useNamed(whole);
  return whole;
}

function useWhole<T extends { readonly id: string }>(
  list: PagedList<T>,
  state: LiveState,
): readonly T[] {
  const pages = list.use();
  return useMemo(() => list.whole(state, pages), [list, state, pages]);
}

/** Reads the chosen call, thread and agent where the lists do not hold them. */
function useNamed(state: LiveState): void {
  const { control } = useServices();
  const { callId, conversationId, agentId } = useView();
  const unknown = (id: string | null, list: readonly { readonly id: string }[]) =>
    id === null || id === NEW || list.some((item) => item.id === id) ? null : id;
  const call = unknown(callId, state.calls);
  const conversation = unknown(conversationId, state.conversations);
  const agent = unknown(agentId, state.agents);
  useEffect(() => {
    if (call === null) return;
    control
      .run('call.get', { callId: call })
      .then((item) => olderCalls.takeNamed(item), unlessGone);
  }, [control, call]);
  useEffect(() => {
    if (conversation === null) return;
    control
      .run('conversation.get', { conversationId: conversation })
      .then((item) => olderConversations.takeNamed(item), unlessGone);
  }, [control, conversation]);
  useEffect(() => {
    if (agent === null) return;
    control
      .run('agent.get', { agentId: agent })
      .then((item) => olderAgents.takeNamed(item), unlessGone);
  }, [control, agent]);
}

/** An id may be of a workspace that was reset; what shows it says so. */
function unlessGone(error: unknown): void {
  if (error instanceof OperationError && error.code === 'NOT_FOUND') return;
  reportFailure(error);
}
