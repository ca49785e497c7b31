import { z } from 'zod';

/** RFC 3339, UTC, milliseconds: `2026-11-02T09:15:04.000Z` (api.md 1.6). */
export const DateTime = z.iso.datetime();

/** Shorthand for a field that is always sent and may be null. */
export function Nullable<T extends z.ZodType>(schema: T) {
  return schema.nullable();
}
