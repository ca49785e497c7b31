import type { SearchItem, SearchKind } from '../../../common/contract/index.ts';
import { isEmptySearch, parseSearch } from '../../../common/rules/search/search-query.ts';
import type { RealTime } from '../../platform/time/clock.ts';
import type { DamageNotes } from '../database/damage-notes.ts';
import type { Database } from '../database/database.ts';
import { CallSource } from './call-source.ts';
import { ConversationSource } from './conversation-source.ts';
import { DeliverySource } from './delivery-source.ts';
import { MessageSource } from './message-source.ts';
import { PeopleSource } from './people-source.ts';
import { discardSearchFile, isDamage, openSearchFile } from './search-file.ts';
import type { IndexedSource, SearchSource } from './search-source.ts';

export interface SearchIndexDeps {
  /** The workspace, read only. */
  readonly source: Database;
  readonly file: string;
  readonly damage: DamageNotes;
  readonly real: Pick<RealTime, 'monotonicMs'>;
}

export interface SearchInput {
  readonly accountId: string;
  readonly query: string;
  readonly kinds: readonly SearchKind[];
  readonly limit: number;
  readonly before: string | null;
}

export interface SearchProgress {
  readonly done: number;
  readonly total: number;
}

export interface SearchAnswer {
  readonly items: readonly SearchItem[];
  readonly more: readonly SearchKind[];
  readonly indexed: SearchProgress;
}

interface Parts {
  readonly db: Database;
  readonly indexed: readonly IndexedSource[];
  readonly all: readonly SearchSource[];
}

/** How long a question may wait until the newest rows have been read. */
const CATCH_UP_MS = 25;

/**
 * Full-text search over the workspace. Its words lie in a file of their own, which follows the
 * database a few rows at a time. If anything is wrong with that file, it is built again.
 */
export class SearchIndex {
  readonly #deps: SearchIndexDeps;
  #parts: Parts | null = null;

  constructor(deps: SearchIndexDeps) {
    this.#deps = deps;
  }

  /** Reads on for about so long. @returns whether there is nothing left to read */
  follow(budgetMs: number): boolean {
    return this.#mended(({ indexed }) => {
      const { real } = this.#deps;
      const untilMs = real.monotonicMs() + budgetMs;
      for (const source of indexed) source.check();
      for (const source of indexed) {
        while (source.step()) if (real.monotonicMs() >= untilMs) return false;
      }
      return true;
    });
  }

  find(input: SearchInput): SearchAnswer {
    const { accountId, kinds, limit, before } = input;
    const query = parseSearch(input.query);
    const isDone = this.follow(CATCH_UP_MS);
    return this.#mended(({ all, indexed }) => {
      if (isEmptySearch(query)) return { items: [], more: [], indexed: progress(indexed, isDone) };
      const wanted = all.filter(({ kind }) => kinds.includes(kind));
      const id = /^[A-Za-z]+_?[A-Za-z0-9]{2,64}$/.exec(input.query.trim())?.[0] ?? null;
      const found = wanted.map((source) => ({
        kind: source.kind,
        ...source.find({ accountId, query, id, limit, before }),
      }));
      return {
        items: found.flatMap(({ items }) => items).sort((a, b) => b.at.localeCompare(a.at)),
        more: found.filter(({ more }) => more).map(({ kind }) => kind),
        indexed: progress(indexed, isDone),
      };
    });
  }

  /** Rows were replaced or deleted: all of it is read again. */
  restart(): void {
    this.close();
    discardSearchFile(this.#deps.file);
  }

  close(): void {
    this.#parts?.db.close();
    this.#parts = null;
  }

  /** Runs the work, and once more on a new file where this one is damaged. */
  #mended<T>(work: (parts: Parts) => T): T {
    try {
      return work(this.#open());
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.restart();
      return work(this.#open());
    }
  }

  #open(): Parts {
    if (this.#parts !== null) return this.#parts;
    const { source, file, damage } = this.#deps;
    const db = openSearchFile(file);
    const indexed = [
      new MessageSource(source, db),
      new ConversationSource(source, db),
      new CallSource(source, db, damage),
      new DeliverySource(source, db),
    ];
    const people = [new PeopleSource(source, 'agent'), new PeopleSource(source, 'contact')];
    this.#parts = { db, indexed, all: [...people, ...indexed] };
    return this.#parts;
  }
}

function progress(sources: readonly IndexedSource[], isDone: boolean): SearchProgress {
  const parts = sources.map((source) => source.progress());
  const done = parts.reduce((sum, part) => sum + part.done, 0);
  // Counting what is left costs something while there is something left.
  return { done, total: isDone ? done : parts.reduce((sum, part) => sum + part.total, 0) };
}
