import type { Cell } from './column.ts';
import { OPEN_CELLS } from './open-cells.ts';
import type { StoredRow, Table } from './table.ts';

/** Tables that are useless without their secrets: codes, and answers that show them. */
export const SECRET_TABLES: readonly string[] = [
  'verifications',
  'phone_verifications',
  'idempotent_answers',
];
/** Columns that concern only this machine. */
const LOCAL_COLUMNS: Readonly<Record<string, readonly string[]>> = { calls: ['recording_path'] };

function exportedCell(cell: Cell) {
  return Buffer.isBuffer(cell) ? { base64: cell.toString('base64') } : cell;
}

/** The cells of a row in the form of an export, with or without secrets. */
export function exportedCells(table: Table, row: StoredRow, includeSecrets: boolean) {
  const open = includeSecrets ? {} : (OPEN_CELLS[table.name] ?? {});
  const isSecret = !includeSecrets && SECRET_TABLES.includes(table.name);
  const local = LOCAL_COLUMNS[table.name] ?? [];
  return Object.fromEntries(
    Object.keys(table.columns).map((column) => {
      if (local.includes(column)) return [column, null];
      if (isSecret && !table.key.includes(column)) {
        return [column, column.endsWith('_json') ? '[]' : ''];
      }
      const cell = row[column] ?? null;
      const opened = open[column];
      return [column, exportedCell(opened === undefined ? cell : opened(cell))];
    }),
  );
}
