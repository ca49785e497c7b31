import type { TimelinePiece } from '../../contract/index.ts';

/** The words that a piece's voice was given; null if they are the ones that were written. */
export function saidAs({ text, spoken }: Pick<TimelinePiece, 'text' | 'spoken'>): string | null {
  if (spoken === text) return null;
  return spoken === '' ? 'not said: the voice has no sound for it' : `said as: ${spoken}`;
}
