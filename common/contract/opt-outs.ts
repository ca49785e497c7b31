import { z } from 'zod';

/** Somebody who texted STOP to a number of ours. */
export const OptOut = z.object({
  /** The number they want nothing from, E.164. */
  phoneNumber: z.string(),
  address: z.string(),
  since: z.iso.datetime(),
  /** Who keeps the list: at Twilio only they themselves get off it, by START. */
  carrier: z.enum(['simulated', 'twilio']),
});
export type OptOut = z.infer<typeof OptOut>;
