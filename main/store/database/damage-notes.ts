/** Names one row of a table, by the columns of its key. */
export type RowKey = Readonly<Record<string, string | number>>;

/** A row that could not be read, and the column that made no sense. */
export interface DamagedRow {
  readonly table: string;
  readonly key: RowKey;
  readonly column: string;
}

/** So many are remembered; of more, only how often one was met is of no use to anybody. */
const REMEMBERED = 1_000;

/**
 * Which rows could not be read so far. Whoever reads leaves them out and goes on; here they wait to
 * be shown, exported and deleted.
 */
export class DamageNotes {
  readonly #rows = new Map<string, DamagedRow>();
  #onFound: (row: DamagedRow) => void = () => {};

  /** Told of each row once, of those that were noted before too. */
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

  /** It is gone, or can be read again. */
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
