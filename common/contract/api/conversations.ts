import { z } from 'zod';
import { DateTime, ListOf, Nullable, QueryInteger } from './common.ts';

/** Conversations and the messages in them (api.md 3 and 4.6). */

export const Channel = z.enum(['sms', 'mms', 'imessage', 'voice']);
export type Channel = z.infer<typeof Channel>;

export const Reaction = z.object({
  id: z.string(),
  reactionType: z.string(),
  fromNumber: z.string(),
  direction: z.enum(['inbound', 'outbound']),
  createdAt: DateTime,
});
export type Reaction = z.infer<typeof Reaction>;

export const ConversationMessage = z.object({
  id: z.string(),
  body: z.string(),
  fromNumber: z.string(),
  toNumber: z.string(),
  direction: z.enum(['inbound', 'outbound']),
  senderIdentifier: Nullable(z.string()),
  channel: Nullable(Channel),
  mediaUrl: Nullable(z.string()),
  mediaUrls: z.array(z.string()),
  receivedAt: DateTime,
  reactions: z.array(Reaction),
  replyTo: Nullable(
    z.object({ messageId: z.string(), message: z.string(), mediaUrls: z.array(z.string()) }),
  ),
});
export type ConversationMessage = z.infer<typeof ConversationMessage>;

export const GroupParticipant = z.object({ identifier: z.string(), name: Nullable(z.string()) });

export const ConversationSummary = z.object({
  id: z.string(),
  agentId: Nullable(z.string()),
  phoneNumberId: z.string(),
  phoneNumber: z.string(),
  participant: z.string(),
  isGroup: z.boolean(),
  groupId: Nullable(z.string()),
  groupName: Nullable(z.string()),
  groupIconUrl: Nullable(z.string()),
  participants: Nullable(z.array(GroupParticipant)),
  lastMessageAt: DateTime,
  lastMessagePreview: z.string(),
  messageCount: z.number().int(),
  metadata: Nullable(z.record(z.string(), z.unknown())),
  createdAt: DateTime,
});
export type ConversationSummary = z.infer<typeof ConversationSummary>;
export const ConversationList = ListOf(ConversationSummary);

export const ConversationMessageList = z.object({
  data: z.array(ConversationMessage),
  hasMore: z.boolean(),
});

/** The agent-scoped list carries no metadata and no group fields. */
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
  /** Newest first. */
  messages: z.array(ConversationMessage),
});
export type ConversationDetail = z.infer<typeof ConversationDetail>;

const MessageLimit = QueryInteger(1, 100).optional();
export const ConversationQuery = z.object({
  /** Default 50. */
  message_limit: MessageLimit,
  /** The older spelling. */
  messageLimit: MessageLimit,
});

export const UpdateConversationRequest = z.object({
  /** Replaces the stored object; null clears it. */
  metadata: z.record(z.string(), z.unknown()).nullish(),
  /** Groups only; ignored elsewhere. */
  group_name: z.string().max(200).nullish(),
});
export type UpdateConversationRequest = z.infer<typeof UpdateConversationRequest>;

export const TypingSent = z.object({
  conversationId: z.string(),
  channel: Channel,
  status: z.string(),
});

export const SetBackgroundRequest = z.object({
  image_url: z.url({ protocol: /^https?$/, error: 'Must be an http or https URL' }).max(2083),
});
export const ChatBackground = z.object({
  conversationId: z.string(),
  channel: Channel,
  hasBackground: z.boolean(),
  backgroundId: Nullable(z.string()),
  backgroundVersion: Nullable(z.number().int()),
  /** False when the same picture was set already. */
  changed: z.boolean(),
});
export type ChatBackground = z.infer<typeof ChatBackground>;
