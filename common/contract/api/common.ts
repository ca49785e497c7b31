import { z } from 'zod';

/**
 * RFC 3339, UTC, milliseconds: `2026-11-02T09:15:04.000Z`
 * (docs/reference/provider/basics.md#times-and-phone-numbers).
 */
export const DateTime = z.iso.datetime();

/** A phone number as the API writes it. */
export const E164 = z.string().regex(/^\+[1-9]\d{1,14}$/);

/** A web address. Line breaks and blanks that came along with it, as when pasting, are removed. */
export const WebUrl = z
  .url({ protocol: /^https?$/, error: 'Must be an http or https URL' })
  .max(2083);

/** True or false in a query string. */
export const QueryBoolean = z.stringbool().meta({ type: 'boolean' });

/**
 * A second name for a field, sent or accepted for the clients that use it. It is left out of the
 * OpenAPI document because generators turn both names into the same identifier.
 */
export function aliasOf<T extends z.ZodType>(name: string, schema: T): T {
  return schema.meta({ aliasOf: name }) as T;
}

/** Shorthand for a field that is always sent and may be null. */
export function Nullable<T extends z.ZodType>(schema: T) {
  return schema.nullable();
}

/** A whole number in a query string. */
export function QueryInteger(min: number, max: number) {
  return z.coerce.number().int().min(min).max(max);
}

/** The largest offset accepted; no list is that long. */
const MAX_OFFSET = 1_000_000_000;

/** `limit` and `offset` of a list (docs/reference/provider/basics.md#paging). */
export function PageQuery(defaultLimit = 20, maxLimit = 100) {
  return z.object({
    limit: QueryInteger(1, maxLimit).default(defaultLimit).describe('How many to answer at most.'),
    offset: QueryInteger(0, MAX_OFFSET)
      .default(0)
      .describe('How many to skip from the start of the list.'),
  });
}
export interface PageQuery {
  readonly limit: number;
  readonly offset: number;
}

/** Any RFC 3339 timestamp, in whatever form clients send it. */
export const Moment = z.iso.datetime({ offset: true, local: true });

/** A {@link Moment} as milliseconds since the epoch. Without an offset it counts as UTC. */
export function momentMs(text: string): number {
  return Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`);
}

/** A {@link Moment} in a query string; handlers get it as milliseconds since the epoch. */
export const MomentQuery = Moment.transform(momentMs);

/** Cursor paging over messages: newest first, both bounds exclusive. */
export const MessageQuery = z.object({
  limit: QueryInteger(1, 200).default(50).describe('How many messages to answer at most.'),
  before: MomentQuery.optional().describe('Only messages older than this moment (RFC 3339).'),
  after: MomentQuery.optional().describe('Only messages newer than this moment (RFC 3339).'),
});
export type MessageQuery = z.output<typeof MessageQuery>;

/** The envelope of an offset list. */
export function ListOf<T extends z.ZodType>(item: T) {
  return z.object({
    data: z.array(item).describe('One page of the list.'),
    hasMore: z.boolean().describe('Whether there are more beyond this page.'),
    total: z.number().int().describe('How many there are in all.'),
  });
}

/** One page of a list, as services return it. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly total: number;
}
