import { z } from 'zod';
import { E164, Nullable } from './common.ts';

/** The location that a contact shares (docs/reference/provider/contacts.md#places). */
export const Location = z.object({
  phoneNumber: E164.describe('Who it is about, in E.164 form.'),
  latitude: Nullable(z.number()).describe('Degrees north; null when nothing is shared.'),
  longitude: Nullable(z.number()).describe('Degrees east; null when nothing is shared.'),
  status: z
    .enum(['available', 'unavailable'])
    .describe('`available`, or `unavailable` when nothing is shared.'),
  lastUpdated: z
    .number()
    .int()
    .describe('Unix seconds of the position; 0 when it was never known.'),
});
export type Location = z.infer<typeof Location>;

export const LocationRefresh = z.object({
  success: z.literal(true).describe('Always true; failures are error answers.'),
  pollAfterSeconds: z.number().int().describe('When to ask for the position again.'),
});
