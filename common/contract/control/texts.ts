import { z } from 'zod';
import { DateTime } from '../api/common.ts';
import { defineOperation } from './definition/define.ts';

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
      from: z
        .string()
        .max(1_000)
        .describe(
          'Who texts: a number such as +12025550147, an e-mail address, a short code, a name such as ACME, or empty.',
        ),
      to: z.string().min(1).describe('One of your numbers, such as +14155550123.'),
      body: z
        .string()
        .max(10_000)
        .describe('The text; may be empty where there is an attachment. STOP opts out of SMS.'),
      mediaUrls: z
        .array(z.url())
        .max(20)
        .optional()
        .describe('Addresses of attachments, at most 20; `media.add` makes one of a file.'),
      channel: z
        .enum(['sms', 'mms', 'imessage', 'whatsapp'])
        .optional()
        .describe(
          'How it travels. Left out: as iMessage where line and handset have it, else as SMS, or MMS with attachments. `whatsapp` needs a connected number.',
        ),
      groupId: z
        .string()
        .optional()
        .describe('Id of a group (`grp_…`) that the sender is a member of. Left out: no group.'),
      replyToMessageId: z
        .string()
        .optional()
        .describe('Id of the message in the same thread that this one answers. Left out: none.'),
    }),
    output: TextArrived,
    effect: 'changes',
  }),
  defineOperation({
    name: 'text.tap',
    description:
      'Somebody taps a button, or chooses a row of a list, of a WhatsApp message: their answer goes to the agent.',
    input: z.object({
      messageId: z
        .string()
        .min(1)
        .describe('Id of a WhatsApp message of an agent, with buttons or a list.'),
      choiceId: z
        .string()
        .min(1)
        .max(256)
        .describe('Id of the button or row, as the message was sent with it.'),
    }),
    output: TextArrived,
    effect: 'changes',
  }),
  defineOperation({
    name: 'text.read',
    description: 'A person reads an iMessage of an agent.',
    input: z.object({
      messageId: z
        .string()
        .min(1)
        .describe('Id of an iMessage that an agent sent. Only the first time counts.'),
    }),
    output: z.object({ messageId: z.string(), readAt: DateTime }),
    effect: 'changes',
  }),
] as const;
