import type { ExcerptPart } from '../../../common/rules/search/excerpt.ts';
import { excerptOf, plainExcerpt } from '../../../common/rules/search/excerpt.ts';
import type { SearchQuery } from '../../../common/rules/search/search-query.ts';
import { LATEST_MOMENT_MS } from '../tables/column.ts';

/** Null for a moment that no calendar knows: the row is damaged. */
export function dateTimeOf(ms: number): string | null {
  return ms >= 0 && ms <= LATEST_MOMENT_MS ? new Date(ms).toISOString() : null;
}

/** Whether an address is what was looked for: by its words, or by digits that follow each other. */
export function isAddressOf(query: SearchQuery, address: string): boolean {
  if (query.digits !== null && address.replace(/\D/g, '').includes(query.digits)) return true;
  return excerptOf(address, query) !== null;
}

/** What is shown of a text that was found; null where it does not hold what was looked for. */
export function shownOf(
  query: SearchQuery,
  text: string,
): { readonly excerpt: ExcerptPart[]; readonly score: number } | null {
  const found = excerptOf(text, query);
  return found && { excerpt: [...found.parts], score: found.score };
}

/** What is shown where the address, the name or the id is what was found. */
export function shownPlain(text: string): { excerpt: ExcerptPart[]; score: number } {
  return { excerpt: plainExcerpt(text), score: 1 };
}
