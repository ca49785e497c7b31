import { z } from 'zod';

/** A person who texted STOP to a number of ours. */
export const OptOut = z.object({
  /** The number from which they want no texts, E.164. */
  phoneNumber: z.string(),
  address: z.string(),
  since: z.iso.datetime(),
  /**
   * Who keeps the list. At Twilio, only the person can take themselves off it, by texting START.
   */
  carrier: z.enum(['simulated', 'twilio']),
});
export type OptOut = z.infer<typeof OptOut>;
