import { ApiError, type WorkspaceFile } from '../../../common/contract/index.ts';
import { toDateTime } from '../../../common/rules/date-time.ts';
import { newWebhookSecret } from '../../platform/random.ts';
import type { AnyRow, WorkspaceStore } from '../../store/workspace.ts';

/** Columns that hold secrets; an export without them leaves an empty text. */
const SECRET_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  webhooks: ['secret'],
  delivery_attempts: ['secret', 'request_headers_json'],
};
/** What belongs to this machine alone. */
const LOCAL_COLUMNS: Readonly<Record<string, readonly string[]>> = { calls: ['recording_path'] };

type Cell = WorkspaceFile['tables'][string][number][string];

/** The workspace as a file that can be given away. */
export function exportWorkspace(
  store: WorkspaceStore,
  accountId: string,
  nowMs: number,
  includeSecrets: boolean,
): WorkspaceFile {
  const tables: WorkspaceFile['tables'] = {};
  for (const [table, rows] of store.dump()) {
    tables[table] = rows.map((row) => exported(table, row, includeSecrets));
  }
  return {
    format: 'agentphone-workspace',
    schema: store.schema(),
    exportedAt: toDateTime(nowMs),
    accountId,
    tables,
  };
}

/**
 * Fills the emptied workspace from a file, as part of the open transaction. Webhooks that came
 * without a secret get a fresh one. Returns the number of rows.
 *
 * @throws `VALIDATION_ERROR` that says what does not fit
 */
export function importWorkspace(
  store: WorkspaceStore,
  file: WorkspaceFile,
  accountId: string,
): number {
  const rows = new Map(
    Object.entries(file.tables).map(([table, list]) => [
      table,
      list.map((row) => imported(table, row)),
    ]),
  );
  try {
    return store.load(rows, file.accountId, accountId);
  } catch (error) {
    const written = file.schema === store.schema() ? '' : ` It was written with "${file.schema}".`;
    throw new ApiError(
      'VALIDATION_ERROR',
      `The workspace cannot be imported: ${(error as Error).message}${written} Nothing was changed.`,
    );
  }
}

function exported(table: string, row: AnyRow, includeSecrets: boolean): Record<string, Cell> {
  const secret = includeSecrets ? [] : (SECRET_COLUMNS[table] ?? []);
  const local = LOCAL_COLUMNS[table] ?? [];
  return Object.fromEntries(
    Object.entries(row).map(([column, value]): [string, Cell] => {
      if (local.includes(column)) return [column, null];
      if (secret.includes(column)) return [column, column.endsWith('_json') ? '[]' : ''];
      return [column, Buffer.isBuffer(value) ? { base64: value.toString('base64') } : value];
    }),
  );
}

function imported(table: string, row: Record<string, Cell>): AnyRow {
  const cells = Object.entries(row).map(([column, cell]): [string, AnyRow[string]] => [
    column,
    typeof cell === 'object' && cell !== null ? Buffer.from(cell.base64, 'base64') : cell,
  ]);
  const result: AnyRow = Object.fromEntries(cells);
  if (table === 'webhooks' && result.secret === '') result.secret = newWebhookSecret();
  return result;
}
