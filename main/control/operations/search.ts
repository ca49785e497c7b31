import type { Search } from '../../services/search/search.ts';
import type { OperationHandlers } from '../registry.ts';

export interface SearchOperationsDeps {
  readonly search: Search;
  readonly accountId: () => string;
}

/** Finding what was said, written or told. */
export function searchOperations({ search, accountId }: SearchOperationsDeps) {
  return {
    search: (query) => search.find(accountId(), query),
  } satisfies Partial<OperationHandlers>;
}
