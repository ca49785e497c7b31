import { z } from 'zod';
import { Nullable } from './common.ts';

/** Where a contact shares to be (api.md 4.13). */
export const Location = z.object({
  phoneNumber: z.string(),
  latitude: Nullable(z.number()),
  longitude: Nullable(z.number()),
  /** `available`, or `unavailable` when nothing is shared. */
  status: z.enum(['available', 'unavailable']),
  /** Unix seconds; 0 when it was never known. */
  lastUpdated: z.number().int(),
});
export type Location = z.infer<typeof Location>;

export const LocationRefresh = z.object({
  success: z.literal(true),
  pollAfterSeconds: z.number().int(),
});
