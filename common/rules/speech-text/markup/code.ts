import type { MarkupRule, Outcome, Place } from './markup-rule.ts';
import { StreamPattern } from './stream-pattern.ts';
import { UpTo } from './unspoken.ts';

const FENCE = new StreamPattern(
  '[`~]',
  '[`~]',
  '[`~]{1,4}',
  '[ \\t]{0,3}',
  '(?<language>[^\\n`~]{0,60})',
  '\\n',
);
/** A code block within a line, without a language name. */
const DATA_IN_LINE = new StreamPattern(
  '`',
  '`',
  '`{1,4}',
  '[a-z_]{1,12}',
  '[ \\t]{0,3}',
  '(?=[{[<])',
);
/**
 * Blocks in these languages contain words, or JSON, which has its own rule. Blocks in other
 * languages contain code, which is not worth hearing.
 */
const LANGUAGES_OF_WORDS = new Set(
  ['', 'text', 'txt', 'plaintext', 'plain', 'markdown', 'md', 'none', 'json'].values(),
);

const LONGEST_MARKS = 6;

/** Inline code is read as it is; code blocks are not read. */
export const code: MarkupRule = (place) => {
  const { text, at, state } = place;
  const char = text[at];
  if (char !== '`' && char !== '~') return null;
  const block = state.fence === null ? fence(place) : fenceEnd(place);
  if (block) return block;
  return char === '`' && state.fence === null ? inline(place) : null;
};

function fence({ text, at, final, state }: Place): Outcome | 'more' | null {
  if (state.code !== null || (text[at] === '~' && !state.lineStart)) return null;
  const match = FENCE.at(text, at, final);
  if (match === null || match === 'more') return match;
  const marks = /^(?:`+|~+)/.exec(match[0])?.[0] ?? '';
  if (marks.length < 3) return null;
  const { language = '' } = match.groups ?? {};
  const [name = ''] = language.trim().toLowerCase().split(/\s/);
  const { length } = match[0];
  if (LANGUAGES_OF_WORDS.has(name)) {
    state.fence = marks;
    return { length, notice: 'markdown', keepsLineStart: true };
  }
  const closing = new RegExp(`\\n[ \\t]{0,8}${marks}`);
  const kind = /tool|function/.test(name) ? 'toolCall' : 'code';
  // Keep the line break in the block, because a closing fence is recognised at the beginning of a
  // line.
  return { length: length - 1, opens: new UpTo(kind, closing, '\n', marks.length + 9) };
}

function fenceEnd({ text, at, final, state }: Place): Outcome | 'more' | null {
  const marks = state.fence;
  if (!state.lineStart || marks === null) return null;
  const found = text.slice(at, at + marks.length);
  if (found !== marks) return !final && marks.startsWith(found) ? 'more' : null;
  state.fence = null;
  return { length: marks.length };
}

function inline({ text, at, final, state }: Place): Outcome | 'more' | null {
  const literal = { length: 1, say: '`' };
  if (state.before === '`') return literal;
  let end = at + 1;
  while (text[end] === '`' && end - at <= LONGEST_MARKS) end += 1;
  if (end - at > LONGEST_MARKS) return literal;
  if (end === text.length && !final) return 'more';
  const marks = text.slice(at, end);
  if (state.code !== null) {
    if (state.code !== marks) return null;
    state.code = null;
    return { length: marks.length };
  }
  // In "don`t" it is an apostrophe.
  if (/[\p{L}\p{N}]/u.test(state.before)) return null;
  if (end === text.length || /\s/.test(text[end] ?? '')) return null;
  const data = DATA_IN_LINE.at(text, at, final);
  if (data === 'more') return 'more';
  state.code = marks;
  return { length: data?.[0].length ?? marks.length, notice: 'markdown' };
}
