import { z } from 'zod';
import { DateTime, Nullable } from './common.ts';

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
