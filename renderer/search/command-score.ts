import { foldedText } from '../../common/rules/search/words.ts';

/** The texts that a command is found by. */
export interface CommandWords {
  readonly label: string;
  /** Other names for it, which count less. */
  readonly about?: string | undefined;
}

/** Letters inside a word count from this many on; fewer occur in nearly everything. */
const FEWEST_INSIDE = 3;
const AT_START = 4;
const INSIDE = 2;
const ABOUT = 1;

/**
 * How well a command matches what was typed; null if one of the words does not occur in it. A word
 * matches at the beginning of another or, as a whole, inside one; letters scattered over it do not
 * match.
 */
export function commandScore(typed: string, { label, about = '' }: CommandWords): number | null {
  const wanted = wordsIn(typed);
  if (wanted.length === 0) return 0;
  const words = wordsIn(label);
  const more = wordsIn(about);
  let score = 0;
  for (const word of wanted) {
    const fit = Math.max(fitOf(word, words, AT_START, INSIDE), fitOf(word, more, ABOUT, 0));
    if (fit === 0) return null;
    score += fit;
  }
  const begins = words.join(' ').startsWith(wanted.join(' '));
  return score / wanted.length + (begins ? 1 : 0);
}

function fitOf(word: string, among: readonly string[], atStart: number, inside: number): number {
  if (among.some((candidate) => candidate.startsWith(word))) return atStart;
  if (word.length < FEWEST_INSIDE) return 0;
  return among.some((candidate) => candidate.includes(word)) ? inside : 0;
}

/** Splits names, so that `call.hangUp` is also found as "hang up". */
function wordsIn(text: string): string[] {
  const apart = text.replace(/([a-z])([A-Z])/g, '$1 $2');
  const whole = apart === text ? '' : ` ${text}`;
  return foldedText(`${apart}${whole}`)
    .split(' ')
    .filter((word) => word !== '');
}

/** The matching commands, best first. Equal matches keep their order. */
export function fittingCommands<T extends CommandWords>(
  typed: string,
  commands: readonly T[],
): T[] {
  return commands
    .map((command) => ({ command, score: commandScore(typed, command) }))
    .filter((scored): scored is { command: T; score: number } => scored.score !== null)
    .sort((a, b) => b.score - a.score)
    .map(({ command }) => command);
}
