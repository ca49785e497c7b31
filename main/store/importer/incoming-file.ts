import { z } from 'zod';
import { WorkspaceFile } from '../../../common/contract/index.ts';
import { faultsOf } from '../../../common/rules/schema-faults.ts';
import type { Cell } from '../tables/column.ts';
import { ImportRefusal } from './import-refusal.ts';

/** A file whose header is valid; its rows are not checked yet. */
export interface IncomingFile {
  readonly schema: string;
  readonly exportedAtMs: number;
  /**
   * The account that owns the rows; on import, its rows go to the importing workspace's own
   * account.
   */
  readonly accountId: string;
  readonly tables: ReadonlyMap<string, readonly unknown[]>;
}

const Envelope = z.object({
  workspace: WorkspaceFile.extend({ tables: z.record(z.string(), z.array(z.unknown())) }),
});

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** @throws ImportRefusal with the faults of the file as a whole */
export function readIncomingFile(json: Uint8Array): IncomingFile {
  const { data, error } = Envelope.safeParse(parsed(json), { reportInput: true });
  if (data === undefined) {
    const faults = error?.issues.flatMap((issue) => faultsOf('body', issue)) ?? [];
    throw new ImportRefusal('The file is no export of a workspace.', faults);
  }
  const { schema, exportedAt, accountId, tables } = data.workspace;
  return {
    schema,
    exportedAtMs: Date.parse(exportedAt),
    accountId,
    tables: new Map(Object.entries(tables)),
  };
}

/**
 * The cells of a row as the database takes them. Bytes are encoded as `{"base64": "…"}` in the
 * file.
 *
 * @throws ImportRefusal, made by `refuse`, that names the column
 */
export function cellsOf(
  row: unknown,
  refuse: (column: string | null, problem: string) => ImportRefusal,
): Record<string, Cell> {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    throw refuse(null, 'is no row');
  }
  const cells = Object.entries(row).map(([column, value]): [string, Cell] => {
    const cell = cellOf(value);
    if (cell === undefined) throw refuse(column, 'must be a text, a number, bytes or null');
    return [column, cell];
  });
  return Object.fromEntries(cells);
}

function cellOf(value: unknown): Cell | undefined {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'number') return value;
  if (typeof value !== 'object' || !('base64' in value)) return undefined;
  const { base64 } = value;
  if (typeof base64 !== 'string' || base64.length % 4 !== 0 || !BASE64.test(base64)) {
    return undefined;
  }
  return Object.keys(value).length === 1 ? Buffer.from(base64, 'base64') : undefined;
}

function parsed(json: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
  } catch {
    throw new ImportRefusal('The body is no JSON.', []);
  }
}
