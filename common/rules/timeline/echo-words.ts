import type { CallEventData } from '../../contract/index.ts';

/** Describes an echo that was prevented from counting as the caller. */
export function echoWords({ levelDb, delayMs }: CallEventData['echo.suppressed']): string {
  const level = Math.round(Math.abs(levelDb));
  const side = levelDb > 0 ? 'louder' : 'quieter';
  return `Echo of the agent kept out: ${level} dB ${side}, ${Math.round(delayMs)} ms later`;
}
