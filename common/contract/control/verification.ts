import { z } from 'zod';
import { DateTime } from '../api/common.ts';
import { defineOperation } from './definition/define.ts';

/** A verification code as it appears on the phone of the person it was texted to. */
export const VerificationText = z.object({
  id: z.string(),
  phoneNumber: z.string(),
  code: z.string(),
  /** The text as it was sent. */
  body: z.string(),
  sentAt: DateTime,
  expiresAt: DateTime,
});
export type VerificationText = z.infer<typeof VerificationText>;

/** What the person who receives codes can do. */
export const VERIFICATION_OPERATIONS = [
  defineOperation({
    name: 'verification.list',
    description: 'The codes that POST /v1/verify/send texted to people, newest first.',
    input: z.object({
      phoneNumber: z
        .string()
        .min(1)
        .max(50)
        .optional()
        .describe('Only the codes texted to this number, such as +12025550147. Left out: all.'),
    }),
    output: z.object({ items: z.array(VerificationText) }),
    effect: 'readOnly',
  }),
] as const;
