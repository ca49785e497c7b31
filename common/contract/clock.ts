import { z } from 'zod';

/** The product clock (docs/decisions/0005-clock.md). */
export const ClockState = z.object({
  /** Product time, RFC 3339. */
  now: z.iso.datetime(),
  mode: z.enum(['real', 'frozen']),
  /** How much product time each request takes on a frozen clock; null: the time it really takes. */
  handlerTimeMs: z.number().nullable(),
  /** Product time minus real time. */
  offsetMs: z.number(),
});
export type ClockState = z.infer<typeof ClockState>;

export const ClockMoved = ClockState.extend({
  /** How many scheduled items ran. */
  ran: z.number().int(),
});
export type ClockMoved = z.infer<typeof ClockMoved>;
