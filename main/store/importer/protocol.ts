import type { ImportPhase, SchemaFault, StorageCause } from '../../../common/contract/index.ts';

export interface ImportRequest {
  readonly dataDir: string;
  /** The file for the valid rows: a separate database, which must not exist yet. */
  readonly stagingFile: string;
  /** The account that replaces the file's owner. */
  readonly owner: string;
  /** The input of `workspace.import` as UTF-8. */
  readonly json: Uint8Array;
}

/** The result of an import. */
export interface StagedRows {
  readonly rows: number;
  /** The deliveries among the rows that were still waiting, and are now cancelled. */
  readonly notSent: number;
}

/** A message from the import thread. The last message is not a `progress`. */
export type ImportReport =
  | {
      readonly type: 'progress';
      readonly phase: Exclude<ImportPhase, 'replacing'>;
      readonly done: number;
      readonly total: number;
    }
  | ({ readonly type: 'staged' } & StagedRows)
  /** The problem is this machine, not the file. `storage`: its disk. */
  | {
      readonly type: 'failed';
      readonly message: string;
      readonly storage: StorageCause | null;
    }
  /**
   * `faults`: the file as a whole is not in a known form; without them, a single row is invalid.
   */
  | {
      readonly type: 'refused';
      readonly message: string;
      readonly faults: readonly SchemaFault[] | null;
    };
