import type { SchemaFault } from '../../../common/contract/index.ts';

/** Why a file is refused. Nothing was changed. */
export class ImportRefusal extends Error {
  readonly faults: readonly SchemaFault[] | null;

  constructor(message: string, faults: readonly SchemaFault[] | null = null) {
    super(message);
    this.name = 'ImportRefusal';
    this.faults = faults;
  }
}
