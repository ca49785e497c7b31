/** Identifies a row of a table by its key columns. */
export type RowKey = Readonly<Record<string, string | number>>;

/** A row that could not be read, and the column with the invalid value. */
export interface DamagedRow {
  readonly table: string;
  readonly key: RowKey;
  readonly column: string;
}

/** How many are remembered; a longer list would help no one. */
const REMEMBERED = 1_000;

/**
 * Remembers which rows could not be read so far. Queries leave them out and continue; from here
 * they can be shown, exported and deleted.
 */
export class DamageNotes {
  readonly #rows = new Map<string, DamagedRow>();
  #onFound: (row: DamagedRow) => void = () => {};

  /** Calls the listener once for each row, including those noted before. */
  onFound(listener: (row: DamagedRow) => void): void {
    this.#onFound = listener;
    for (const row of this.#rows.values()) listener(row);
  }

  note(row: DamagedRow): void {
    const name = nameOf(row);
    if (this.#rows.has(name) || this.#rows.size >= REMEMBERED) return;
    this.#rows.set(name, row);
    this.#onFound(row);
  }

  /** The row is gone, or can be read again. */
  forget(row: Pick<DamagedRow, 'table' | 'key'>): void {
    this.#rows.delete(nameOf(row));
  }

  forgetAll(): void {
    this.#rows.clear();
  }

  all(): readonly DamagedRow[] {
    return [...this.#rows.values()];
  }
}

function nameOf({ table, key }: Pick<DamagedRow, 'table' | 'key'>): string {
  const parts = Object.entries(key).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([table, ...parts.flat()]);
}
