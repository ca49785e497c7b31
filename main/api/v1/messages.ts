import { SendMessageRequest, SentMessage } from '../../../common/contract/index.ts';
import type { OutboundTexts } from '../../services/messages/outbound-texts.ts';
import { type ApiRoute, route } from '../route.ts';

export interface MessageRoutesDeps {
  readonly outboundTexts: OutboundTexts;
}

const tag = 'Messages';

export function messageRoutes({ outboundTexts }: MessageRoutesDeps): ApiRoute[] {
  return [
    route(
      {
        method: 'POST',
        path: '/v1/messages',
        operation: 'messages.sendMessage',
        summary: 'Send an SMS, MMS or iMessage, to one person or to a group',
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
        ],
      },
      ({ accountId, body }) => outboundTexts.send(accountId, body),
    ),
  ];
}
