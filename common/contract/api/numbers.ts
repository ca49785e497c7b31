import { z } from 'zod';
import { aliasOf, DateTime, E164, ListOf, Nullable } from './common.ts';
import { Channel } from './conversations.ts';

/** Phone numbers (api.md 3 and 4.2). */
export const PhoneNumber = z.object({
  id: z.string().describe('Id of the number.'),
  phoneNumber: E164.describe('The number in E.164 form.'),
  country: z.string().describe('US or CA (ISO 3166-1 alpha-2).'),
  status: z.enum(['active', 'released']).describe('`active`, or `released` for ever.'),
  type: z.string().describe('`imessage` for a line that can send iMessages, else `sms`.'),
  agentId: Nullable(z.string()).describe('The agent it is attached to.'),
  createdAt: DateTime.describe('When it was bought.'),
});
export type PhoneNumber = z.infer<typeof PhoneNumber>;
export const PhoneNumberList = ListOf(PhoneNumber);

export const CreateNumberRequest = z.object({
  country: z
    .string()
    .regex(/^(US|CA)$/i, {
      error:
        'Numbers are available in the United States (US) and Canada (CA) only; other countries are not available yet',
    })
    .nullish()
    .describe('US (the default) or CA; every other country is refused with a reason.'),
  areaCode: z
    .string()
    .regex(/^\d{3}$/, 'Must be exactly 3 digits')
    .nullish()
    .describe('Wanted area code; refused with alternatives when it is sold out.'),
  agentId: z.string().min(1).nullish().describe('The agent to attach the number to.'),
});
export type CreateNumberRequest = z.infer<typeof CreateNumberRequest>;

export const ReleasedNumber = z.object({
  success: z.literal(true).describe('Always true; failures are error answers.'),
  id: z.string().describe('Id of the number.'),
  phoneNumber: E164.describe('The number in E.164 form.'),
  status: z.literal('released').describe('Always `released`.'),
});
export type ReleasedNumber = z.infer<typeof ReleasedNumber>;

/** A message in the list of a number. The SDK reads `from_`, other clients `from`. */
export const NumberMessage = z.object({
  id: z.string().describe('Id of the message.'),
  from_: aliasOf('from', z.string()),
  from: z.string().describe('Who sent it; also sent as `from_`, which the official SDK reads.'),
  to: z.string().describe('Who got it.'),
  body: z.string().describe('Text of the message.'),
  direction: z.enum(['inbound', 'outbound']).describe('Whether it came in or your agent sent it.'),
  channel: Nullable(Channel).describe('How it travelled.'),
  receivedAt: DateTime.describe('When it was sent or came in.'),
});
export type NumberMessage = z.infer<typeof NumberMessage>;
export const NumberMessageList = z.object({
  data: z.array(NumberMessage).describe('Messages, newest first.'),
  hasMore: z.boolean().describe('Whether there are more beyond these.'),
});

export const LookupQuery = z.object({
  phoneNumbers: z
    .string()
    .max(1_000)
    .describe('The numbers to look up, comma-separated, at most 25.'),
});
export const NumberLookup = z.object({
  data: z
    .array(
      z.object({
        phoneNumber: E164.describe('The number in E.164 form.'),
        lineType: Nullable(z.string()).describe('Kind of line, where the numbering plan tells.'),
        country: Nullable(z.string()).describe(
          'Its country (ISO 3166-1 alpha-2), where it is known.',
        ),
        rcsEnabled: z.boolean().describe('Whether it takes RCS messages.'),
      }),
    )
    .describe('One row per number, in the order asked.'),
});
export type NumberLookup = z.infer<typeof NumberLookup>;
