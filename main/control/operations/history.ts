import type { Agents } from '../../services/agents/agents.ts';
import type { History } from '../../services/history/history.ts';
import type { Conversations } from '../../services/messages/conversations.ts';
import type { OperationHandlers } from '../registry.ts';

export interface HistoryOperationsDeps {
  readonly history: History;
  readonly agents: Pick<Agents, 'get'>;
  readonly conversations: Pick<Conversations, 'record' | 'live'>;
  readonly accountId: () => string;
}

/** Everything there is, page by page. */
export function historyOperations(deps: HistoryOperationsDeps) {
  const { history, agents, conversations, accountId } = deps;
  return {
    'agent.list': (page) => history.agents(accountId(), page),
    'agent.get': ({ agentId }) => agents.get(accountId(), agentId),
    'number.list': (page) => history.numbers(accountId(), page),
    'conversation.list': (page) => history.conversations(accountId(), page),
    'conversation.get': ({ conversationId }) =>
      conversations.live(conversations.record(accountId(), conversationId)),
    'conversation.messages': (query) => history.messages(accountId(), query),
    'call.list': (page) => history.calls(accountId(), page),
  } satisfies Partial<OperationHandlers>;
}
