import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SpeakableStream } from '../../../../common/rules/speech-text/markup/speakable-stream.ts';
import type { Speakable } from '../../../../common/rules/speech-text/markup/speakable-text.ts';
import { readCases } from './read-cases.ts';

const TOOLS = ['lookup_order', 'book'];

/** Everything spoken of a turn that arrived in these parts. */
function spoken(...parts: readonly string[]): string {
  return follow(parts).text;
}

function follow(
  parts: readonly string[],
  flushAfter: ReadonlySet<number> = new Set(),
  keepMarkup = false,
) {
  const stream = new SpeakableStream(TOOLS, keepMarkup);
  let text = '';
  const take = ({ takesBack, words }: Speakable) => {
    if (takesBack) text = '';
    text += words.map((each) => each.text).join('');
  };
  for (const [n, part] of parts.entries()) {
    take(stream.push(part, n));
    if (flushAfter.has(n)) take(stream.flush());
  }
  take(stream.end());
  return { text, notices: stream.takeNotices() };
}

function tornAt(text: string, cuts: readonly number[]): string[] {
  const at = [0, ...cuts.filter((cut) => cut < text.length).sort((a, b) => a - b)];
  return at.map((from, n) => text.slice(from, at[n + 1] ?? text.length));
}

const squeezed = (text: string) =>
  text
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?\n\s*/g, '\n')
    .trim();

const cases = readCases('markup.txt');

// biome-ignore format: a table is read in rows
const fragment = fc.constantFrom(
  'Hello', 'the', ' ', ' ', '\n', '.', '5', '*', '**', '***', '_', '__', '~~', '=', '==', '`',
  '```',
    '```json\n',
    '\n```\n',
    '# ',
    '## ',
    '- ',
    '* ',
    '> ',
    '| ',
    ' |\n',
    '| --- |\n',
    '1. ',
  '[',
    ']',
    '](',
    '](https://acme.io)',
    '![',
    '[^1]',
    '[1]',
    '(',
    ')',
    '&',
    '&amp;',
    '&#3',
    ';',
  '<', '>', '<b>', '</b>', '<br/>', '<think>', '</think>', '<tool_call>', '</tool_call>', '<a',
  '{', '}', '{"a":', '"', "'", '{"name":"x","arguments":{}}', '[TOOL_CALLS]', 'functions.x(',
  'lookup_order(', 'book', 'fun', '<|im_end|>', '◁think▷', '◁/think▷', '[THINK]', '\\', '\\*',
  '<ada@example.com>', '*67', '【1†x】', '【', '👋', 'é', '重', '!', '?', ':', '---\n', '\\n',
);
const text = fc.array(fragment, { maxLength: 40 }).map((parts) => parts.join(''));
const cuts = fc.array(fc.nat(200), { maxLength: 30 });

// biome-ignore format: a table is read in rows
describe('the speakable stream', () => {
  it.each(cases)('of %j speaks %j', (given, wanted) => {
    expect(squeezed(spoken(given))).toBe(squeezed(wanted));
  });

  it.each(cases)('comes to the same when %j arrives character by character', (given) => {
    expect(spoken(...given)).toBe(spoken(given));
  });

  it('comes to the same wherever the text is torn', () => {
    fc.assert(
      fc.property(text, cuts, (given, at) => {
        expect(spoken(...tornAt(given, at))).toBe(spoken(given));
      }),
      { numRuns: 3_000 },
    );
  });

  it('comes to the same wherever the text is torn, where markup is kept', () => {
    const kept = (...parts: readonly string[]) => follow(parts, new Set(), true).text;
    fc.assert(
      fc.property(text, cuts, (given, at) => {
        expect(kept(...tornAt(given, at))).toBe(kept(given));
      }),
      { numRuns: 3_000 },
    );
  });

  it('changes nothing in text without markup, however it is torn', () => {
    const plain = fc.constantFrom(
      'Hello',
        'the',
        '12',
        '3.50',
        ' ',
        ' ',
        ' ',
        '\n',
        '. ',
        '! ',
        '? ',
        ', ',
        '…',
        ' – ',
        ' * ',
      ' # ',

        'C# ',
        ' *67 ',
        ' 5 * 3 ',
        ' < ',
        ' > ',
        ' & ',
        ' + ',
        ' = ',
        'a_b ',
        '(so) ',
      '[sic] ',
        '"so" ',
        "it's ",
        '$5 ',
        '50% ',
        'ada@example.com ',
        'https://acme.io/a_b ',
        '~5 ',
      'é',
        'ß',
        '重要',
        '👋 ',
        '<ada@example.com> ',
        'fun ',
        'function ',
        'tool ',
        'book ',
        '/',
    );
    const sentence = fc.array(plain, { maxLength: 30 }).map((parts) => `So ${parts.join('')}`);
    // At the beginning of a line, a star or a hash would be a list or title mark.
    const lines = sentence.map((given) => given.replace(/\n\s*(?=[*#>+–])/g, ' '));
    fc.assert(
      fc.property(lines, cuts, (given, at) => {
        expect(spoken(...tornAt(given, at))).toBe(given);
      }),
      { numRuns: 2_000 },
    );
  });

  it('gives out words as they come, and holds back no end of a sentence', () => {
    const stream = new SpeakableStream();
    const now = (part: string) =>
      stream
        .push(part)
        .words.map((each) => each.text)
        .join('');
    // The first word of a line may be the name of a call, depending on what follows.
    expect(now('Hello')).toBe('');
    expect(now(' there')).toBe('Hello there');
    for (const part of ['.', ' Well', '!', ' **So', '?', ' Yes.', '**', ' "No."']) {
      expect(now(part)).toBe(part.replaceAll('**', ''));
    }
  });

  it('holds back no more than a link may be long, and mostly a character or two', () => {
    const longest = (part: string) => {
      const stream = new SpeakableStream();
      let held = 0;
      const most = [...part].map((char) => {
        const said = stream
          .push(char)
          .words.map((each) => each.text)
          .join('');
        held = stream.pending ? held + 1 - said.length : 0;
        return held;
      });
      return Math.max(...most);
    };
    expect(longest(`[${'a '.repeat(5_000)}`)).toBeLessThan(1_000);
    expect(longest(`<b ${'a '.repeat(5_000)}`)).toBeLessThan(1_000);
    expect(longest(`*5 ${'a '.repeat(5_000)}`)).toBeLessThan(1_000);
    expect(longest('2 < 3 & 4 > 1, C# and [sic] or a * it is **so** fun!')).toBeLessThan(10);
  });

  it('lets go of what it holds when it is told that nothing comes', () => {
    const stream = new SpeakableStream();
    expect(stream.push('Press *').words).toEqual([{ text: 'Press ', line: 0 }]);
    expect(stream.pending).toBe(true);
    expect(stream.flush().words).toEqual([{ text: '*', line: 0 }]);
    expect(stream.pending).toBe(false);
    expect(stream.push(' to repeat').words).toEqual([{ text: ' to repeat', line: 0 }]);
  });

  it('loses no word of a stream that stops and starts anywhere', () => {
    const words = fc.array(
      fc.constantFrom('one ', '*two* ', '[three] ', '<four ', '& five ', '`six '),
    );
    fc.assert(
      fc.property(words, fc.array(fc.nat(60)), (given, flushes) => {
        const { text: said } = follow([...given.join('')], new Set(flushes));
        expect(said.match(/[a-z]+/g) ?? []).toEqual(given.join('').match(/[a-z]+/g) ?? []);
      }),
    );
  });

  it('tells which line of the answer the words came in', () => {
    const stream = new SpeakableStream();
    expect(stream.push('One [', 0).words).toEqual([{ text: 'One ', line: 0 }]);
    expect(stream.push('two', 1).words).toEqual([]);
    expect(stream.push('] three', 2).words).toEqual([
      { text: '[', line: 0 },
      { text: 'two', line: 1 },
      { text: '] three', line: 2 },
    ]);
  });

  it('takes back thinking whose beginning was not marked, as far as it is not handed out', () => {
    const stream = new SpeakableStream();
    expect(stream.push('They want the hours').takesBack).toBe(false);
    expect(stream.push('. </thi').words).toEqual([{ text: '. ', line: 0 }]);
    expect(stream.push('nk>Nine.')).toMatchObject({
      takesBack: true,
      words: [{ text: ' Nine.', line: 0 }],
    });
  });

  it.each([
    ['**Opening hours** are nine to five.', 'markdown', '**Opening hours** are nine to five.'],
    ['One <b>moment</b>.', 'tags', '<b>moment</b>.'],
    ['<think>hm</think>Yes.', 'thinking', '<think>hm</think>Yes.'],
    ['hm</think>Yes.', 'thinkingUnopened', '</think>Yes.'],
    ['Yes. <think>hm', 'thinkingUnclosed', '<think>hm'],
    ['{"name":"x","arguments":{}}', 'toolCall', '{"name":"x","arguments":{}}'],
    ['Yes. <tool_call>{"name":', 'toolCall', '<tool_call>{"name":'],
    ['{"a": 1}', 'json', '{"a": 1}'],
    ['{"a": ', 'json', '{"a":'],
    ['```js\nx\n```', 'code', '```js'],
  ] as const)('tells of %j that %s was left out', (given, kind, written) => {
    const { notices } = follow([given]);
    expect(notices.at(-1)).toEqual({ kind, written });
  });

  it('tells of each kind once, and quotes a little', () => {
    const { notices } = follow(['**a** and **b** '.repeat(1_000)]);
    expect(notices).toEqual([{ kind: 'markdown', written: expect.stringMatching(/^.{50}…$/) }]);
  });

  it('takes linear time, also for text made to slow it down', () => {
    const hostile = [
      '<think>',
      '<',
      '<a ',
      '</think>',
      '[',
      '[a](',
      '*',
      '*5',
      '_a',
      '`',
      '{"a":',
      '&',
    ];
    for (const part of [
      ...hostile,
      '~~',
      '|',
      '- ',
      '# ',
      'functions.',
      '\\',
      '【1',
      'lookup_order(',
    ]) {
      const once = part.repeat(20_000);
      const before = process.cpuUsage();
      spoken(once);
      spoken(...once.slice(0, 20_000));
      expect(process.cpuUsage(before).user / 1000, part).toBeLessThan(4_000);
    }
  });
});
