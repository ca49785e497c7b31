import { z } from 'zod';
import { Nullable, WebUrl } from './common.ts';
import { Channel } from './conversations.ts';
import {
  CallToAction,
  ListMenu,
  ReplyButtons,
  TemplateMessage,
  WHATSAPP_KINDS,
} from './whatsapp-messages.ts';

/**
 * Sending messages and reactions (docs/reference/provider/messages.md#sending). Unlike the rest of
 * the API, its fields are in snake_case.
 */

export const SEND_STYLES = [
  'celebration',
  'fireworks',
  'lasers',
  'love',
  'confetti',
  'balloons',
  'spotlight',
  'echo',
  'invisible',
  'gentle',
  'loud',
  'slam',
] as const;

export const MAX_MESSAGE_MEDIA = 20;

export const SendMessageRequest = z
  .object({
    body: z
      .string()
      .max(100_000)
      .nullish()
      .describe('Text of the message; may be left out or empty when there is media.'),
    to_number: z
      .string()
      .min(1)
      .max(320)
      .nullish()
      .describe('A phone number in any form, a US short code, an e-mail address or a `grp_…` id.'),
    recipients: z
      .array(z.string().min(1).max(320))
      .min(2)
      .max(32)
      .nullish()
      .describe('Two or more people, to start a new group; instead of `to_number`.'),
    agent_id: z
      .string()
      .min(1)
      .nullish()
      .describe('Sends from the number attached to this agent first.'),
    number_id: z
      .string()
      .min(1)
      .nullish()
      .describe('Sends from this number; wins over `agent_id`.'),
    from_number: z
      .string()
      .min(1)
      .max(50)
      .nullish()
      .describe('Sends from this number of yours, in E.164 form; wins over `number_id`.'),
    media_urls: z
      .array(WebUrl)
      .max(MAX_MESSAGE_MEDIA)
      .nullish()
      .describe('Attachments; two or more make a carousel, on iMessage lines and without a body.'),
    media_url: WebUrl.nullish().describe(
      'The older form of one attachment; instead of `media_urls`.',
    ),
    send_style: z
      .enum(SEND_STYLES)
      .nullish()
      .describe('Effect the message arrives with; dropped outside of iMessage.'),
    reply_to_message_id: z
      .string()
      .min(1)
      .nullish()
      .describe('The message this one answers inline; an unknown one sends nothing.'),
    channel: z
      .enum(['sms', 'mms', 'imessage', 'whatsapp'])
      .nullish()
      .describe('How it is to travel; left out, the best way there is but WhatsApp.'),
    buttons: ReplyButtons.nullish().describe('WhatsApp: up to three answers to tap.'),
    list: ListMenu.nullish().describe('WhatsApp: a list to choose from.'),
    cta: CallToAction.nullish().describe('WhatsApp: a button that opens an address.'),
    template: TemplateMessage.nullish().describe(
      'WhatsApp: an approved template, the only thing that goes out when they have not written for 24 hours.',
    ),
  })
  .superRefine((request, context) => {
    const { body, media_url, media_urls, template } = request;
    const kinds = WHATSAPP_KINDS.filter((kind) => request[kind]);
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    const [first, second] = kinds;
    if (first && request.channel !== 'whatsapp') refuse(first, 'Only with channel "whatsapp"');
    if (second) refuse(second, `Not together with ${first}`);
    if (body !== undefined || media_url || media_urls?.length || template) return;
    const params = { type: 'missing' };
    context.addIssue({ code: 'custom', path: ['body'], message: 'Field required', params });
  });
export type SendMessageRequest = z.infer<typeof SendMessageRequest>;

export const SentMessage = z.object({
  id: z.string().describe('Id of the message.'),
  status: z.string().describe('`sent` once the carrier has taken it.'),
  channel: Channel.describe('How it travels.'),
  from_number: z.string().describe('Your number that sent it.'),
  to_number: z.string().describe("Who gets it; the new group's id when `recipients` were given."),
  conversation_id: z.string().describe('The conversation it is in.'),
  media_urls: z.array(z.string()).describe('Addresses of the attachments.'),
  reply_to_message_id: Nullable(z.string()).describe('The message it answers inline.'),
  reply_parent_unresolved: Nullable(z.boolean()).describe(
    'True when it was sent as no reply, for the target is in another thread.',
  ),
});
export type SentMessage = z.infer<typeof SentMessage>;

/** The classic tapbacks. Newer lines also accept any single emoji. */
export const TAPBACKS = ['love', 'like', 'dislike', 'laugh', 'emphasize', 'question'] as const;

export const SendReactionRequest = z.object({
  reaction: z
    .string()
    .min(1)
    .max(50)
    .describe(
      '`love`, `like`, `dislike`, `laugh`, `emphasize`, `question` or, on newer lines, one emoji.',
    ),
});

export const SentReaction = z.object({
  id: z.string().describe('Id of the reaction.'),
  reaction_type: z.string().describe('The reaction.'),
  message_id: z.string().describe('The message it is on.'),
  channel: Channel.describe('`imessage` or `whatsapp`: no other channel has reactions.'),
});
export type SentReaction = z.infer<typeof SentReaction>;
