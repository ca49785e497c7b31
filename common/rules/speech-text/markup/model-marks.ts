import { DataValue } from './data-value.ts';
import type { MarkupRule, Outcome } from './markup-rule.ts';
import { letters, StreamPattern } from './stream-pattern.ts';
import { CallBehindMark, UpTo } from './unspoken.ts';
import { CALL_NAMESPACES, CONTROL_MARKS, MARK_PAIRS, type MarkPair } from './unspoken-marks.ts';

interface Mark {
  readonly first: string;
  readonly pattern: StreamPattern;
  readonly outcome: (length: number) => Outcome;
}

// biome-ignore format: a table is read in rows
const MARKS: readonly Mark[] = [
  ...MARK_PAIRS.map((pair) => mark(letters(pair.opens), (length) => opening(pair, length))),
  ...MARK_PAIRS.filter(({ holds }) => holds === 'thinking').flatMap(({ closes }) =>
    closes.filter(endsThinking).map((close) =>
      mark(letters(close), (length) => ({
        length, say: ' ', notice: 'thinkingUnopened', takesBack: true,
      })),
    ),
  ),
  mark(letters('[TOOL_CALLS]'), (length) => ({
    length, say: ' ', notice: 'toolCall',
    opens: new CallBehindMark(() => new DataValue(true)),
  })),
  ...CONTROL_MARKS.map((each) => mark(letters(each), (length) => ({ length, say: ' ' }))),
  mark(['<', '[|｜]', '[^<>|｜\\s]{1,40}', '[|｜]', '>'], (length) => ({ length, say: ' ' })),
];

/** Marks, other than elements, with which models separate what is not meant for the caller. */
export const modelMarks: MarkupRule = ({ text, at, final }) => {
  const first = text[at]?.toLowerCase();
  let undecided = false;
  for (const { first: wanted, pattern, outcome } of MARKS) {
    if (wanted !== first) continue;
    const match = pattern.at(text, at, final);
    if (match === 'more') undecided = true;
    else if (match) return undecided ? 'more' : outcome(match[0].length);
  }
  return undecided ? 'more' : null;
};

/** Tool calls written as code: `functions.lookup({"id": 1})`, `[{"name": …}]`. */
export function toolCalls(tools: readonly string[]): {
  readonly rule: MarkupRule;
  /** The letters with which a call can begin. */
  readonly firsts: ReadonlySet<string>;
} {
  const calls = [
    ...CALL_NAMESPACES.map((space) => [...letters(space), '\\.', '[\\w.:-]{1,80}', '\\s?', '[({]']),
    // A call inside `print(…)`, as written by models that produce Python.
    [...letters('print'), '\\(', '[a-z_]', '[\\w.]{0,60}', '\\('],
    ...tools.flatMap((tool) => ARGUMENTS.map((atoms) => [...letters(tool), ...atoms])),
  ].map((atoms) => mark(atoms, called));
  const firsts = new Set(calls.map(({ first }) => first));
  const rule: MarkupRule = ({ text, at, final, state }) => {
    const first = text[at]?.toLowerCase() ?? '';
    if (!firsts.has(first) || /[\p{L}\p{N}_.]/u.test(state.before)) return null;
    let undecided = false;
    for (const { first: wanted, pattern, outcome } of calls) {
      if (wanted !== first) continue;
      const match = pattern.at(text, at, final);
      if (match === 'more') undecided = true;
      // Start at the bracket of the arguments.
      else if (match) return outcome(match[0].search(/[({]/));
    }
    return undecided ? 'more' : null;
  };
  return { rule, firsts };
}

/** At the beginning of a line, calls of unknown tools: `get_rate({"x": 1})`, `rate(x=1)`. */
const UNKNOWN_CALLS = [
  new StreamPattern('[a-z_]', '\\w{1,60}', '\\(', '\\s{0,3}', '\\{', '\\s{0,3}', '["\'}]'),
  new StreamPattern('[a-z_]', '\\w{1,60}', '\\(', '[a-z_]', '\\w{0,40}', '\\s?', '=', '[^=]'),
  new StreamPattern('[a-z]', '[a-z\\d]{0,30}', '_', '\\w{1,60}', '\\(', '["\')]'),
];
const ACTION = [...letters('Action:'), '[ \\t]{0,3}', '[\\w.-]{1,60}', '[\\s/]{1,4}'];
const ACTION_INPUT = [...letters('Action Input:'), '[ \\t]{0,3}', '(?<next>[^ \\t])'];
/** A call over two lines: "Action: lookup" and "Action Input: …". */
const ACTION_LINES = new StreamPattern(...ACTION, ...ACTION_INPUT);

/** Calls recognised by the beginning of a line. */
export const callLines: MarkupRule = ({ text, at, final, state }) => {
  if (!state.lineStart || !/[a-z_]/i.test(text[at] ?? '')) return null;
  const action = ACTION_LINES.at(text, at, final);
  if (action === 'more') return 'more';
  if (action) {
    const { next = '' } = action.groups ?? {};
    const opens = /[{[]/.test(next) ? new DataValue(true) : new UpTo('toolCall', /\n/, '\n', 1);
    return { length: action[0].length - next.length, say: ' ', opens };
  }
  let undecided = false;
  for (const pattern of UNKNOWN_CALLS) {
    const match = pattern.at(text, at, final);
    if (match === 'more') undecided = true;
    else if (match) return called(match[0].indexOf('('));
  }
  return undecided ? 'more' : null;
};

/** A tool's name may be an ordinary word: "book (two of them)" and "book(s)" are not calls. */
const ARGUMENTS: readonly (readonly string[])[] = [
  ['\\s?', '\\(?', '\\s{0,3}', '\\{'],
  ['\\(', '\\s{0,3}', '["\')]'],
  ['\\(', '\\s{0,3}', '[a-z_]', '\\w{0,40}', '\\s?', '[=:]'],
];

const called = (length: number): Outcome => ({ length, say: ' ', opens: new DataValue(true) });

const DATA = new StreamPattern(
  '(?:\\[\\s{0,20})?',
  '\\{',
  '\\s{0,20}',
  '(?<quote>["\'])',
  '[^"\'\\n{}]{1,60}',
  '\\k<quote>',
  '\\s{0,5}',
  ':',
);

/** JSON objects, and lists of them. */
export const data: MarkupRule = ({ text, at, final }) => {
  if (text[at] !== '{' && text[at] !== '[') return null;
  const match = DATA.at(text, at, final);
  if (match === null || match === 'more') return match;
  const value = new DataValue();
  const { to } = value.take(match[0], 0);
  return { length: to, say: ' ', opens: value };
};

function mark(atoms: readonly string[], outcome: Mark['outcome']): Mark {
  const [first = ''] = atoms;
  return {
    first: first.replace('\\', '').toLowerCase(),
    pattern: new StreamPattern(...atoms),
    outcome,
  };
}

function opening({ holds, closes }: MarkPair, length: number): Outcome {
  const closing = closes.map((close) => letters(close).join('')).join('|');
  const longest = Math.max(...closes.map((close) => close.length));
  const firsts = closes.map(([first]) => first).join('');
  const opens = new UpTo(holds, new RegExp(closing), firsts, longest - 1);
  return { length, say: ' ', opens };
}

/** Whether the mark ends nothing but thinking. */
function endsThinking(close: string): boolean {
  return /think|thought/i.test(close);
}
