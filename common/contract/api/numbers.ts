import { z } from 'zod';
import { DateTime, ListOf, Nullable } from './common.ts';
import { Channel } from './conversations.ts';

/** Phone numbers (api.md 3 and 4.2). */
export const PhoneNumber = z.object({
  id: z.string(),
  /** E.164. */
  phoneNumber: z.string(),
  /** ISO 3166-1 alpha-2: US or CA. */
  country: z.string(),
  status: z.enum(['active', 'released']),
  /** `imessage` for a line that can send iMessages, else `sms`. */
  type: z.string(),
  agentId: Nullable(z.string()),
  createdAt: DateTime,
});
export type PhoneNumber = z.infer<typeof PhoneNumber>;
export const PhoneNumberList = ListOf(PhoneNumber);

export const CreateNumberRequest = z.object({
  /** US or CA; every other country is refused with a reason. */
  country: z
    .string()
    .regex(/^(US|CA)$/i, {
      error:
        'Numbers are available in the United States (US) and Canada (CA) only; other countries are not available yet',
    })
    .nullish(),
  areaCode: z
    .string()
    .regex(/^\d{3}$/, 'Must be exactly 3 digits')
    .nullish(),
  agentId: z.string().min(1).nullish(),
});
export type CreateNumberRequest = z.infer<typeof CreateNumberRequest>;

export const ReleasedNumber = z.object({
  success: z.literal(true),
  id: z.string(),
  phoneNumber: z.string(),
  status: z.literal('released'),
});
export type ReleasedNumber = z.infer<typeof ReleasedNumber>;

/** A message in the list of a number. The SDK reads `from_`, other clients `from`. */
export const NumberMessage = z.object({
  id: z.string(),
  from_: z.string(),
  from: z.string(),
  to: z.string(),
  body: z.string(),
  direction: z.enum(['inbound', 'outbound']),
  channel: Nullable(Channel),
  receivedAt: DateTime,
});
export type NumberMessage = z.infer<typeof NumberMessage>;
export const NumberMessageList = z.object({ data: z.array(NumberMessage), hasMore: z.boolean() });

export const LookupQuery = z.object({
  /** Comma-separated, at most 25. */
  phoneNumbers: z.string().max(1_000),
});
export const NumberLookup = z.object({
  data: z.array(
    z.object({
      phoneNumber: z.string(),
      lineType: Nullable(z.string()),
      country: Nullable(z.string()),
      rcsEnabled: z.boolean(),
    }),
  ),
});
export type NumberLookup = z.infer<typeof NumberLookup>;
