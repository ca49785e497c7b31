import { useEffect, useMemo } from 'react';
import type { LiveState } from '../../../common/contract/index.ts';
import { NEW } from '../agent-drafts.ts';
import { OperationError } from '../control-client.ts';
import { useView } from '../view-store.ts';
import { reportFailure, useServices } from '../window-context.tsx';
import { olderAgents, olderCalls, olderConversations, olderNumbers } from './history.ts';
import type { PagedList } from './paged-list.ts';

/**
 * The live state together with the loaded history: older calls, threads, agents and numbers. An
 * item that is chosen by its id is loaded if it is not among them.
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

/** Loads the chosen call, thread and agent if the lists do not hold them. */
function useNamed(state: LiveState): void {
  const { control } = useServices();
  const { callId, conversationId, agentId } = useView();
  const call = useUnknown(callId, state.calls, olderCalls);
  const conversation = useUnknown(conversationId, state.conversations, olderConversations);
  const agent = useUnknown(agentId === NEW ? null : agentId, state.agents, olderAgents);
  useEffect(() => {
    if (call === null) return;
    control
      .run('call.get', { callId: call })
      .then((item) => olderCalls.takeNamed(item), orMissing(olderCalls, call));
  }, [control, call]);
  useEffect(() => {
    if (conversation === null) return;
    control
      .run('conversation.get', { conversationId: conversation })
      .then(
        (item) => olderConversations.takeNamed(item),
        orMissing(olderConversations, conversation),
      );
  }, [control, conversation]);
  useEffect(() => {
    if (agent === null) return;
    control
      .run('agent.get', { agentId: agent })
      .then((item) => olderAgents.takeNamed(item), orMissing(olderAgents, agent));
  }, [control, agent]);
}

/** The id, unless the list holds it or it is known to be missing. */
function useUnknown<T extends { readonly id: string }>(
  id: string | null,
  list: readonly T[],
  pages: PagedList<T>,
): string | null {
  const missing = pages.use((known) => known.missing);
  return id === null || missing.includes(id) || list.some((item) => item.id === id) ? null : id;
}

/** The id may be from a workspace that was reset. What shows the item reports that. */
function orMissing(list: Pick<PagedList<never>, 'takeMissing'>, id: string) {
  return (error: unknown) => {
    if (error instanceof OperationError && error.code === 'NOT_FOUND') list.takeMissing(id);
    else reportFailure(error);
  };
}
