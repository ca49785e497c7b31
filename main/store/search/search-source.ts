import type { SearchItem, SearchKind } from '../../../common/contract/index.ts';
import type { SearchQuery } from '../../../common/rules/search/search-query.ts';

/** What is looked for, in one kind of things. */
export interface FindQuery {
  readonly accountId: string;
  readonly query: SearchQuery;
  /** What was typed, where it may be an id; null where it cannot be. */
  readonly id: string | null;
  readonly limit: number;
  /** Only what comes behind this find. */
  readonly before: string | null;
}

export interface Found {
  readonly items: readonly SearchItem[];
  readonly more: boolean;
}

/** What an id leads to: one thing, or nothing. */
export function foundById(item: SearchItem | null): Found {
  return { items: item === null ? [] : [item], more: false };
}

/** One kind of things that can be found. */
export interface SearchSource {
  readonly kind: SearchKind;
  find(query: FindQuery): Found;
}

/** A kind that is found by words written down beforehand. */
export interface IndexedSource extends SearchSource {
  /** Starts over if the rows are not those that were read. */
  check(): void;
  /** Reads a few rows on. False when there are none. */
  step(): boolean;
  /** How many rows were read, and how many there are. */
  progress(): { readonly done: number; readonly total: number };
}

/** An item that leads nowhere yet. */
export const BLANK_ITEM = {
  callId: null,
  turn: null,
  conversationId: null,
  messageId: null,
  deliveryId: null,
  contactId: null,
  agentId: null,
  person: null,
  title: null,
} as const;
