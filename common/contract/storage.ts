import { z } from 'zod';

/** The disk has no room, may not be written, or fails; or the data folder is not there. */
export const StorageCause = z.enum(['full', 'readOnly', 'failing', 'gone']);
export type StorageCause = z.infer<typeof StorageCause>;

/** How it stands with what the app keeps. */
export const StorageState = z.object({
  /** Null while everything is kept. */
  problem: z
    .object({
      cause: StorageCause,
      /** With the way out. */
      message: z.string(),
      /** Real time. */
      since: z.iso.datetime(),
      /** In words, such as "recordings of calls". */
      notKept: z.array(z.string()),
    })
    .nullable(),
  /** How many writes wait in memory for room. */
  waiting: z.number().int(),
  /** What will not come back, or is not as it was, in words, oldest first; until it is dismissed. */
  notices: z.array(z.string()),
});
export type StorageState = z.infer<typeof StorageState>;
