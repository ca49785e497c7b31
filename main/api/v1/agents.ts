import {
  Agent,
  AgentConversationList,
  AgentList,
  AttachedNumber,
  AttachNumberRequest,
  CallList,
  CreateAgentRequest,
  DeletedAgent,
  DetachedNumber,
  PageQuery,
  UpdateAgentRequest,
  VoiceList,
} from '../../../common/contract/index.ts';
import type { Agents } from '../../services/agents/agents.ts';
import type { Voices } from '../../services/agents/voices.ts';
import type { Calls } from '../../services/calls/calls.ts';
import type { Conversations } from '../../services/messages/conversations.ts';
import { listAnswer } from '../paging.ts';
import { type ApiRoute, route } from '../route.ts';
import { AgentNumberPath, AgentPath } from './params.ts';

export interface AgentRoutesDeps {
  readonly agents: Agents;
  readonly voices: Voices;
  readonly conversations: Conversations;
  readonly calls: Calls;
}

const tag = 'Agents';

export function agentRoutes({ agents, voices, conversations, calls }: AgentRoutesDeps): ApiRoute[] {
  return [
    route(
      {
        method: 'GET',
        path: '/v1/agents/voices',
        operation: 'agents.listVoices',
        summary: 'List the voices an agent can speak with',
        tag,
        answer: VoiceList,
      },
      () => ({ data: voices.list() }),
    ),
    route(
      {
        method: 'GET',
        path: '/v1/agents',
        operation: 'agents.listAgents',
        summary: 'List agents with their numbers, newest first',
        tag,
        query: PageQuery(),
        answer: AgentList,
      },
      ({ accountId, query }) => listAnswer(agents.list(accountId, query), query),
    ),
    route(
      {
        method: 'POST',
        path: '/v1/agents',
        operation: 'agents.createAgent',
        summary: 'Create an agent',
        tag,
        body: CreateAgentRequest,
        answer: Agent,
        errors: ['VALIDATION_ERROR', 'LIMIT_REACHED'],
      },
      ({ accountId, body }) => agents.create(accountId, body),
    ),
    route(
      {
        method: 'GET',
        path: '/v1/agents/:agent_id',
        operation: 'agents.getAgent',
        summary: 'Get an agent',
        tag,
        params: AgentPath,
        answer: Agent,
        errors: ['NOT_FOUND'],
      },
      ({ accountId, params }) => agents.get(accountId, params.agent_id),
    ),
    route(
      {
        method: 'PATCH',
        path: '/v1/agents/:agent_id',
        operation: 'agents.updateAgent',
        summary: 'Change the fields of an agent that are sent',
        tag,
        params: AgentPath,
        body: UpdateAgentRequest,
        answer: Agent,
        errors: ['NOT_FOUND', 'VALIDATION_ERROR'],
      },
      ({ accountId, params, body }) => agents.update(accountId, params.agent_id, body),
    ),
    route(
      {
        method: 'DELETE',
        path: '/v1/agents/:agent_id',
        operation: 'agents.deleteAgent',
        summary: 'Delete an agent; its numbers, conversations and calls stay without an agent',
        tag,
        params: AgentPath,
        answer: DeletedAgent,
        errors: ['NOT_FOUND'],
      },
      ({ accountId, params }) => agents.delete(accountId, params.agent_id),
    ),
    route(
      {
        method: 'POST',
        path: '/v1/agents/:agent_id/numbers',
        operation: 'agents.attachNumberToAgent',
        summary: 'Attach a number to an agent; the first one attached is its default caller id',
        tag,
        params: AgentPath,
        body: AttachNumberRequest,
        answer: AttachedNumber,
        errors: ['NOT_FOUND', 'PHONE_NUMBER_NOT_FOUND', 'VALIDATION_ERROR'],
      },
      ({ accountId, params, body }) =>
        agents.attachNumber(accountId, params.agent_id, body.numberId),
    ),
    route(
      {
        method: 'DELETE',
        path: '/v1/agents/:agent_id/numbers/:number_id',
        operation: 'agents.detachNumberFromAgent',
        summary: 'Detach a number from an agent; the number stays active',
        tag,
        params: AgentNumberPath,
        answer: DetachedNumber,
        errors: ['NOT_FOUND', 'PHONE_NUMBER_NOT_FOUND'],
      },
      ({ accountId, params }) => {
        agents.detachNumber(accountId, params.agent_id, params.number_id);
        return { success: true as const, agentId: null, numberId: params.number_id };
      },
    ),
    route(
      {
        method: 'GET',
        path: '/v1/agents/:agent_id/conversations',
        operation: 'agents.listAgentConversations',
        summary: 'List the conversations of an agent, newest activity first',
        tag,
        params: AgentPath,
        query: PageQuery(),
        answer: AgentConversationList,
        errors: ['NOT_FOUND'],
      },
      ({ accountId, params, query }) =>
        listAnswer(conversations.listOfAgent(accountId, params.agent_id, query), query),
    ),
    route(
      {
        method: 'GET',
        path: '/v1/agents/:agent_id/calls',
        operation: 'agents.listAgentCalls',
        summary: 'List the calls of an agent, newest first',
        tag,
        params: AgentPath,
        query: PageQuery(),
        answer: CallList,
        errors: ['NOT_FOUND'],
      },
      ({ accountId, params, query }) => {
        agents.record(accountId, params.agent_id);
        const page = calls.list(accountId, { ...query, agentId: params.agent_id });
        return listAnswer(page, query);
      },
    ),
  ];
}
