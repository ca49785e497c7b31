/** What is made of the words that a recogniser reports. */

/**
 * Less speech than this has no words in it: the rest of a vowel, a click, the end of a breath. A
 * recogniser that is asked all the same invents some.
 */
export const LEAST_SPEECH_MS = 180;

/** Speech this short is where recognisers invent words. */
const DOUBTFUL_MS = 500;
/** Twice as fast as anybody speaks. */
const MOST_LETTERS_PER_SECOND = 40;

/** Whether so many words can have been said in so little speech. */
export function isPlausible(text: string, speechMs: number): boolean {
  if (speechMs >= DOUBTFUL_MS) return true;
  const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  return letters <= (speechMs / 1000) * MOST_LETTERS_PER_SECOND;
}

/**
 * Two halves of a line that was cut where its speaker paused. The full stop that a recogniser puts
 * behind the first half goes when the second one evidently continues the sentence.
 */
export function joinedLine(first: string, second: string): string {
  const before = first.trim();
  const after = second.trim();
  if (before === '' || after === '') return before + after;
  const goesOn = /^\p{Ll}/u.test(after);
  const half = goesOn ? before.replace(/(?:\.{1,3}|…)$/u, '') : before;
  return UNSPACED.test(half.slice(-1)) && UNSPACED.test(after) ? half + after : `${half} ${after}`;
}

/** Scripts that put no space between words. */
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}。！？、]/u;
