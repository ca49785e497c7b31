import { z } from 'zod';
import { aliasOf, DateTime, E164, ListOf, Nullable, QueryInteger, WebUrl } from './common.ts';
import { WhatsAppContent } from './whatsapp-messages.ts';

/** Conversations and the messages in them (docs/reference/provider/messages.md#conversations). */

export const Channel = z.enum(['sms', 'mms', 'imessage', 'whatsapp', 'voice']);
export type Channel = z.infer<typeof Channel>;

export const Reaction = z.object({
  id: z.string().describe('Id of the reaction.'),
  reactionType: z
    .string()
    .describe('`love`, `like`, `dislike`, `laugh`, `emphasize`, `question` or one emoji.'),
  fromNumber: z.string().describe('Who reacted.'),
  direction: z.enum(['inbound', 'outbound']).describe('Whether it came in or your agent sent it.'),
  createdAt: DateTime.describe('When it was made.'),
});
export type Reaction = z.infer<typeof Reaction>;

/** The delivery status of a text, the same in the list of a conversation and of a number. */
export const TextProgress = {
  status: z
    .string()
    .describe(
      "`received`; or `sent`, `delivered`, `read`, `failed`, or the carrier's word for how far it got.",
    ),
  failureReason: Nullable(z.string()).describe('Why it did not get there, in words.'),
};

export const ConversationMessage = z.object({
  id: z.string().describe('Id of the message.'),
  conversationId: z.string().describe('The conversation it is in.'),
  body: z.string().describe('Text of the message; may be empty when it has media.'),
  fromNumber: z.string().describe('Who sent it.'),
  toNumber: z.string().describe("Who got it: an address or a group's id."),
  direction: z.enum(['inbound', 'outbound']).describe('Whether it came in or your agent sent it.'),
  senderIdentifier: Nullable(z.string()).describe('Which member of a group wrote it.'),
  channel: Nullable(Channel).describe('How it travelled.'),
  mediaUrl: Nullable(z.string()).describe('The first attachment; the older form of `mediaUrls`.'),
  mediaUrls: z.array(z.string()).describe('Addresses of the attachments.'),
  receivedAt: DateTime.describe('When it was sent or came in.'),
  ...TextProgress,
  errorCode: Nullable(z.string()).describe("The carrier's code of that failure."),
  deliveredAt: Nullable(DateTime).describe('When it reached the other side; null until then.'),
  deliveredChannel: Nullable(Channel).describe('How it reached them; null until then.'),
  readAt: Nullable(DateTime).describe('When they read it, where the channel tells.'),
  content: Nullable(z.record(z.string(), z.unknown())).describe(
    'What is more than text in it; null for texts.',
  ),
  reactions: z.array(Reaction).describe('Reactions to it, oldest first.'),
  replyTo: Nullable(
    z.object({
      messageId: z.string().describe('Id of that message.'),
      message: z.string().describe('Its text.'),
      mediaUrls: z.array(z.string()).describe('Addresses of its attachments.'),
    }),
  ).describe('The message it answers; null for most.'),
  whatsapp: Nullable(WhatsAppContent).describe(
    'Buttons, a list or a template of a WhatsApp message, or what was tapped; null for most.',
  ),
});
export type ConversationMessage = z.infer<typeof ConversationMessage>;

export const GroupParticipant = z.object({
  identifier: z.string().describe('Phone number or e-mail address of the member.'),
  name: Nullable(z.string()).describe('Their name, where it is known.'),
});

/** Why no message can be sent in a conversation. */
export const SendDisabledReason = z.enum([
  'number_released',
  'recipient_unreachable',
  /** They texted STOP. */
  'recipient_opted_out',
  'whatsapp_not_connected',
  /** They have not written for 24 hours, so only templates are allowed. */
  'whatsapp_window_closed',
  'registration_required',
]);
export type SendDisabledReason = z.infer<typeof SendDisabledReason>;

/** What can be done in a conversation right now. */
export const ConversationCapabilities = z.object({
  canSendMessages: z.boolean().describe('Whether a text would go out.'),
  media: z.boolean().describe('Whether attachments would.'),
  reactions: z.boolean().describe('Whether messages take tapbacks.'),
  emojiReactions: z.boolean().describe('Whether they take any emoji.'),
  sendDisabledReason: Nullable(SendDisabledReason).describe('Why nothing would; null when it can.'),
  sendChannel: Nullable(Channel).describe('How a text without attachments would travel.'),
  availableChannels: z.array(Channel).describe('How messages would travel.'),
  mediaChannels: z.array(Channel).describe('How attachments would.'),
});
export type ConversationCapabilities = z.infer<typeof ConversationCapabilities>;

export const ConversationSummary = z.object({
  id: z.string().describe('Id of the conversation.'),
  agentId: Nullable(z.string()).describe('The agent that answers; null when the number has none.'),
  phoneNumberId: z.string().describe('Your number in the conversation.'),
  phoneNumber: E164.describe('The same number in E.164 form.'),
  channel: Channel.describe(
    'How the next text would travel; `whatsapp` for a thread of its own. Each message has its own, too.',
  ),
  participant: z
    .string()
    .describe("The other side: an address, a group's id, or `hidden:…` for somebody who hides."),
  isGroup: z.boolean().describe('Whether it is a group.'),
  groupId: Nullable(z.string()).describe('Id of the group, to send to it; null for two people.'),
  groupName: Nullable(z.string()).describe('Name of the group.'),
  groupIconUrl: Nullable(z.string()).describe("Address of the group's picture."),
  participants: Nullable(z.array(GroupParticipant)).describe(
    'Members of the group besides your number.',
  ),
  lastMessageAt: DateTime.describe('When the latest message was sent or came in.'),
  lastMessagePreview: z.string().describe('Its text, shortened.'),
  messageCount: z.number().int().describe('How many messages the conversation has.'),
  metadata: Nullable(z.record(z.string(), z.unknown())).describe(
    'Your own data; webhooks carry it as `conversationState`.',
  ),
  createdAt: DateTime.describe('When the first message made the conversation.'),
});
export type ConversationSummary = z.infer<typeof ConversationSummary>;
export const ConversationList = ListOf(ConversationSummary);

export const ConversationMessageList = z.object({
  data: z.array(ConversationMessage).describe('Messages, newest first.'),
  hasMore: z.boolean().describe('Whether there are more beyond these.'),
});

/** The list below an agent has no metadata and no group fields. */
export const AgentConversationSummary = ConversationSummary.pick({
  id: true,
  agentId: true,
  phoneNumberId: true,
  phoneNumber: true,
  participant: true,
  lastMessageAt: true,
  lastMessagePreview: true,
  messageCount: true,
  createdAt: true,
});
export type AgentConversationSummary = z.infer<typeof AgentConversationSummary>;
export const AgentConversationList = ListOf(AgentConversationSummary);

export const ConversationDetail = ConversationSummary.omit({ lastMessagePreview: true }).extend({
  capabilities: ConversationCapabilities.describe('What can be done in it as things stand.'),
  messages: z.array(ConversationMessage).describe('Its newest messages, newest first.'),
});
export type ConversationDetail = z.infer<typeof ConversationDetail>;

const MessageLimit = QueryInteger(1, 100).optional();
export const ConversationQuery = z.object({
  message_limit: MessageLimit.describe(
    'How many messages to answer at most; 50 by default. Also taken as `messageLimit`.',
  ),
  messageLimit: aliasOf('message_limit', MessageLimit),
});

export const UpdateConversationRequest = z.object({
  metadata: z
    .record(z.string(), z.unknown())
    .nullish()
    .describe('Your own data; replaces the stored object, null clears it.'),
  group_name: z
    .string()
    .max(200)
    .nullish()
    .describe('New name of a group; ignored for two people.'),
});
export type UpdateConversationRequest = z.infer<typeof UpdateConversationRequest>;

export const TypingSent = z.object({
  conversationId: z.string().describe('Id of the conversation.'),
  channel: Channel.describe('Always `imessage`: no other channel shows typing.'),
  status: z.string().describe('Always `sent`.'),
});

export const SetBackgroundRequest = z.object({
  image_url: WebUrl.describe(
    'Address of the picture; the provider fetches it, here only the address is kept.',
  ),
});
export const ChatBackground = z.object({
  conversationId: z.string().describe('Id of the conversation.'),
  channel: Channel.describe('Always `imessage`: no other channel has backgrounds.'),
  hasBackground: z.boolean().describe('Whether a picture is set.'),
  backgroundId: Nullable(z.string()).describe('Id of the picture in this conversation.'),
  backgroundVersion: Nullable(z.number().int()).describe('Counts the changes of the background.'),
  changed: z.boolean().describe('False when the same picture was set already.'),
});
export type ChatBackground = z.infer<typeof ChatBackground>;
