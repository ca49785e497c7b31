import { ApiError, type DamagedRowView, type LiveDamage } from '../../common/contract/index.ts';
import type { DamageStore, FoundDamage } from '../store/damage.ts';
import type { DamagedRow, DamageNotes } from '../store/damage-notes.ts';
import { exportedCells } from '../store/tables/exported-cells.ts';
import type { RunInTransaction } from '../store/transactions.ts';
import type { ChangeFeed } from './changes.ts';

export interface DamageDeps {
  readonly notes: DamageNotes;
  readonly store: DamageStore;
  readonly transact: RunInTransaction;
  readonly changes: ChangeFeed;
  /** Told of each row once, for the log. */
  readonly onFound: (row: DamagedRow) => void;
}

type RowName = Pick<DamagedRow, 'table' | 'key'>;

/** Rows that cannot be read: they are left out everywhere else, and dealt with here. */
export class Damage {
  readonly #deps: DamageDeps;

  constructor(deps: DamageDeps) {
    this.#deps = deps;
    deps.notes.onFound((row) => {
      deps.onFound(row);
      this.#publish();
    });
  }

  /** What the window's banner says. */
  live(): LiveDamage {
    const tables: Record<string, number> = {};
    for (const { table } of this.#deps.notes.all()) tables[table] = (tables[table] ?? 0) + 1;
    return { tables };
  }

  /** As it is now: rows that are gone or were mended are forgotten. */
  list(): { items: DamagedRowView[]; total: number } {
    const items = this.#found().map(({ name, found }) => ({
      ...name,
      column: found.column,
      belongings: found.belongings,
    }));
    return { items, total: items.length };
  }

  /** Those named, or all, as they are stored. @throws ApiError `NOT_FOUND` */
  export(rows: readonly RowName[] | undefined, includeSecrets: boolean) {
    return {
      rows: this.#named(rows).map(({ name, found }) => ({
        ...name,
        column: found.column,
        cells: exportedCells(found.table, found.row, includeSecrets),
      })),
    };
  }

  /** Deletes those named, or all, with what belongs to them. @throws ApiError `NOT_FOUND` */
  delete(rows: readonly RowName[] | undefined): { deleted: number } {
    const { store, transact, changes, notes } = this.#deps;
    const named = this.#named(rows);
    const deleted = transact(() => named.reduce((sum, { name }) => sum + store.remove(name), 0));
    for (const { name } of named) notes.forget(name);
    this.#publish();
    changes.publish({ kind: 'reset' });
    return { deleted };
  }

  /** The workspace is another one: nothing of it was met yet. */
  forget(): void {
    this.#deps.notes.forgetAll();
    this.#publish();
  }

  /** Only what was found damaged can be named: nothing else is to be deleted by this way. */
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
