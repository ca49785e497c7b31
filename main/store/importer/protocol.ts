import type { ImportPhase, SchemaFault, StorageCause } from '../../../common/contract/index.ts';

/** What the import thread is asked. */
export interface ImportRequest {
  readonly dataDir: string;
  /** Where it puts the rows that fit: a database of its own, which must not be there yet. */
  readonly stagingFile: string;
  /** The account that the owner of the file becomes. */
  readonly owner: string;
  /** The input of `workspace.import` as UTF-8. */
  readonly json: Uint8Array;
}

/** What was taken in. */
export interface StagedRows {
  readonly rows: number;
  /** Deliveries among them that were still waiting, and are cancelled now. */
  readonly notSent: number;
}

/** What the import thread tells; the last one is none of `progress`. */
export type ImportReport =
  | {
      readonly type: 'progress';
      readonly phase: Exclude<ImportPhase, 'replacing'>;
      readonly done: number;
      readonly total: number;
    }
  | ({ readonly type: 'staged' } & StagedRows)
  /** It has to do with this machine, not with the file. `storage`: with its disk. */
  | {
      readonly type: 'failed';
      readonly message: string;
      readonly storage: StorageCause | null;
    }
  /** `faults`: the file as a whole has no known form; without them a row does not fit. */
  | {
      readonly type: 'refused';
      readonly message: string;
      readonly faults: readonly SchemaFault[] | null;
    };
