import { z } from 'zod';

/** The disk is full, read-only or failing; or the data folder is missing. */
export const StorageCause = z.enum(['full', 'readOnly', 'failing', 'gone']);
export type StorageCause = z.infer<typeof StorageCause>;

/** Whether what the app writes really reaches the disk. */
export const StorageState = z.object({
  /** Null while everything is stored. */
  problem: z
    .object({
      cause: StorageCause,
      /** Includes what to do about it. */
      message: z.string(),
      /** In real time. */
      since: z.iso.datetime(),
      /** In words, such as "recordings of calls". */
      notKept: z.array(z.string()),
    })
    .nullable(),
  /** How many writes are held in memory until there is room. */
  waiting: z.number().int(),
  /** What is lost for good or was altered, in words, oldest first; kept until dismissed. */
  notices: z.array(z.string()),
});
export type StorageState = z.infer<typeof StorageState>;
