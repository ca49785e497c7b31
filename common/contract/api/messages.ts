import { z } from 'zod';
import { Nullable } from './common.ts';
import { Channel } from './conversations.ts';

/** Sending messages and reactions (api.md 4.9). snake_case, unlike the rest. */

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
const MediaUrl = z.url({ protocol: /^https?$/, error: 'Must be an http or https URL' }).max(2083);

export const SendMessageRequest = z
  .object({
    /** May be left out or empty when there is media. */
    body: z.string().max(100_000).nullish(),
    /** A phone in any format, a US short code, an e-mail address or a `grp_…` id. */
    to_number: z.string().min(1).max(320).nullish(),
    /** Two or more start a new group; instead of `to_number`. */
    recipients: z.array(z.string().min(1).max(320)).min(2).max(32).nullish(),
    agent_id: z.string().min(1).nullish(),
    number_id: z.string().min(1).nullish(),
    from_number: z.string().min(1).max(50).nullish(),
    media_urls: z.array(MediaUrl).max(MAX_MESSAGE_MEDIA).nullish(),
    /** The older form of one attachment. */
    media_url: MediaUrl.nullish(),
    send_style: z.enum(SEND_STYLES).nullish(),
    reply_to_message_id: z.string().min(1).nullish(),
  })
  .superRefine(({ body, media_url, media_urls }, context) => {
    if (body !== undefined || media_url || media_urls?.length) return;
    const params = { type: 'missing' };
    context.addIssue({ code: 'custom', path: ['body'], message: 'Field required', params });
  });
export type SendMessageRequest = z.infer<typeof SendMessageRequest>;

export const SentMessage = z.object({
  id: z.string(),
  status: z.string(),
  channel: Channel,
  from_number: z.string(),
  to_number: z.string(),
  conversation_id: z.string(),
  media_urls: z.array(z.string()),
  reply_to_message_id: Nullable(z.string()),
  reply_parent_unresolved: Nullable(z.boolean()),
});
export type SentMessage = z.infer<typeof SentMessage>;

/** The classic tapbacks; newer lines also take one emoji. */
export const TAPBACKS = ['love', 'like', 'dislike', 'laugh', 'emphasize', 'question'] as const;

export const SendReactionRequest = z.object({ reaction: z.string().min(1).max(50) });

export const SentReaction = z.object({
  id: z.string(),
  reaction_type: z.string(),
  message_id: z.string(),
  channel: Channel,
});
export type SentReaction = z.infer<typeof SentReaction>;
