import { z } from 'zod';
import { defineOperation } from '../definition/define.ts';

/** What is looked through. */
export const SEARCH_KINDS = [
  'agent',
  'contact',
  'conversation',
  'call',
  'message',
  'delivery',
] as const;
export const SearchKind = z.enum(SEARCH_KINDS);
export type SearchKind = z.infer<typeof SearchKind>;

/** A stretch of the text; `hit` where it is what was looked for. */
export const ExcerptPart = z.object({ text: z.string(), hit: z.boolean() });

export const SearchItem = z.object({
  kind: SearchKind,
  /** Names the find, for `before`; a call is found once for each turn. */
  id: z.string(),
  /** Where it leads; null where it is not of that kind. */
  callId: z.string().nullable(),
  /** The turn of the call that says it; null if the call itself was found, by its number or id. */
  turn: z.number().int().nullable(),
  conversationId: z.string().nullable(),
  messageId: z.string().nullable(),
  deliveryId: z.string().nullable(),
  contactId: z.string().nullable(),
  agentId: z.string().nullable(),
  /** The address of the person outside, or a contact's number. Null if the find has no person. */
  person: z.string().nullable(),
  /** Name of an agent, a contact or a group; a delivery's event. */
  title: z.string().nullable(),
  excerpt: z.array(ExcerptPart),
  at: z.iso.datetime(),
  /** 0 to 1: how near it comes to what was typed. */
  score: z.number(),
});
export type SearchItem = z.infer<typeof SearchItem>;

export const SEARCH_OPERATIONS = [
  defineOperation({
    name: 'search',
    description:
      'Finds words in transcripts, texts, deliveries, contacts and agents, and whatever has this number or id. Case and accents make no difference; words may be begun only; "words in quotes" stand together.',
    input: z.object({
      query: z
        .string()
        .describe(
          'Words, a part of a number, or an id; "words in quotes" stand together. Read up to 1000 characters.',
        ),
      kinds: z.array(SearchKind).optional().describe('What is looked through. Left out: all.'),
      limit: z
        .number()
        .int()
        .min(1)
        .max(100)
        .default(20)
        .describe('How many of each kind to answer at most.'),
      before: z
        .string()
        .max(200)
        .optional()
        .describe('Id of a find of an earlier answer: goes on behind it. Ask with its kind alone.'),
    }),
    output: z.object({
      /** Newest first. */
      items: z.array(SearchItem),
      /** Kinds of which there is more. */
      more: z.array(SearchKind),
      /** How much of what is stored has been read for it so far. It is all, but for the newest moment. */
      indexed: z.object({ done: z.number().int(), total: z.number().int() }),
    }),
    effect: 'readOnly',
  }),
] as const;
