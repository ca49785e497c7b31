import { ApiError, type DamagedRowView, type LiveDamage } from '../../../common/contract/index.ts';
import type { DamageStore, FoundDamage } from '../../store/damage/damage.ts';
import type { DamagedRow, DamageNotes } from '../../store/database/damage-notes.ts';
import type { RunInTransaction } from '../../store/database/transactions.ts';
import type { ReaderClient } from '../../store/reader/reader-client.ts';
import { WORD_TABLES } from '../../store/reader/unknown-words.ts';
import { exportedCells } from '../../store/tables/exported-cells.ts';
import type { LiveCalls } from '../calls/live-calls.ts';
import type { ChangeFeed } from '../changes.ts';

export interface DamageDeps {
  readonly notes: DamageNotes;
  readonly store: DamageStore;
  readonly transact: RunInTransaction;
  readonly changes: ChangeFeed;
  readonly live: LiveCalls;
  readonly reader: ReaderClient;
  /**
   * Called when rows were deleted: anything remembered of them is invalid, and these recordings
   * have no owner.
   */
  readonly onDeleted: (recordings: readonly string[]) => void;
  /** Called once for each row, for logging. */
  readonly onFound: (row: DamagedRow) => void;
}

/** How many possibly blocking rows an error names. */
const MOST_NAMED = 5;

type RowName = Pick<DamagedRow, 'table' | 'key'>;

/**
 * Rows that cannot be read. They are left out everywhere else; this is where they can be dealt
 * with.
 */
export class Damage {
  readonly #deps: DamageDeps;

  constructor(deps: DamageDeps) {
    this.#deps = deps;
    deps.notes.onFound((row) => {
      deps.onFound(row);
      this.#publish();
    });
  }

  /** What the window's banner shows. */
  live(): LiveDamage {
    const tables: Record<string, number> = {};
    for (const { table } of this.#deps.notes.all()) tables[table] = (tables[table] ?? 0) + 1;
    return { tables };
  }

  /**
   * Searches all tables for damaged rows, including those that no other query touches. One table at
   * a time, so that other work for the reader thread can get in between.
   */
  async search(): Promise<void> {
    for (const table of WORD_TABLES) await this.#deps.reader.ask('damage.unknownWords', { table });
  }

  /** The current state: rows that are gone or were repaired are removed. */
  async list(): Promise<{ items: DamagedRowView[]; total: number }> {
    await this.search();
    const items = this.#found().map(({ name, found }) => ({
      ...name,
      column: found.column,
      belongings: found.belongings,
    }));
    return { items, total: items.length };
  }

  /**
   * Why a row could not be written, if the reason is a damaged row in its place, which was found by
   * the check whether the place is free. Null if that is not the reason.
   */
  explain(error: unknown): ApiError | null {
    const table = this.#deps.store.collidedTable(error);
    if (table === null) return null;
    const inTheWay = this.#found().filter(({ name }) => name.table === table);
    const names = inTheWay.slice(0, MOST_NAMED).map(({ name, found }) => {
      return `${wordsOf(name)} (column "${found.column}")`;
    });
    if (names.length === 0) return null;
    const which = names.length === 1 ? 'The stored row' : 'One of the stored rows';
    return new ApiError(
      'ROW_DAMAGED',
      `${which} ${names.join(', ')} cannot be read, and has the place of this one. Export it with damage.export and delete it with damage.delete, or by the banner of the window; then try again.`,
    );
  }

  /** The rows named, or all, as they are stored. @throws ApiError `NOT_FOUND` */
  export(rows: readonly RowName[] | undefined, includeSecrets: boolean) {
    return {
      rows: this.#named(rows).map(({ name, found }) => ({
        ...name,
        column: found.column,
        cells: exportedCells(found.table, found.row, includeSecrets),
      })),
    };
  }

  /**
   * Deletes the rows named, or all, together with everything that belongs to them. @throws ApiError
   * `NOT_FOUND`
   */
  delete(rows: readonly RowName[] | undefined): { deleted: number } {
    const { store, transact, changes, notes, live, onDeleted } = this.#deps;
    const named = this.#named(rows);
    const calls = named.flatMap(({ name }) => store.callsOf(name));
    // Before deleting the rows, because ending a call writes to them.
    for (const { id } of calls) live.get(id)?.hangUp('agent_hangup');
    const deleted = transact(() => named.reduce((sum, { name }) => sum + store.remove(name), 0));
    onDeleted(calls.flatMap(({ recording }) => recording ?? []));
    for (const { name } of named) notes.forget(name);
    this.#publish();
    changes.publish({ kind: 'reset' });
    return { deleted };
  }

  /** The workspace was replaced: none of its rows has been examined yet. */
  forget(): void {
    this.#deps.notes.forgetAll();
    this.#publish();
  }

  /** Only rows found damaged can be named, so that nothing else can be deleted in this way. */
  #named(rows: readonly RowName[] | undefined) {
    const found = this.#found();
    if (rows === undefined) return found;
    return rows.map((row) => {
      const match = found.find(({ name }) => isSame(name, row));
      if (match) return match;
      throw new ApiError('NOT_FOUND', `There is no damaged row ${wordsOf(row)}.`);
    });
  }

  #found(): { readonly name: RowName; readonly found: FoundDamage }[] {
    const { notes, store } = this.#deps;
    const before = notes.all();
    const found = before.flatMap(({ table, key }) => {
      const name = { table, key };
      const damage = store.find(name);
      if (damage !== null) return { name, found: damage };
      notes.forget(name);
      return [];
    });
    if (found.length < before.length) this.#publish();
    return found;
  }

  #publish(): void {
    this.#deps.changes.publish({ kind: 'damage', item: this.live() });
  }
}

function isSame(a: RowName, b: RowName): boolean {
  const columns = Object.keys(a.key);
  return (
    a.table === b.table &&
    columns.length === Object.keys(b.key).length &&
    columns.every((column) => a.key[column] === b.key[column])
  );
}

function wordsOf({ table, key }: RowName): string {
  return `"${table}" ${Object.values(key).join(', ')}`;
}
