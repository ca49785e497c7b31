/**
 * How alike two sounds must be to be one and the same, by how long (in windows of 20 ms) they could
 * be compared. Two voices are alike for a moment now and then, a vowel over a vowel; a voice and
 * its echo stay so. What is alike for neither is waited for.
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
/** The same for sound that is hardly louder than the noise of the line, which is alike to nothing. */
const FAINT_CALLER: readonly (readonly [windows: number, below: number])[] = [[10, 0.3]];
/** Whoever has not been found to be an echo after so long is none. */
const LONGEST_WINDOWS = 13;

export function soundsLikeEcho(likeness: number, windows: number): boolean {
  return ECHO.some(([least, above]) => windows >= least && likeness > above);
}

export function soundsLikeCaller(likeness: number, windows: number, faint: boolean): boolean {
  if (windows >= LONGEST_WINDOWS) return true;
  if (FAINT_CALLER.some(([least, below]) => windows >= least && likeness < below)) return true;
  return !faint && CALLER.some(([least, below]) => windows >= least && likeness < below);
}

/** Noise is alike to nothing, so a faint sound can be alike only by the rest of it. */
export function withoutNoise(likeness: number, power: number, noise: number): number {
  return likeness / Math.sqrt(Math.max(0.2, 1 - noise / power));
}
