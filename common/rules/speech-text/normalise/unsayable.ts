import type { SpeaksCapability } from './speaks.ts';

/** Scripts and their common names; the first match counts. */
const SCRIPTS: readonly (readonly [script: RegExp, name: string])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'Japanese'],
  [/\p{Script=Hangul}/u, 'Korean'],
  [/\p{Script=Han}/u, 'Chinese'],
  [/\p{Script=Cyrillic}/u, 'Cyrillic'],
  [/\p{Script=Arabic}/u, 'Arabic'],
  [/\p{Script=Hebrew}/u, 'Hebrew'],
  [/\p{Script=Greek}/u, 'Greek'],
  [/\p{Script=Thai}/u, 'Thai'],
  [/\p{Script=Devanagari}/u, 'Devanagari'],
];
/** A word in other letters or figures, together with such words after it. */
const OTHER_WORDS = /(?:(?![ -~])[\p{L}\p{M}\p{N}\p{Pd}]+ ?)+/gu;
const NO_ASCII = /[^ -~]+/g;

/** Words in letters that the voice does not know. */
export interface Unsayable {
  /** The first of them. */
  readonly example: string;
  /** The common name of their script. */
  readonly script: string;
}

/** Splits a text into what the voice can say and what was removed. */
export function withoutUnsayable(
  text: string,
  { letters }: SpeaksCapability,
): { readonly text: string; readonly unsayable: Unsayable | null } {
  if (letters === 'any') return { text, unsayable: null };
  const found = text.match(OTHER_WORDS)?.map((each) => each.trim()) ?? [];
  const [example] = found;
  return {
    text: text.replace(OTHER_WORDS, ' ').replace(NO_ASCII, ' '),
    unsayable: example === undefined ? null : { example, script: scriptOf(found.join('')) },
  };
}

function scriptOf(text: string): string {
  return SCRIPTS.find(([script]) => script.test(text))?.[1] ?? 'other';
}
