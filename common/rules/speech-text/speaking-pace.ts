/**
 * Where nothing tells how long words take, this long per character: slower than most voices speak,
 * so that nobody is taken to have heard what is still being said.
 */
export const SLOW_MS_PER_CHARACTER = 90;
