import type { MarkupRule, Outcome, Place } from './markup-rule.ts';
import { StreamPattern } from './stream-pattern.ts';

const TEXT = ['\\[', '[^\\]\\n]{0,160}', '\\]'];
const TARGET = ['\\(', '(?<target>[^()\\n]{0,400})', '\\)'];
/** The address may contain brackets itself. */
// biome-ignore format: a table is read in rows
const TARGET_IN_BRACKETS = [
  '\\(',
    '(?<target>[^()\\n]{1,200})',
    '\\(',
    '[^()\\n]{0,100}',
    '\\)',
    '[^()\\n]{0,100}',
    '\\)',
];
const REFERENCE = ['\\[', '[^\\]\\n]{0,60}', '\\]'];
const LINKS = [
  new StreamPattern('!?', ...TEXT, ...TARGET),
  new StreamPattern('!?', ...TEXT, ...TARGET_IN_BRACKETS),
  // But "[1][2]" are footnotes.
  new StreamPattern('!?', '\\[', '[^\\]\\n]{0,160}', '[^\\]\\d\\n]', '\\]', ...REFERENCE),
];
const ENDS = [TARGET, TARGET_IN_BRACKETS, REFERENCE].map(
  (target) => new StreamPattern('\\]', ...target),
);
/** But "[sic](see below)" is not a link. */
const ADDRESS =
  /^\s*<?(?:https?:|mailto:|tel:|sms:|www\.|[/#]|\.{1,2}\/|[\w-]+(?:\.[\w-]+)+|[\w./-]+\.\w{2,4}|$)/i;

const FOOTNOTE = new StreamPattern('\\[', '\\^', '[\\w-]{1,20}', '\\]');
const FOOTNOTE_TEXT = new StreamPattern('\\[', '\\^', '[\\w-]{1,20}', '\\]', ':');
/** The citation marks of models that searched the web. */
const SOURCE = new StreamPattern('【', '\\d{1,4}', '[:\\d]{0,12}', '(?:†[^】\\n]{0,120})?', '】');
const DEFINITION = new StreamPattern(
  ...['\\[', '[^\\]\\n^]{1,60}', '\\]', ':', '[ \\t]{1,3}', '[<h]', '[^\\n]{0,600}', '\\n'],
);

/** Links are read by their text, images by their description. Citations are not read. */
export const links: MarkupRule = (place) => {
  const { text, at, state } = place;
  if (state.code !== null) return null;
  switch (text[at]) {
    case '[':
      return footnote(place) ?? begin(place);
    // In any other place it ends a sentence, which must not wait.
    case '!':
      return state.lineStart ? begin(place) : null;
    case ']':
      return state.links > 0 ? end(place) : null;
    case '【':
      return leftOut(SOURCE, place);
    default:
      return null;
  }
};

function footnote(place: Place): Outcome | 'more' | null {
  const atStart = place.state.lineStart
    ? (leftOut(FOOTNOTE_TEXT, place) ?? leftOut(DEFINITION, place))
    : null;
  return atStart ?? leftOut(FOOTNOTE, place);
}

function leftOut(pattern: StreamPattern, { text, at, final }: Place): Outcome | 'more' | null {
  const match = pattern.at(text, at, final);
  if (match === null || match === 'more') return match;
  return { length: match[0].length, notice: 'markdown', keepsLineStart: true };
}

function begin(place: Place): Outcome | 'more' | null {
  const link = firstOf(LINKS, place);
  if (link === null || link === 'more') return link;
  const { target } = link.groups ?? {};
  if (target !== undefined && !ADDRESS.test(target)) return null;
  place.state.links += 1;
  return { length: link[0].indexOf('[') + 1, notice: 'markdown', keepsLineStart: true };
}

function end(place: Place): Outcome | 'more' | null {
  const match = firstOf(ENDS, place);
  if (match === 'more') return 'more';
  place.state.links -= 1;
  return { length: match?.[0].length ?? 1 };
}

function firstOf(
  patterns: readonly StreamPattern[],
  { text, at, final }: Place,
): RegExpExecArray | 'more' | null {
  for (const pattern of patterns) {
    const match = pattern.at(text, at, final);
    if (match) return match;
  }
  return null;
}
