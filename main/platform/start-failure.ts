import type { StartFailureCode } from '../../common/contract/index.ts';

/** A failed start. `message` is one clear sentence that includes what to do. */
export class StartFailure extends Error {
  readonly code: StartFailureCode;

  constructor(code: StartFailureCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartFailure';
    this.code = code;
  }
}
