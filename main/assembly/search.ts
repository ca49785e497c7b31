import { Search } from '../services/search/search.ts';
import { SearchFollower } from '../services/search/search-follower.ts';
import type { Base } from './base.ts';

export type SearchParts = ReturnType<typeof assembleSearch>;

/** The search, and what keeps its index near the database once `follower` is started. */
export function assembleSearch({ db, reader, clock, log, cleanUp }: Base) {
  const follower = new SearchFollower({
    db,
    reader,
    real: clock.real,
    onFailed: (error) => log.warn({ error }, 'The search cannot read what is new; it tries again.'),
  });
  cleanUp.push(() => follower.stop());
  return { search: new Search(reader), follower };
}
