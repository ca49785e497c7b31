import type { NoiseFloor } from './noise-floor.ts';

/** Measurements of the newest window of what is heard. All powers are on the same scale. */
export interface HeardSound {
  readonly power: number;
  readonly noise: NoiseFloor;
  /** Clearly louder than the noise of the line. */
  readonly loud: boolean;
  /** Barely louder than the noise of the line. */
  readonly faint: boolean;
  /** How much of it is new, in windows of 20 ms. */
  readonly windows: number;
}

/**
 * The verdict on a window. `clear`: no echo can be heard in it; `quiet`: nobody speaks;
 * `undecided`: it may be echo or the caller, to be decided within the next windows.
 */
export type EchoVerdict = 'clear' | 'quiet' | 'caller' | 'echo' | 'undecided';
