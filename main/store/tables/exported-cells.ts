import type { Cell } from './column.ts';
import type { StoredRow, Table } from './table.ts';

/** Columns that hold secrets; without them an empty text is written, or an empty list. */
const SECRET_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  webhooks: ['secret'],
  delivery_attempts: ['secret', 'request_headers_json'],
};
/** Tables that are of no use without their secrets: codes, and answers that show them. */
export const SECRET_TABLES: readonly string[] = [
  'verifications',
  'phone_verifications',
  'idempotent_answers',
];
/** What belongs to this machine alone. */
const LOCAL_COLUMNS: Readonly<Record<string, readonly string[]>> = { calls: ['recording_path'] };

/** A cell as an export writes it. */
function exportedCell(cell: Cell) {
  return Buffer.isBuffer(cell) ? { base64: cell.toString('base64') } : cell;
}

/** The cells of a row as they are written, with or without what is secret in them. */
export function exportedCells(table: Table, row: StoredRow, includeSecrets: boolean) {
  const secret = includeSecrets ? [] : (SECRET_COLUMNS[table.name] ?? []);
  const isSecret = !includeSecrets && SECRET_TABLES.includes(table.name);
  const local = LOCAL_COLUMNS[table.name] ?? [];
  return Object.fromEntries(
    Object.keys(table.columns).map((column) => {
      if (local.includes(column)) return [column, null];
      if (secret.includes(column) || (isSecret && !table.key.includes(column))) {
        return [column, column.endsWith('_json') ? '[]' : ''];
      }
      return [column, exportedCell(row[column] ?? null)];
    }),
  );
}
