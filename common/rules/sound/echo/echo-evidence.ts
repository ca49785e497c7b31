/**
 * How similar two sounds must be to count as the same, depending on how long (in windows of 20 ms)
 * they could be compared. Two voices are similar for a moment now and then, when a vowel meets a
 * vowel; a voice and its echo stay similar. While neither threshold is reached, no decision is
 * made.
 */
const ECHO: readonly (readonly [windows: number, above: number])[] = [
  [5, 0.7],
  [8, 0.42],
  [10, 0.36],
  [12, 0.3],
];
const CALLER: readonly (readonly [windows: number, below: number])[] = [
  [3, 0.2],
  [4, 0.28],
  [6, 0.33],
];
/** The same for sound that is barely louder than the noise of the line, which resembles nothing. */
const FAINT_CALLER: readonly (readonly [windows: number, below: number])[] = [[10, 0.3]];
/** Sound that has not been identified as echo after this time is not echo. */
const LONGEST_WINDOWS = 13;

export function soundsLikeEcho(likeness: number, windows: number): boolean {
  return ECHO.some(([least, above]) => windows >= least && likeness > above);
}

export function soundsLikeCaller(likeness: number, windows: number, faint: boolean): boolean {
  if (windows >= LONGEST_WINDOWS) return true;
  if (FAINT_CALLER.some(([least, below]) => windows >= least && likeness < below)) return true;
  return !faint && CALLER.some(([least, below]) => windows >= least && likeness < below);
}

/** Noise resembles nothing, so only the rest of a faint sound can be similar to the reference. */
export function withoutNoise(likeness: number, power: number, noise: number): number {
  return likeness / Math.sqrt(Math.max(0.2, 1 - noise / power));
}
