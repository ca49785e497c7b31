import { z } from 'zod';

/**
 * Proves that a phone belongs to a person: a code is texted to it, and they send it back
 * (docs/reference/provider/account.md#phone-verification).
 */

export const SendVerificationRequest = z.object({
  phone_number: z.string().min(1).max(50).describe('The phone to check, in any form.'),
});

export const SentVerification = z.object({
  verification_id: z.string().describe('What `check` asks for.'),
  status: z.literal('pending').describe('Always `pending`: the code is on its way.'),
});
export type SentVerification = z.infer<typeof SentVerification>;

export const CheckVerificationRequest = z.object({
  verification_id: z.string().min(1).max(200).describe('From the answer of `send`.'),
  code: z.string().min(1).max(20).describe('The six digits that were texted.'),
});

export const CheckedVerification = z.object({
  result: z
    .enum(['ok', 'incorrect', 'exhausted', 'expired', 'already_verified'])
    .describe('Whether it was the code; `exhausted` after the third wrong one.'),
  attempts_remaining: z.number().int().describe('How many codes may still be tried.'),
});
export type CheckedVerification = z.infer<typeof CheckedVerification>;
