import type { NoiseFloor } from './noise-floor.ts';

/** The newest window of what is heard, measured. Powers are by one measure throughout. */
export interface HeardSound {
  readonly power: number;
  readonly noise: NoiseFloor;
  /** Clearly louder than the noise of the line. */
  readonly loud: boolean;
  /** Hardly louder than it. */
  readonly faint: boolean;
  /** How much of it is new, in windows of 20 ms. */
  readonly windows: number;
}

/**
 * What a window is taken for. `clear`: no echo can be heard in it; `quiet`: nobody speaks;
 * `undecided`: it may be echo, and is told from a caller within the next windows.
 */
export type EchoVerdict = 'clear' | 'quiet' | 'caller' | 'echo' | 'undecided';
