import type { TimelinePiece } from '../../contract/index.ts';

/** In which words a piece was given to its voice; null where these are the ones that were written. */
export function saidAs({ text, spoken }: Pick<TimelinePiece, 'text' | 'spoken'>): string | null {
  if (spoken === text) return null;
  return spoken === '' ? 'not said: the voice has no sound for it' : `said as: ${spoken}`;
}
