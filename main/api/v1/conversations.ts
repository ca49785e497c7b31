import {
  ChatBackground,
  ConversationDetail,
  ConversationList,
  ConversationMessageList,
  ConversationQuery,
  MessageQuery,
  PageQuery,
  SetBackgroundRequest,
  TypingSent,
  UpdateConversationRequest,
} from '../../../common/contract/index.ts';
import type { ChatEffects } from '../../services/messages/chat-effects.ts';
import type { Conversations } from '../../services/messages/conversations.ts';
import { listAnswer } from '../paging.ts';
import { type ApiRoute, route } from '../route.ts';
import { ConversationPath } from './params.ts';

export interface ConversationRoutesDeps {
  readonly conversations: Conversations;
  readonly chatEffects: ChatEffects;
}

const tag = 'Conversations';
const backgroundPath = '/v1/conversations/:conversation_id/background';

export function conversationRoutes({
  conversations,
  chatEffects,
}: ConversationRoutesDeps): ApiRoute[] {
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
    route(
      {
        method: 'POST',
        path: '/v1/conversations/:conversation_id/typing',
        operation: 'conversations.sendTypingIndicator',
        summary: 'Show that the agent types, in an iMessage thread',
        tag,
        params: ConversationPath,
        answer: TypingSent,
        errors: ['NOT_FOUND', 'VALIDATION_ERROR'],
      },
      ({ accountId, params }) => chatEffects.type(accountId, params.conversation_id),
    ),
    route(
      {
        method: 'POST',
        path: backgroundPath,
        operation: 'conversations.setChatBackground',
        summary: 'Set the background picture of an iMessage thread',
        tag,
        params: ConversationPath,
        body: SetBackgroundRequest,
        answer: ChatBackground,
        errors: ['NOT_FOUND', 'VALIDATION_ERROR'],
      },
      ({ accountId, params, body }) =>
        chatEffects.setBackground(accountId, params.conversation_id, body.image_url),
    ),
    route(
      {
        method: 'DELETE',
        path: backgroundPath,
        operation: 'conversations.removeChatBackground',
        summary: 'Remove the background picture; fine when there is none',
        tag,
        params: ConversationPath,
        status: 204,
        errors: ['NOT_FOUND', 'VALIDATION_ERROR'],
      },
      ({ accountId, params }) => {
        chatEffects.removeBackground(accountId, params.conversation_id);
        return undefined;
      },
    ),
  ];
}
