import type { z } from 'zod';
import type { DamageNotes, RowKey } from '../database/damage-notes.ts';
import { type Cell, type Column, refusalOf, UNREADABLE } from './column.ts';

/** A row of any table, as stored. */
export type StoredRow = Readonly<Record<string, Cell>>;

export interface RowFault {
  readonly column: string;
  readonly problem: string;
}

export interface ShapedColumn<Name extends string> {
  readonly column: Name;
  readonly by: Name;
  readonly schema: (by: unknown) => z.ZodType | undefined;
}

export interface TableShape<Name extends string> {
  readonly name: string;
  readonly key: readonly NoInfer<Name>[];
  readonly columns: Readonly<Record<Name, Column>>;
  /** A JSON column whose schema depends on another column. */
  readonly shaped?: ShapedColumn<NoInfer<Name>>;
  /** For columns that must refer to an existing row: the table referred to. */
  readonly refersTo?: Partial<Readonly<Record<NoInfer<Name>, string>>>;
}

/**
 * The permitted contents of a table, defined in this one place both for reading it and for rows
 * from outside.
 */
export class Table<Name extends string = string> {
  readonly name: string;
  readonly key: readonly Name[];
  readonly columns: Readonly<Record<Name, Column>>;
  readonly refersTo: Readonly<Record<string, string>>;
  readonly shaped: ShapedColumn<Name> | undefined;

  constructor(shape: TableShape<Name>) {
    this.name = shape.name;
    this.key = shape.key;
    this.columns = shape.columns;
    this.refersTo = (shape.refersTo ?? {}) as Readonly<Record<string, string>>;
    this.shaped = shape.shaped;
  }

  /** The first invalid cell of a row from outside; null if all are valid. */
  refusal(row: StoredRow): RowFault | null {
    for (const [column, cell] of Object.entries(row)) {
      const problem = this.#columnOf(column)?.refusal(cell) ?? null;
      if (problem !== null) return { column, problem };
    }
    if (this.shaped === undefined) return null;
    const { column, by } = this.shaped;
    const value = this.columns[column].read?.(row[column] ?? null);
    const schema = this.shaped.schema(row[by]);
    const problem = schema === undefined ? null : refusalOf(schema, value);
    return problem === null ? null : { column, problem };
  }

  /** The columns with closed word lists. */
  get closedColumns(): { readonly column: Name; readonly words: readonly string[] }[] {
    return (Object.keys(this.columns) as Name[]).flatMap((column) => {
      const { words } = this.columns[column];
      return words === undefined ? [] : [{ column, words }];
    });
  }

  has(column: string): boolean {
    return Object.hasOwn(this.columns, column);
  }

  /** The first unreadable column of a stored row; null if all can be read. */
  unreadable(row: StoredRow): Name | null {
    for (const column of Object.keys(this.columns) as Name[]) {
      if (this.columns[column].read?.(row[column] ?? null) === UNREADABLE) return column;
    }
    if (this.shaped === undefined) return null;
    const { column, by } = this.shaped;
    const value = this.columns[column].read?.(row[column] ?? null);
    return this.shaped.schema(row[by])?.safeParse(value).success ? null : column;
  }

  /** Reads rows whose columns have been renamed: `{nameInTheRow: 'column'}`. */
  reader<Row extends object>(
    names: Readonly<Record<keyof Row & string, Name>>,
    damage: DamageNotes,
  ): RowReader<Row> {
    return new RowReader(this, names, damage);
  }

  #columnOf(name: string): Column | undefined {
    return this.has(name) ? this.columns[name as Name] : undefined;
  }
}

type KeyRest = RowKey | ((row: Readonly<Record<string, unknown>>) => RowKey);

/** Reads rows of one table in our form. Unreadable rows are noted and left out. */
export class RowReader<Row extends object> {
  /** For use in a statement: `account_id as "accountId", …`. */
  readonly select: string;
  readonly #table: Table;
  readonly #names: Readonly<Record<string, string>>;
  readonly #reads: readonly {
    readonly name: string;
    readonly column: string;
    readonly read: (cell: Cell) => unknown;
  }[];
  readonly #shape: {
    readonly name: string;
    readonly by: string;
    readonly of: ShapedColumn<string>;
  } | null;
  readonly #damage: DamageNotes;

  constructor(table: Table, names: Readonly<Record<string, string>>, damage: DamageNotes) {
    this.#table = table;
    this.#names = names;
    this.#damage = damage;
    this.select = this.selectFrom('');
    this.#reads = Object.entries(names).flatMap(([name, column]) => {
      const read = table.columns[column]?.read ?? null;
      return read === null ? [] : [{ name, column, read }];
    });
    this.#shape = shapeIn(table, names);
  }

  /** The same for a table with an alias. */
  selectFrom(alias: string): string {
    const prefix = alias === '' ? '' : `${alias}.`;
    return Object.entries(this.#names)
      .map(([name, column]) => `${prefix}"${column}" as "${name}"`)
      .join(', ');
  }

  /**
   * Reads in place, because copying wide rows would cost more than reading them. `key` supplies key
   * columns that are not selected here.
   */
  read(row: unknown, key: KeyRest = {}): Row | undefined {
    if (row === undefined) return undefined;
    const cells = row as Record<string, unknown>;
    for (const { name, column, read } of this.#reads) {
      const value = read(cells[name] as Cell);
      if (value === UNREADABLE) return this.#leaveOut(cells, key, column);
      cells[name] = value;
    }
    const shape = this.#shape;
    if (shape !== null) {
      const schema = shape.of.schema(cells[shape.by]);
      if (!schema?.safeParse(cells[shape.name]).success) {
        return this.#leaveOut(cells, key, shape.of.column);
      }
    }
    return cells as Row;
  }

  #leaveOut(cells: Record<string, unknown>, key: KeyRest, column: string): undefined {
    this.#damage.note({
      table: this.#table.name,
      key: { ...this.#keyOf(cells), ...(typeof key === 'function' ? key(cells) : key) },
      column,
    });
  }

  readAll(rows: readonly unknown[], key: KeyRest = {}): Row[] {
    return rows.flatMap((row) => this.read(row, key) ?? []);
  }

  #keyOf(cells: Record<string, unknown>): RowKey {
    const key: Record<string, string | number> = {};
    for (const [name, column] of Object.entries(this.#names)) {
      const cell = cells[name];
      const isKey = this.#table.key.includes(column);
      if (isKey && (typeof cell === 'string' || typeof cell === 'number')) key[column] = cell;
    }
    return key;
  }
}

function shapeIn({ shaped }: Table, names: Readonly<Record<string, string>>) {
  if (shaped === undefined) return null;
  const nameOf = (column: string) => Object.keys(names).find((name) => names[name] === column);
  const name = nameOf(shaped.column);
  const by = nameOf(shaped.by);
  return name === undefined || by === undefined ? null : { name, by, of: shaped };
}
