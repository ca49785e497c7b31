import type { MarkupRule, Outcome, Place } from './markup-rule.ts';

/** A closing mark must be within this many characters and in the same sentence. */
const LONGEST_SPAN = 120;
const SENTENCE_END = /\n|[.!?]\s/g;

/**
 * Marks of emphasis. A star, an underscore, a tilde or an equals sign is one only if a matching
 * mark can follow: "Press * to repeat", "*67", "5 * 3", "a_b_c" and "~5" stay as they are.
 */
export const emphasis: MarkupRule = (place) => {
  const { text, at, final, state } = place;
  const char = text[at] ?? '';
  if (!'*_~='.includes(char)) return null;
  if (state.code !== null) return null;
  const literal = { length: 1, say: char };
  // "****1234": it continues a longer row.
  if (state.before === char) return literal;
  let end = at + 1;
  while (text[end] === char && end - at < 4) end += 1;
  const length = end - at;
  if (length > 3) return literal;
  if (end === text.length && !final) return 'more';
  if ((char === '~' || char === '=') && length !== 2) return { length, say: text.slice(at, end) };
  const next = text[end] ?? '';
  const mark = text.slice(at, end);
  const inWord = isWord(state.before) && isWord(next);
  return closing(mark, next, inWord, place) ?? opening(mark, next, inWord, place);
};

/** The part that closes open emphasis is dropped; a star that remains is spoken. */
function closing(mark: string, next: string, inWord: boolean, { state }: Place): Outcome | null {
  const afterSpace = /^\s?$/.test(state.before);
  // In "**Press ***", the first star is the key.
  if (afterSpace && !(mark === '***' && state.open.includes('**'))) return null;
  if (mark.length === 1 && (inWord || isWord(next))) return null;
  const parts = mark.length < 3 ? [mark] : [mark.slice(1), mark.slice(2)];
  const closed = parts.filter((part) => state.open.includes(part) && !(afterSpace && part === '*'));
  if (closed.length === 0) return null;
  for (const part of closed) state.open.splice(state.open.lastIndexOf(part), 1);
  const left = mark.length - closed.join('').length;
  return { length: mark.length, say: mark.slice(0, left), notice: 'markdown' };
}

function opening(
  mark: string,
  next: string,
  inWord: boolean,
  place: Place,
): Outcome | 'more' | null {
  const { state } = place;
  const kept = { length: mark.length, say: mark };
  if (inWord || isWord(state.before) || !opens(mark, state.before, next)) return kept;
  // But "@_ada_" is a name.
  if (mark[0] === '_' && /[@/.:\\-]/.test(state.before)) return kept;
  // Without a matching mark, "*67" is a code to be dialled, and "_id" a name.
  if (mark[0] !== '*' || /\d/.test(next)) {
    const found = counterpart(mark, place);
    if (found === 'more') return 'more';
    if (!found) return kept;
    if (mark === '~~') return { length: found.to - place.at, notice: 'markdown' };
  }
  state.open.push(...(mark.length < 3 ? [mark] : [mark.slice(1), mark.slice(2)]));
  return { length: mark.length, notice: 'markdown' };
}

/** Whether emphasis can begin between these two characters. */
function opens(mark: string, before: string, next: string): boolean {
  if (/["'“‘]/.test(next)) return next !== before;
  if (mark.length > 1 && /[#+/-]/.test(next)) return true;
  return /[\p{L}\p{N}\p{Sc}\p{Emoji_Presentation}\uD800-\uDBFF([{<&*_~`@¿¡]/u.test(next);
}

/** Where the matching mark in the same sentence ends. */
function counterpart(
  mark: string,
  { text, at, final }: Place,
): { readonly to: number } | 'more' | null {
  const limit = at + mark.length + LONGEST_SPAN;
  SENTENCE_END.lastIndex = at;
  const sentenceEnd = SENTENCE_END.exec(text)?.index;
  const end = Math.min(sentenceEnd ?? text.length, limit);
  for (let found = text.indexOf(mark, at + mark.length + 1); found >= 0 && found < end; ) {
    const next = text[found + mark.length];
    const before = text[found - 1] ?? '';
    if (next === undefined && !final) return 'more';
    if (!/\s/.test(before) && !isWord(next ?? '') && next !== mark[0]) {
      return { to: found + mark.length };
    }
    found = text.indexOf(mark, found + mark.length);
  }
  return final || sentenceEnd !== undefined || text.length >= limit ? null : 'more';
}

/**
 * Letters and digits of scripts that put spaces between words. In other scripts, marks may be
 * inside a word.
 */
function isWord(char: string): boolean {
  return (
    /[\p{L}\p{N}]/u.test(char) &&
    !/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(char)
  );
}
