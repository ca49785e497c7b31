import type { DeliverySummary } from '../../../common/contract/index.ts';
import type { FilterTerm } from '../../../common/rules/delivery-filter.ts';
import type { AttemptRow } from '../delivery-rows.ts';

/** What the reader thread can be asked, and what it answers. */
export interface ReaderQueries {
  'deliveries.list': {
    readonly input: DeliveryListQuery;
    readonly output: { readonly items: readonly DeliverySummary[]; readonly total: number };
  };
  'deliveries.get': {
    readonly input: { readonly id: string };
    readonly output: RecordedDelivery | null;
  };
}

export interface DeliveryListQuery {
  readonly terms: readonly FilterTerm[];
  readonly limit: number;
  /** Only deliveries older than this one. */
  readonly before: string | null;
}

/** A delivery with the raw bytes of its attempts, oldest first. */
export interface RecordedDelivery {
  readonly summary: DeliverySummary;
  readonly attempts: readonly AttemptRow[];
}

export type ReaderQueryName = keyof ReaderQueries;

export interface ReaderRequest {
  readonly id: number;
  readonly name: ReaderQueryName;
  readonly input: unknown;
}

export type ReaderResponse =
  | { readonly id: number; readonly ok: true; readonly output: unknown }
  | { readonly id: number; readonly ok: false; readonly message: string };

/** What the thread is started with. */
export interface ReaderStart {
  readonly dataDir: string;
}
