import { newWebhookSecret } from '../../platform/random.ts';
import { WORKSPACE_TABLES } from '../tables/all-tables.ts';
import type { Cell } from '../tables/column.ts';
import type { Table } from '../tables/table.ts';
import { ImportRefusal } from './import-refusal.ts';
import { cellsOf, type IncomingFile } from './incoming-file.ts';

export type IncomingRow = Record<string, Cell>;

/** The valid rows of one table, in the order of the file. */
export interface IncomingTable {
  readonly table: Table;
  readonly rows: readonly IncomingRow[];
}

/** Columns that are set anew whatever a file says: paths and modes of this machine. */
const LOCAL_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  calls: ['recording_path'],
  delivery_attempts: ['room'],
};
/**
 * Lists which calls are still live at the carrier. They belong to the other app, and nothing here
 * may end them.
 */
const LEFT_OUT_TABLES: readonly string[] = ['twilio_calls'];

const UNSENT: readonly unknown[] = ['pending', 'sending', 'held'];
const NOT_SENT =
  'Not sent: it was still waiting when its workspace was exported, and an import sends nothing. Replay it to send it.';
const CUT_OFF = 'It was on its way when its workspace was exported.';

/** Columns that contain the id of an account. */
const ACCOUNT_COLUMNS = ['account_id', 'parent_id'];

/** The columns of a table in this version's database. */
export interface KnownColumns {
  /** Columns that must be given: they cannot be null and have no default. */
  readonly required: readonly string[];
  /** Columns that are computed from others; files of earlier versions contain them. */
  readonly derived: readonly string[];
}

export interface IncomingContext {
  readonly owner: string;
  readonly columnsOf: (table: string) => KnownColumns;
  readonly onProgress: (done: number, total: number) => void;
  /**
   * Called for each delivery that was waiting in the exporting workspace, and will not be sent
   * here.
   */
  readonly onNotSent: () => void;
}

/**
 * Validates each row of a file against its table, and its references against the rest of the file.
 *
 * @throws ImportRefusal that names table, row and column
 */
export function checkedTables(file: IncomingFile, context: IncomingContext): IncomingTable[] {
  const known = new Map(WORKSPACE_TABLES.map((table) => [table.name, table]));
  for (const name of file.tables.keys()) {
    if (!known.has(name)) throw new ImportRefusal(`There is no table "${name}".`);
  }
  const total = [...file.tables.values()].reduce((sum, rows) => sum + rows.length, 0);
  let done = 0;
  const tables = WORKSPACE_TABLES.map((table) => {
    const check = new RowCheck(table, file, context);
    const rows = (file.tables.get(table.name) ?? []).map((row, index) => {
      done += 1;
      context.onProgress(done, total);
      return check.row(row, index);
    });
    return { table, rows: LEFT_OUT_TABLES.includes(table.name) ? [] : rows };
  });
  return checkedReferences(withMissingAccounts(tables, file, context.owner), context.owner);
}

class RowCheck {
  readonly #table: Table;
  readonly #file: IncomingFile;
  readonly #owner: string;
  readonly #columns: KnownColumns;
  readonly #onNotSent: () => void;

  constructor(table: Table, file: IncomingFile, context: IncomingContext) {
    this.#table = table;
    this.#file = file;
    this.#owner = context.owner;
    this.#columns = context.columnsOf(table.name);
    this.#onNotSent = context.onNotSent;
  }

  row(given: unknown, index: number): IncomingRow {
    const table = this.#table;
    const refuse = (column: string | null, problem: string) =>
      rowRefusal(table, index, given, column, problem);
    const row = cellsOf(given, refuse);
    for (const column of this.#columns.derived) delete row[column];
    for (const column of LOCAL_COLUMNS[table.name] ?? []) row[column] = null;
    if (table.name === 'webhooks' && row.secret === '') row.secret = newWebhookSecret();
    const unknown = Object.keys(row).find((column) => !table.has(column));
    if (unknown !== undefined) throw refuse(unknown, 'is no column of this table');
    const missing = this.#columns.required.find((column) => row[column] === undefined);
    if (missing !== undefined) throw refuse(missing, 'is missing');
    const fault = table.refusal(row);
    if (fault !== null) throw refuse(fault.column, fault.problem);
    if (table.name === 'accounts' && (row.id === this.#file.accountId || row.id === this.#owner)) {
      throw refuse('id', 'is the account that the workspace belongs to');
    }
    for (const column of ACCOUNT_COLUMNS) {
      if (row[column] === this.#file.accountId) row[column] = this.#owner;
    }
    this.#settle(row);
    return row;
  }

  /** It is unknown whose webhooks these are, so importing a workspace must send nothing to them. */
  #settle(row: IncomingRow): void {
    if (this.#table.name === 'deliveries' && UNSENT.includes(row.status)) {
      row.status = 'cancelled';
      row.next_attempt_at = null;
      row.held_since = null;
      row.last_error = NOT_SENT;
      this.#onNotSent();
    }
    if (this.#table.name === 'delivery_attempts' && row.outcome === 'inFlight') {
      row.outcome = 'interrupted';
      row.error = CUT_OFF;
    }
  }
}

/**
 * Earlier versions exported what belongs to the accounts of sign-ups, but not the accounts: these
 * are recreated.
 */
function withMissingAccounts(
  tables: readonly IncomingTable[],
  { exportedAtMs }: IncomingFile,
  owner: string,
): IncomingTable[] {
  const accounts = tables.find(({ table }) => table.name === 'accounts')?.rows ?? [];
  const there = new Set([owner, ...accounts.map(({ id }) => id)]);
  const missing = new Set<string>();
  for (const { table, rows } of tables) {
    if (table.refersTo.account_id !== 'accounts') continue;
    for (const { account_id: id } of rows) {
      if (typeof id === 'string' && !there.has(id)) missing.add(id);
    }
  }
  const made = [...missing].map((id) => ({
    id,
    parent_id: null,
    name: 'Signed up elsewhere',
    created_at: exportedAtMs,
    deleted_at: null,
  }));
  return tables.map(({ table, rows }) =>
    table.name === 'accounts' ? { table, rows: [...rows, ...made] } : { table, rows },
  );
}

/** Everything that a row refers to must be in the file too. */
function checkedReferences(tables: IncomingTable[], owner: string): IncomingTable[] {
  const keys = new Map(
    tables.map(({ table, rows }) => [
      table.name,
      new Set(rows.map((row) => row[table.key[0] ?? ''])),
    ]),
  );
  keys.get('accounts')?.add(owner);
  for (const { table, rows } of tables) {
    for (const [column, target] of Object.entries(table.refersTo)) {
      const there = keys.get(target);
      for (const [index, row] of rows.entries()) {
        const cell = row[column] ?? null;
        if (cell === null || there?.has(cell)) continue;
        throw rowRefusal(table, index, row, column, `names no row of "${target}"`);
      }
    }
  }
  checkDepthOfAccounts(tables, owner);
  return tables;
}

/**
 * Sub-accounts cannot have sub-accounts: the search for the paying account only looks one level up.
 */
function checkDepthOfAccounts(tables: readonly IncomingTable[], owner: string): void {
  const accounts = tables.find(({ table }) => table.name === 'accounts');
  if (accounts === undefined) return;
  const { table, rows } = accounts;
  const roots = new Set<Cell>([owner]);
  for (const { id, parent_id: parent } of rows) if (parent === null) roots.add(id ?? null);
  for (const [index, row] of rows.entries()) {
    const parent = row.parent_id ?? null;
    if (parent !== null && !roots.has(parent)) {
      throw rowRefusal(table, index, row, 'parent_id', 'names a sub-account');
    }
  }
}

/** In words: `calls, row 3 (call_k3v9), column "status": …`. */
export function rowRefusal(
  table: Table,
  index: number,
  row: unknown,
  column: string | null,
  problem: string,
): ImportRefusal {
  const cells = row as Record<string, unknown> | null;
  const key = table.key
    .map((name) => cells?.[name])
    .filter((part) => typeof part === 'string' || typeof part === 'number')
    .map((part) => String(part).slice(0, 80));
  const name = key.length > 0 ? ` (${key.join(', ')})` : '';
  const where = column === null ? '' : `, column "${column.slice(0, 80)}"`;
  return new ImportRefusal(`"${table.name}", row ${index + 1}${name}${where}: ${problem}.`);
}
