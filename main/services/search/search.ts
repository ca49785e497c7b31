import {
  type OperationInput,
  type OperationOutput,
  SEARCH_KINDS,
} from '../../../common/contract/index.ts';
import type { ReaderClient } from '../../store/reader/reader-client.ts';

/** Looks through everything that was said, written and told; the reader thread answers. */
export class Search {
  readonly #reader: Pick<ReaderClient, 'ask'>;

  constructor(reader: Pick<ReaderClient, 'ask'>) {
    this.#reader = reader;
  }

  /** Newest first. */
  async find(
    accountId: string,
    { query, kinds, limit, before }: OperationInput<'search'>,
  ): Promise<OperationOutput<'search'>> {
    const { items, more, indexed } = await this.#reader.ask('search.find', {
      accountId,
      // What is pasted may be megabytes; nothing beyond this would be looked at.
      query: query.slice(0, 1_000),
      kinds: kinds ?? SEARCH_KINDS,
      limit,
      before: before ?? null,
    });
    return { items: [...items], more: [...more], indexed };
  }
}
