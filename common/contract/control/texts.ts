import { z } from 'zod';
import { DateTime } from '../api/common.ts';
import { defineOperation } from './define.ts';

/** An inbound text. `deliveryId` is that of its webhook; null if there is no webhook to call. */
const TextArrived = z.object({
  messageId: z.string(),
  conversationId: z.string(),
  deliveryId: z.string().nullable(),
});

/** What the person who texts can do. */
export const TEXT_OPERATIONS = [
  defineOperation({
    name: 'text.receive',
    description:
      'Somebody texts an agent\'s number; "from" may also be a short code, a name such as ACME, or empty.',
    input: z.object({
      from: z.string().max(1_000),
      to: z.string().min(1),
      body: z.string().max(10_000),
      mediaUrls: z.array(z.url()).max(20).optional(),
      channel: z.enum(['sms', 'mms', 'imessage', 'whatsapp']).optional(),
      /** The text goes to this group (`grp_…`) instead of to the number alone. */
      groupId: z.string().optional(),
      replyToMessageId: z.string().optional(),
    }),
    output: TextArrived,
    effect: 'changes',
  }),
  defineOperation({
    name: 'text.tap',
    description:
      'Somebody taps a button, or chooses a row of a list, of a WhatsApp message: their answer goes to the agent.',
    input: z.object({
      messageId: z.string().min(1),
      /** The id of the button or row that was chosen. */
      choiceId: z.string().min(1).max(256),
    }),
    output: TextArrived,
    effect: 'changes',
  }),
  defineOperation({
    name: 'text.read',
    description: 'A person reads an iMessage of an agent.',
    input: z.object({ messageId: z.string().min(1) }),
    output: z.object({ messageId: z.string(), readAt: DateTime }),
    effect: 'changes',
  }),
] as const;
