import { z } from 'zod';
import { DateTime, E164, Nullable } from './api/common.ts';
import { GroupParticipant } from './api/conversations.ts';
import { DISCONNECTION_REASONS } from './call-events.ts';
import { EVENT_CHANNELS, TEXT_CHANNELS } from './lists/channels.ts';

/**
 * What a webhook receives: every field of every event, and when it is null. `/openapi.json` shows
 * these schemas under `webhooks`; the guide and what is actually sent are both tested against them.
 */

export const EVENT_NAMES = [
  'agent.message',
  'agent.call_ended',
  'agent.reaction',
  'agent.contact_shared',
] as const;
export type WebhookEventName = (typeof EVENT_NAMES)[number];

export const EventChannel = z.enum(EVENT_CHANNELS);
export type EventChannel = z.infer<typeof EventChannel>;

const ConversationId = Nullable(z.string());
const NumberId = Nullable(z.string()).describe(
  'Your number; null in a web call, and in a test event when there is none.',
);

/**
 * One earlier message. Those of calls carry `role` besides the documented fields, because the
 * service has been seen to send either.
 */
export const RecentHistoryEntry = z.strictObject({
  messageId: z.string().optional().describe('Id of the message; absent in a call.'),
  content: z.string().describe('What was written or said.'),
  direction: z.enum(['inbound', 'outbound']).describe("From the agent's point of view."),
  channel: EventChannel.describe('How it travelled.'),
  at: DateTime.describe('When it was sent, came in or was said.'),
  role: z.enum(['user', 'agent']).optional().describe('Who spoke; in calls only.'),
  senderIdentifier: z
    .string()
    .optional()
    .describe('Which member of a group wrote it; in groups only.'),
});
export type RecentHistoryEntry = z.infer<typeof RecentHistoryEntry>;

export const EventContact = z.strictObject({
  id: z.string().describe('Id of the contact.'),
  name: z.string().describe('Their name.'),
  email: Nullable(z.string()).describe('Their e-mail address; null when none is in the book.'),
  phoneNumber: E164.describe('Their number in E.164 form.'),
});

const Contact = Nullable(EventContact).describe(
  'Who that is in your address book; null when they are not in it.',
);

export const EventGroup = z.strictObject({
  isGroup: z.boolean().describe('Always true.'),
  groupId: Nullable(z.string()).describe('Id of the group, to send to it.'),
  groupName: Nullable(z.string()).describe('Its name; null when nobody gave it one.'),
  groupIconUrl: Nullable(z.string()).describe("Address of the group's picture; null without one."),
  participants: Nullable(z.array(GroupParticipant)).describe('Members besides your number.'),
});

/** `data` of a text. */
export const TextEventData = z.strictObject({
  messageId: z.string().describe('Id of the message.'),
  externalMessageId: Nullable(z.string()).describe(
    "The carrier's own id of it, such as Twilio's SID; null on a simulated line.",
  ),
  conversationId: ConversationId.describe(
    'The conversation it belongs to; null only in a test event.',
  ),
  numberId: NumberId,
  externalId: Nullable(z.string()).describe(
    'What you call the number (`externalId`); null when you gave it nothing.',
  ),
  from: z
    .string()
    .describe('Who wrote: E.164 or an e-mail address, else what the carrier gave; may be empty.'),
  to: z.string().describe('Your number in E.164 form.'),
  contact: Contact,
  message: z.string().describe('The text; may be empty when there are attachments.'),
  mediaUrl: Nullable(z.string()).describe('The first attachment; null without one.'),
  mediaUrls: z.array(z.string()).describe('Addresses of the attachments.'),
  direction: z.literal('inbound').describe('Always `inbound`: what you send is told to nobody.'),
  receivedAt: DateTime.describe('When it came in.'),
  senderIdentifier: Nullable(z.string()).describe(
    'Which member of a group wrote it; null outside groups.',
  ),
  group: Nullable(EventGroup).describe('The group it was written in; null outside groups.'),
  reactionType: Nullable(z.string()).describe(
    'Always null: reactions come as `agent.reaction`. Clients read it on every event.',
  ),
  interactive: Nullable(
    z.strictObject({
      type: z
        .enum(['button_reply', 'list_reply'])
        .describe('What was tapped: a button, or a row of a list.'),
      id: z.string().describe('Its id, as you sent it.'),
      payload: z.string().describe('The same as `id`.'),
      title: z.string().describe('Its title, which is the `message` too.'),
      description: Nullable(z.string()).describe('Of a row; null where it has none.'),
    }),
  )
    .exactOptional()
    .describe('On WhatsApp only, else absent: what somebody tapped; null when they wrote.'),
  replyToMessageId: Nullable(z.string())
    .exactOptional()
    .describe('On WhatsApp only, else absent: the message it answers; null when it answers none.'),
});
export type TextEventData = z.infer<typeof TextEventData>;

const CallParties = {
  callId: z.string().describe('Id of the call; the same in all its events.'),
  conversationId: ConversationId.describe(
    'The conversation between these two numbers; null in web calls and when the caller hides.',
  ),
  numberId: NumberId,
  from: z
    .string()
    .describe(
      'Who calls: E.164, else what the carrier gave: a SIP address, a word for a hidden number, or nothing.',
    ),
  to: z.string().describe('Who is called.'),
  direction: z
    .enum(['inbound', 'outbound', 'web'])
    .describe('Who started it: somebody calling in, the agent calling out, or a web page.'),
};

/** `data` of a caller's turn in a live call. */
export const VoiceTurnData = z.strictObject({
  ...CallParties,
  status: z.literal('in-progress').describe('Always `in-progress`.'),
  transcript: z
    .string()
    .describe('What the caller said this turn; empty in the turn that asks for a greeting.'),
  confidence: z.number().min(0).max(1).describe('How sure the recogniser was.'),
});
export type VoiceTurnData = z.infer<typeof VoiceTurnData>;

/** `data` of a finished call. */
export const CallEndedData = z.strictObject({
  ...CallParties,
  contact: Contact,
  status: z
    .enum(['completed', 'failed'])
    .describe('`failed` when nobody was reached, or something broke.'),
  startedAt: DateTime.describe('When it began to ring or was placed.'),
  endedAt: DateTime.describe('When it ended.'),
  durationSeconds: z.number().int().min(0).describe('How long it lasted; 0 when nobody answered.'),
  disconnectionReason: z.enum(DISCONNECTION_REASONS).describe('Why it ended.'),
  transcript: z
    .array(
      z.strictObject({
        role: z.enum(['agent', 'user']).describe('Who spoke.'),
        content: z.string().describe('What was said.'),
      }),
    )
    .describe('The whole call, oldest first; `contextLimit` does not shorten it.'),
  summary: Nullable(z.string()).describe('What it was about; null when nothing was said.'),
  userSentiment: Nullable(z.enum(['Positive', 'Neutral', 'Negative'])).describe(
    'Mood of the caller; null when they said nothing.',
  ),
  callSuccessful: Nullable(z.boolean()).describe(
    'Whether the caller was helped; null when there was no conversation.',
  ),
  analysisSource: z
    .enum(['localRules', 'model'])
    .describe('Ours: who wrote the three fields before it.'),
});
export type CallEndedData = z.infer<typeof CallEndedData>;

/** `data` of a person's reaction to a message of ours. */
export const ReactionEventData = z.strictObject({
  conversationId: ConversationId.describe('The conversation it belongs to.'),
  numberId: NumberId,
  reactionType: z
    .string()
    .describe('`love`, `like`, `dislike`, `laugh`, `emphasize`, `question` or one emoji.'),
  fromNumber: z.string().describe('Who reacted.'),
  direction: z.literal('inbound').describe('Always `inbound`: what you send is told to nobody.'),
  messageId: z.string().describe('The message reacted to.'),
  messageBody: Nullable(z.string()).describe('Its text.'),
  messageMediaUrl: Nullable(z.string()).describe('Its first attachment; null without one.'),
  messageMediaUrls: z.array(z.string()).describe('Addresses of its attachments.'),
  createdAt: DateTime.describe('When it was made.'),
});
export type ReactionEventData = z.infer<typeof ReactionEventData>;

export const SharedContact = z.strictObject({
  firstName: Nullable(z.string()).describe('Null when they share none.'),
  lastName: Nullable(z.string()).describe('Null when they share none.'),
  displayName: Nullable(z.string()).describe('The name that is shown; null when they share none.'),
  avatarUrl: Nullable(z.string()).describe('Address of their picture; null without one.'),
});
export type SharedContact = z.infer<typeof SharedContact>;

/** `data` when a person shares their name and picture with an iMessage line of ours. */
export const ContactSharedData = z.strictObject({
  conversationId: ConversationId.describe('The conversation with them.'),
  numberId: NumberId,
  from: z.string().describe('Who shares.'),
  to: z.string().describe('Your number in E.164 form.'),
  direction: z.literal('inbound').describe('Always `inbound`.'),
  contact: Contact,
  sharedContact: SharedContact.describe('What they share. The address book stays as it is.'),
  sharedAt: DateTime.describe('When they shared it.'),
});
export type ContactSharedData = z.infer<typeof ContactSharedData>;

/** The fields around every event's `data`. */
const ENVELOPE = {
  timestamp: DateTime.describe('When it happened; the attempt has its time in a header.'),
  agentId: Nullable(z.string()).describe('The agent of the number; null when it has none.'),
  conversationState: Nullable(z.record(z.string(), z.unknown())).describe(
    "The conversation's metadata, as you stored it; null when you stored none.",
  ),
  recentHistory: z
    .array(RecentHistoryEntry)
    .max(50)
    .describe(
      'What came before, oldest first, without this; at most `contextLimit` entries. Empty where a call is over.',
    ),
  test: z
    .literal(true)
    .optional()
    .describe('Only in test and probe events: nobody wrote or called. Absent in all others.'),
};

export const TextEvent = z.strictObject({
  event: z.literal('agent.message').describe('The event.'),
  channel: z.enum(TEXT_CHANNELS).describe('How the text travelled.'),
  data: TextEventData.describe('The text.'),
  ...ENVELOPE,
});

export const VoiceTurnEvent = z.strictObject({
  event: z.literal('agent.message').describe('The event.'),
  channel: z.literal('voice').describe('Always `voice`: this tells it from a text.'),
  data: VoiceTurnData.describe('The turn.'),
  ...ENVELOPE,
});

export const CallEndedEvent = z.strictObject({
  event: z.literal('agent.call_ended').describe('The event.'),
  channel: z.literal('voice').describe('Always `voice`.'),
  data: CallEndedData.describe('The call.'),
  ...ENVELOPE,
});

export const ReactionEvent = z.strictObject({
  event: z.literal('agent.reaction').describe('The event.'),
  channel: z.enum(TEXT_CHANNELS).describe('How the message travelled.'),
  data: ReactionEventData.describe('The reaction.'),
  ...ENVELOPE,
});

export const ContactSharedEvent = z.strictObject({
  event: z.literal('agent.contact_shared').describe('The event.'),
  channel: z.literal('imessage').describe('Always `imessage`: no other line shares contacts.'),
  data: ContactSharedData.describe('What was shared.'),
  ...ENVELOPE,
});

/** The body of every webhook request. */
export const WebhookEvent = z.union([
  TextEvent,
  VoiceTurnEvent,
  CallEndedEvent,
  ReactionEvent,
  ContactSharedEvent,
]);
export type WebhookEvent = z.infer<typeof WebhookEvent>;
