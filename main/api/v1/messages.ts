import {
  SendMessageRequest,
  SendReactionRequest,
  SentMessage,
  SentReaction,
} from '../../../common/contract/index.ts';
import type { OutboundTexts } from '../../services/messages/outbound-texts.ts';
import type { Reactions } from '../../services/messages/reactions.ts';
import { type ApiRoute, route } from '../route.ts';
import { MessagePath } from './params.ts';

export interface MessageRoutesDeps {
  readonly outboundTexts: OutboundTexts;
  readonly reactions: Reactions;
}

const tag = 'Messages';

export function messageRoutes({ outboundTexts, reactions }: MessageRoutesDeps): ApiRoute[] {
  return [
    route(
      {
        method: 'POST',
        path: '/v1/messages',
        operation: 'messages.sendMessage',
        summary: 'Send an SMS, MMS or iMessage, to one person or to a group, or a WhatsApp message',
        tag,
        body: SendMessageRequest,
        answer: SentMessage,
        errors: [
          'VALIDATION_ERROR',
          'NOT_FOUND',
          'PHONE_NUMBER_NOT_FOUND',
          'RESTRICTED_DESTINATION',
          'REGISTRATION_REQUIRED',
          'QUOTA_EXCEEDED',
          'INSUFFICIENT_BALANCE',
          'REAL_TRAFFIC_UNCONFIRMED',
          'CARRIER_ERROR',
          'WHATSAPP_NOT_ENABLED',
          'WHATSAPP_WINDOW_CLOSED',
          'WHATSAPP_PAYMENT_MISSING',
          'WHATSAPP_UNREACHABLE',
          'WHATSAPP_TYPE_UNSUPPORTED',
          'WHATSAPP_TEMPLATE_MALFORMED',
        ],
      },
      ({ accountId, body, keep }) => outboundTexts.send(accountId, body, keep),
    ),
    route(
      {
        method: 'POST',
        path: '/v1/messages/:message_id/reactions',
        operation: 'messages.sendReaction',
        summary: 'React to an iMessage or a WhatsApp message with a tapback or an emoji',
        tag,
        params: MessagePath,
        body: SendReactionRequest,
        answer: SentReaction,
        errors: ['NOT_FOUND', 'VALIDATION_ERROR'],
      },
      ({ accountId, params, body }) => reactions.send(accountId, params.message_id, body.reaction),
    ),
  ];
}
