/** Checks and joins the words that a recogniser reports. */

/**
 * Shorter speech contains no words: it is the rest of a vowel, a click, the end of a breath. A
 * recogniser would invent some.
 */
export const LEAST_SPEECH_MS = 180;

/** In speech this short, recognisers may invent words. */
const DOUBTFUL_MS = 500;
/** Twice the speed of the fastest speakers. */
const MOST_LETTERS_PER_SECOND = 40;

/** Whether this many words can be said in this much speech. */
export function isPlausible(text: string, speechMs: number): boolean {
  if (speechMs >= DOUBTFUL_MS) return true;
  const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  return letters <= (speechMs / 1000) * MOST_LETTERS_PER_SECOND;
}

/**
 * Joins two halves of a line that was cut where the speaker paused. The full stop that the
 * recogniser put after the first half is removed if the second half clearly continues the sentence.
 */
export function joinedLine(first: string, second: string): string {
  const before = first.trim();
  const after = second.trim();
  if (before === '' || after === '') return before + after;
  const goesOn = /^\p{Ll}/u.test(after);
  const half = goesOn ? before.replace(/(?:\.{1,3}|…)$/u, '') : before;
  return UNSPACED.test(half.slice(-1)) && UNSPACED.test(after) ? half + after : `${half} ${after}`;
}

/** Scripts without spaces between words. */
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}。！？、]/u;
