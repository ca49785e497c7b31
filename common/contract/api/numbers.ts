import { z } from 'zod';
import { DateTime, Nullable } from './common.ts';

/** Phone numbers (api.md 3 and 4.2). */
export const PhoneNumber = z.object({
  id: z.string(),
  /** E.164. */
  phoneNumber: z.string(),
  /** ISO 3166-1 alpha-2: US or CA. */
  country: z.string(),
  status: z.enum(['active', 'released']),
  type: z.string(),
  agentId: Nullable(z.string()),
  createdAt: DateTime,
});
export type PhoneNumber = z.infer<typeof PhoneNumber>;
