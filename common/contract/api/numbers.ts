import { z } from 'zod';
import { aliasOf, DateTime, E164, ListOf, Moment, Nullable, QueryInteger } from './common.ts';
import { Channel, TextProgress } from './conversations.ts';

/** Phone numbers (docs/reference/provider/numbers.md). */
export const PhoneNumber = z.object({
  id: z.string().describe('Id of the number.'),
  phoneNumber: E164.describe('The number in E.164 form.'),
  country: z.string().describe('US or CA (ISO 3166-1 alpha-2).'),
  status: z.enum(['active', 'released']).describe('`active`, or `released` for ever.'),
  type: z.string().describe('`imessage` for a line that can send iMessages, else `sms`.'),
  agentId: Nullable(z.string()).describe('The agent it is attached to.'),
  createdAt: DateTime.describe('When it was bought.'),
  purchasedAt: DateTime.describe('The same moment, as newer clients read it.'),
  outboundSms: z
    .enum(['enabled', 'activating', 'registration_required'])
    .describe(
      'Whether SMS goes out; where the plan asks for a registration, `activating` while it is reviewed.',
    ),
  inboundCallsEnabled: z.boolean().describe('Whether calls to it come in: as long as you hold it.'),
  readReceiptsEnabled: z.boolean().describe('Whether it is told when people read its texts.'),
  whatsappEnabled: z.boolean().describe('Whether it is connected to WhatsApp.'),
  dailyNewContacts: z
    .object({
      used: z.number().int().describe('People it texted first since midnight in UTC.'),
      limit: z.number().int().describe('How many the service advises; more are not refused here.'),
    })
    .describe('People it texted today who had not texted it before.'),
  externalId: Nullable(z.string()).describe('Your own id for it.'),
  expiresAt: Nullable(DateTime).describe('When it is released by itself; null for never.'),
  rcsFallbackForAlias: Nullable(z.string()).describe('Always null: RCS is not emulated.'),
});
export type PhoneNumber = z.infer<typeof PhoneNumber>;
export const PhoneNumberList = ListOf(PhoneNumber);

const CountryOnSale = z.string().regex(/^(US|CA)$/i, {
  error:
    'Numbers are available in the United States (US) and Canada (CA) only; other countries are not available yet',
});
const AreaCode = z.string().regex(/^\d{3}$/, 'Must be exactly 3 digits');
const ExternalId = z.string().min(1).max(255);

export const CreateNumberRequest = z.object({
  country: z
    .string()
    .max(100)
    .nullish()
    .describe('US (the default) or CA; every other country is refused with a reason.'),
  areaCode: AreaCode.nullish().describe(
    'Wanted area code; refused with alternatives when it is sold out.',
  ),
  agentId: z.string().min(1).nullish().describe('The agent to attach the number to.'),
  type: z
    .enum(['sms', 'imessage'])
    .nullish()
    .describe('`imessage` for a line that can send iMessages; `sms` by default.'),
  imessageType: z
    .string()
    .min(1)
    .max(50)
    .nullish()
    .describe('Tier of an iMessage line; every tier is the same here.'),
  externalId: ExternalId.nullish().describe('Your own id for it.'),
  expiresAt: Moment.nullish().describe('When it is to be released by itself (ISO 8601).'),
});
export type CreateNumberRequest = z.infer<typeof CreateNumberRequest>;

export const UpdateNumberRequest = z.object({
  externalId: ExternalId.nullish().describe('Your own id for it; null removes it.'),
  expiresAt: Moment.nullish().describe(
    'When it is to be released by itself (ISO 8601, in the future); null keeps it for good.',
  ),
});
export type UpdateNumberRequest = z.infer<typeof UpdateNumberRequest>;

export const AvailableQuery = z.object({
  areaCode: AreaCode.optional().describe('Only numbers of this area code.'),
  city: z.string().max(100).optional().describe('Only numbers of this city.'),
  state: z
    .string()
    .max(50)
    .optional()
    .describe('Only numbers of this state or province, by its two letters.'),
  zip: z
    .string()
    .max(20)
    .optional()
    .describe('Only numbers of the state or province with this postal code.'),
  country: CountryOnSale.optional().describe('US or CA; both where a place tells it, else US.'),
  limit: QueryInteger(1, 100).default(20).describe('How many to answer at most.'),
});
export type AvailableQuery = z.output<typeof AvailableQuery>;

export const AvailableNumber = z.object({
  phoneNumber: z.string().describe('The number in E.164 form.'),
  city: Nullable(z.string()).describe('The largest city of its area code.'),
  state: Nullable(z.string()).describe('Its state or province, by two letters.'),
  rateCenter: Nullable(z.string()).describe('Where calls to it are rated: the city in capitals.'),
  areaCode: z.string().describe('Its area code.'),
});
export type AvailableNumber = z.infer<typeof AvailableNumber>;
export const AvailableNumberList = z.object({
  data: z
    .array(AvailableNumber)
    .describe('Numbers on sale, those that are sold first at the head.'),
});

export const ReleasedNumber = z.object({
  success: z.literal(true).describe('Always true; failures are error answers.'),
  id: z.string().describe('Id of the number.'),
  phoneNumber: E164.describe('The number in E.164 form.'),
  status: z.literal('released').describe('Always `released`.'),
});
export type ReleasedNumber = z.infer<typeof ReleasedNumber>;

/**
 * A message in the list of a number. The SDK reads the sender from `from_`, other clients from
 * `from`.
 */
export const NumberMessage = z.object({
  id: z.string().describe('Id of the message.'),
  from_: aliasOf('from', z.string()),
  from: z.string().describe('Who sent it; also sent as `from_`, which the official SDK reads.'),
  to: z.string().describe('Who got it.'),
  body: z.string().describe('Text of the message.'),
  direction: z.enum(['inbound', 'outbound']).describe('Whether it came in or your agent sent it.'),
  channel: Nullable(Channel).describe('How it travelled.'),
  receivedAt: DateTime.describe('When it was sent or came in.'),
  conversationId: z.string().describe('The conversation it is in.'),
  ...TextProgress,
  mediaUrl: Nullable(z.string()).describe('The first attachment; the older form of `mediaUrls`.'),
  mediaUrls: z.array(z.string()).describe('Addresses of the attachments.'),
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
