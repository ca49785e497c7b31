import type { StartFailureCode } from '../../common/contract/index.ts';

/** A start that cannot go on. `message` is one clear sentence with the way out. */
export class StartFailure extends Error {
  readonly code: StartFailureCode;

  constructor(code: StartFailureCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartFailure';
    this.code = code;
  }
}
