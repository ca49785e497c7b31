import type { WorkspaceFile } from '../../../common/contract/index.ts';
import { toDateTime } from '../../../common/rules/date-time.ts';
import type { Database } from '../database/database.ts';
import { WORKSPACE_TABLES } from '../tables/all-tables.ts';
import type { Cell } from '../tables/column.ts';
import { exportedCells, SECRET_TABLES } from '../tables/exported-cells.ts';
import type { StoredRow, Table } from '../tables/table.ts';
import type { WorkspaceExportQuery } from './protocol.ts';

/** Writes the workspace as the JSON of a `WorkspaceFile`, from one snapshot. */
export function writeWorkspace(db: Database, query: WorkspaceExportQuery): Uint8Array {
  return db.transaction(() => {
    const tables = new TableWriter(db, query.includeSecrets);
    const parts = WORKSPACE_TABLES.map(
      (table) => `${JSON.stringify(table.name)}:[${tables.rows(table).join(',')}]`,
    );
    const envelope: Omit<WorkspaceFile, 'tables'> = {
      format: 'agentphone-workspace',
      schema: newestMigration(db),
      exportedAt: toDateTime(query.exportedAtMs),
      accountId: query.accountId,
    };
    return Buffer.from(`${JSON.stringify(envelope).slice(0, -1)},"tables":{${parts.join(',')}}}`);
  })();
}

/** Leaves out rows that cannot be read, and those that depend on them. */
class TableWriter {
  readonly #db: Database;
  readonly #includeSecrets: boolean;
  /** Per table, the values of the first key column. */
  readonly #leftOut = new Map<string, Set<Cell>>();

  constructor(db: Database, includeSecrets: boolean) {
    this.#db = db;
    this.#includeSecrets = includeSecrets;
  }

  rows(table: Table): string[] {
    if (!this.#includeSecrets && SECRET_TABLES.includes(table.name)) return [];
    const columns = Object.keys(table.columns).map((column) => `"${column}"`);
    const rows = this.#db.prepare<[], StoredRow>(
      `select ${columns.join(', ')} from "${table.name}" ${conditionOf(table)}`,
    );
    const lines: string[] = [];
    for (const row of rows.iterate()) {
      const kept = this.#kept(table, row);
      if (kept === null) this.#leaveOut(table, row);
      else lines.push(JSON.stringify(exportedCells(table, kept, this.#includeSecrets)));
    }
    return lines;
  }

  #kept(table: Table, row: StoredRow): StoredRow | null {
    if (table.unreadable(row) !== null) return null;
    let kept = row;
    for (const [column, target] of Object.entries(table.refersTo)) {
      if (!this.#leftOut.get(target)?.has(row[column] ?? null)) continue;
      if (table.columns[column]?.refusal(null) !== null) return null;
      kept = { ...kept, [column]: null };
    }
    return kept;
  }

  #leaveOut(table: Table, row: StoredRow): void {
    const known = this.#leftOut.get(table.name) ?? new Set();
    known.add(row[table.key[0] ?? ''] ?? null);
    this.#leftOut.set(table.name, known);
  }
}

/** The owning account is left out, because the importing workspace has its own. */
function conditionOf(table: Table): string {
  return table.name === 'accounts'
    ? 'where id <> (select id from accounts where parent_id is null order by rowid limit 1)'
    : '';
}

function newestMigration(db: Database): string {
  const row = db
    .prepare<[], { name: string | null }>('select max(name) as name from kysely_migration')
    .get();
  return row?.name ?? '';
}
