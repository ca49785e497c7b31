import type { ErrorBody } from './errors.ts';

/** The one line that `--json` prints on stdout once everything listens. */
export interface ReadyLine {
  readonly ready: true;
  readonly pid: number;
  readonly api: string;
  readonly control: string;
  readonly controlToken: string;
  readonly windowUrl: string;
  readonly apiKey: string;
  readonly dataDir: string;
  readonly version: string;
}

/** Printed instead when the start failed; the exit code is 1. */
export interface NotReadyLine {
  readonly ready: false;
  readonly error: Omit<ErrorBody['error'], 'code' | 'type'> & { readonly code: StartFailureCode };
}

export type StartFailureCode =
  | 'PORT_IN_USE'
  | 'DATA_DIR_IN_USE'
  | 'DATA_DIR_UNWRITABLE'
  | 'DATABASE_DAMAGED'
  | 'DATABASE_TOO_NEW'
  | 'OPTION_INVALID'
  | 'INTERNAL_ERROR';
