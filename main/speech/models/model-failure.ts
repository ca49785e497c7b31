/** A problem with a model's files: what happened, why, and what to do; shown in the window. */
export class ModelFailure extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ModelFailure';
  }
}

/** A problem with the disk, in words. */
export function diskFailure(path: string, error: unknown): ModelFailure {
  const { code, message } = error as NodeJS.ErrnoException;
  const why =
    code === 'ENOSPC' || code === 'EDQUOT'
      ? 'The disk is full. Make room and start again: what is there already is kept.'
      : `${path} could not be written (${code ?? message}). Check the data folder and start again.`;
  return new ModelFailure(why, { cause: error });
}
