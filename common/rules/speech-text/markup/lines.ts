import type { MarkupRule, Outcome, Place } from './markup-rule.ts';
import { StreamPattern } from './stream-pattern.ts';

/** Horizontal rules, the line under a title, and the line below a table's header. */
const RULE_MARK = '[-*_=+:| \\t]';
const RULE = new StreamPattern(RULE_MARK, RULE_MARK, `${RULE_MARK}{1,300}`, '\\n');
const RULE_AT_END = /[-*_=+:| \t]{3,300}$/y;
const TITLE = new StreamPattern('(?<marks>#{1,6})', '[ \\t]{1,4}', '(?<next>[^\\s])');
/** "# to go back", "* for the menu": keys. */
const KEY = new StreamPattern('[#*]', '[ \\t]{1,4}', '(?<word>[a-z]{1,5})', '[^a-z]');
const KEY_WORDS = new Set(['to', 'for', 'or', 'key', 'sign']);
const TITLE_END = new StreamPattern('[ \\t]{1,4}', '#{1,6}', '[ \\t]{0,4}', '\\n');
const TITLE_END_AT_END = /[ \t]{1,4}#{1,6}[ \t]{0,4}$/y;
const QUOTE = new StreamPattern('>{1,6}', '[ \\t]{0,3}', '(?<next>[^ \\t>])');
const BULLET = new StreamPattern('(?<sign>[-*+•‣◦▪●○·])', '[ \\t]{1,4}', '(?<next>[^ \\t])');
const TASK = new StreamPattern('\\[', '[ x✓]', '\\]', '[ \\t]', '(?<next>[^ \\t])');
const CELL = new StreamPattern('[ \\t]{0,40}', '\\|', '[ \\t]{0,40}', '(?<next>[^ \\t])');
const ROW_END = /[ \t]*\|[ \t]*$/y;

/**
 * Marks that make a line a title, a quote, a list item or a table row. The numbers of a list stay,
 * because callers choose by them.
 */
export const lines: MarkupRule = (place) => {
  const { state } = place;
  if (state.code !== null || state.fence !== null) return null;
  if (state.lineStart) return rule(place) ?? title(place) ?? mark(place) ?? cell(place);
  if (state.line === 'table') return cell(place);
  return state.line === 'heading' ? titleEnd(place) : null;
};

function rule({ text, at, final }: Place): Outcome | 'more' | null {
  const match = RULE.at(text, at, final);
  if (match === 'more') return 'more';
  RULE_AT_END.lastIndex = at;
  const found = (match ?? (final ? RULE_AT_END.exec(text) : null))?.[0] ?? '';
  // But neither "Press - + *" on a line of its own nor mere white space.
  if (!/([-*_=])[ \t]*\1[ \t]*\1|\|.*-/.test(found)) return null;
  return { length: found.trimEnd().length, notice: 'markdown', keepsLineStart: true };
}

function title(place: Place): Outcome | 'more' | null {
  const { text, at, final, state } = place;
  if (text[at] !== '#') return null;
  const match = TITLE.at(text, at, final);
  if (match === null || match === 'more') return match;
  const { marks = '', next = '' } = match.groups ?? {};
  if (marks === '#') {
    if (/\d/.test(next)) return null;
    const key = isKey(place);
    if (key) return key === 'more' ? 'more' : null;
  }
  state.line = 'heading';
  return mute(match, next);
}

function isKey({ text, at, final }: Place): boolean | 'more' {
  const key = KEY.at(text, at, final);
  return key === 'more' ? key : KEY_WORDS.has(key?.groups?.word ?? '');
}

function titleEnd({ text, at, final }: Place): Outcome | 'more' | null {
  const match = TITLE_END.at(text, at, final);
  if (match === 'more') return 'more';
  TITLE_END_AT_END.lastIndex = at;
  const found = match ?? (final ? TITLE_END_AT_END.exec(text) : null);
  return found && { length: found[0].trimEnd().length };
}

function mark(place: Place): Outcome | 'more' | null {
  const { text, at, final } = place;
  const quote = QUOTE.at(text, at, final);
  if (quote === 'more') return 'more';
  if (quote) {
    const { next = '' } = quote.groups ?? {};
    // But "> 5 people" means more than five.
    return /[\d=]/.test(next) ? null : mute(quote, next);
  }
  const found = BULLET.at(text, at, final) ?? TASK.at(text, at, final);
  if (found === null || found === 'more') return found;
  const { sign, next = '' } = found.groups ?? {};
  const key = sign === '*' && isKey(place);
  if (key) return key === 'more' ? 'more' : null;
  return sign === '+' && /\d/.test(next) ? null : mute(found, next);
}

/** Table cells are read with a pause between them. */
function cell({ text, at, final, state }: Place): Outcome | 'more' | null {
  const match = CELL.at(text, at, final);
  if (match === 'more') return 'more';
  if (!match) {
    ROW_END.lastIndex = at;
    const end = final && state.line === 'table' ? ROW_END.exec(text)?.[0] : undefined;
    return end === undefined ? null : { length: end.length };
  }
  const { next = '' } = match.groups ?? {};
  const isFirst = state.lineStart;
  if (isFirst) state.line = 'table';
  const say = isFirst || next === '|' || /\s/.test(next) ? '' : ', ';
  return { ...mute(match, next), say, keepsLineStart: isFirst };
}

function mute(match: RegExpExecArray, next: string): Outcome {
  return { length: match[0].length - next.length, notice: 'markdown', keepsLineStart: true };
}
