import {
  ConversationDetail,
  ConversationList,
  ConversationMessageList,
  ConversationQuery,
  MessageQuery,
  PageQuery,
  UpdateConversationRequest,
} from '../../../common/contract/index.ts';
import type { Conversations } from '../../services/conversations.ts';
import { listAnswer } from '../paging.ts';
import { type ApiRoute, route } from '../route.ts';
import { ConversationPath } from './params.ts';

export interface ConversationRoutesDeps {
  readonly conversations: Conversations;
}

const tag = 'Conversations';

export function conversationRoutes({ conversations }: ConversationRoutesDeps): ApiRoute[] {
  return [
    route(
      {
        method: 'GET',
        path: '/v1/conversations',
        operation: 'conversations.listConversations',
        summary: 'List conversations, newest activity first',
        tag,
        query: PageQuery(),
        answer: ConversationList,
      },
      ({ accountId, query }) => listAnswer(conversations.list(accountId, query), query),
    ),
    route(
      {
        method: 'GET',
        path: '/v1/conversations/:conversation_id',
        operation: 'conversations.getConversation',
        summary: 'Get a conversation with its newest messages',
        tag,
        params: ConversationPath,
        query: ConversationQuery,
        answer: ConversationDetail,
        errors: ['NOT_FOUND'],
      },
      ({ accountId, params, query }) =>
        conversations.get(
          accountId,
          params.conversation_id,
          query.message_limit ?? query.messageLimit,
        ),
    ),
    route(
      {
        method: 'PATCH',
        path: '/v1/conversations/:conversation_id',
        operation: 'conversations.updateConversation',
        summary: 'Store metadata, the conversationState of later webhooks, or rename a group',
        tag,
        params: ConversationPath,
        body: UpdateConversationRequest,
        answer: ConversationDetail,
        errors: ['NOT_FOUND'],
      },
      ({ accountId, params, body }) =>
        conversations.update(accountId, params.conversation_id, body),
    ),
    route(
      {
        method: 'GET',
        path: '/v1/conversations/:conversation_id/messages',
        operation: 'conversations.getConversationMessages',
        summary: 'List the messages of a conversation, newest first',
        tag,
        params: ConversationPath,
        query: MessageQuery,
        answer: ConversationMessageList,
        errors: ['NOT_FOUND'],
      },
      ({ accountId, params, query }) => {
        const { items, hasMore } = conversations.messages(accountId, params.conversation_id, query);
        return { data: items, hasMore };
      },
    ),
  ];
}
