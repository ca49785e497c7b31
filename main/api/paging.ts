import type { Page, PageQuery } from '../../common/contract/index.ts';

/** An offset list in the API's form (docs/reference/provider/basics.md#paging). */
export function listAnswer<T>(
  page: Page<T>,
  query: PageQuery,
): { data: T[]; hasMore: boolean; total: number } {
  return {
    data: [...page.items],
    hasMore: query.offset + page.items.length < page.total,
    total: page.total,
  };
}
