import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineJoins } from '../../../../common/rules/speech-text/segmentation/line-joins.ts';

// biome-ignore format: a table is read in rows
describe('lines of an answer', () => {
  const joined = (...lines: readonly string[]) => {
    const joins = new LineJoins();
    return lines.map((text) => joins.gapBefore(text) + text).join('');
  };

  it('are kept apart when they are phrases that were sent without spaces', () => {
    expect(joined('Sure, I can', 'look that up.')).toBe('Sure, I can look that up.');
    expect(joined('We open at nine,', 'and close at five')).toBe(
      'We open at nine, and close at five',
    );
  });

  it('are kept apart where a sentence ends with an address', () => {
    expect(joined('Look at https://acme.io/a.', 'Anything else for you?')).toBe(
      'Look at https://acme.io/a. Anything else for you?',
    );
    expect(joined('We open at 3.', '30 in the afternoon.')).toBe(
      'We open at 3.30 in the afternoon.',
    );
  });

  it.each([
    [['The total cost is', '$45.50 for today.'], 'The total cost is $45.50 for today.'],
    [
      ['We are open today', '(until nine in the evening).'],
      'We are open today (until nine in the evening).',
    ],
    [['Hola buenos días', '¿Cómo está usted?'], 'Hola buenos días ¿Cómo está usted?'],
    [['Hola.', '¿Qué tal?'], 'Hola. ¿Qué tal?'],
    [['Our number here', '+14155550123 call it'], 'Our number here +14155550123 call it'],
    [['here', '+14155550123 call it'], 'here +14155550123 call it'],
    [['To hear it again press', '* or the # key'], 'To hear it again press * or the # key'],
    [['press', '* or the # key'], 'press * or the # key'],
    [
      ['Hello there. ', 'The total cost is', '$45.50 for it.'],
      'Hello there. The total cost is $45.50 for it.',
    ],
    [['You are number', '1. How nice'], 'You are number 1. How nice'],
    [['press', '#1'], 'press #1'],
    [['For sales please press', '#1'], 'For sales please press #1'],
    [['Find us by email', '@acme on the net'], 'Find us by email @acme on the net'],
    [['It is cold today', '-5 degrees outside'], 'It is cold today -5 degrees outside'],
    [['Hello there, you', 'can say'], 'Hello there, you can say'],
    [['We open at', 'nine.'], 'We open at nine.'],
    [['Sure,', 'I can look it up.'], 'Sure, I can look it up.'],
    [['Yes.', 'Sure!'], 'Yes. Sure!'],
    [['She said so', '"Yes, we do"'], 'She said so "Yes, we do"'],
    [['They call it', '« la maison »'], 'They call it « la maison »'],
  ] as const)('are kept apart by a blank: %j', (lines, wanted) => {
    expect(joined(...lines)).toBe(wanted);
  });

  it.each([
    [['Let me check.'], false],
    [['Sure.'], false],
    [['Sure.', 'Fine.'], false],
    [['Go', ' to', ' acme.'], true],
    [['Go', ' to', ' acme', '.'], true],
    [['Go', ' to', ' acme. '], false],
    [['Write to me at first.'], false],
    [['Write to me', ' at first.'], true],
  ] as const)('tell of %j whether what comes next may be glued to it: %j', (lines, mayGlue) => {
    const joins = new LineJoins();
    for (const text of lines) joins.gapBefore(text);
    expect(joins.mayGlue).toBe(mayGlue);
  });

  it.each([
    ['It costs 3.', '50 in all'],
    ['Call 555-', '0123 for it'],
    ['Write to ada', '@acme.io for it'],
    ['Write to ada@acme.', 'io for it'],
    ['Our site is example.', 'com and it is new'],
    ['Wait here', ', please do'],
    ['This is Ada', "'s own room"],
    ['It costs about $', '45 in all'],
    ['We are open (', 'until nine) today'],
    ['It is well', '-known to all'],
  ])('stay one where a token is torn: %j', (one, other) => {
    expect(joined(one, other)).toBe(one + other);
  });

  it('are kept apart however long ago a line ended', () => {
    const item = `- ${'x'.repeat(60)} end`;
    const lines = [
      'Here they are:',
      item,
      'that is',
      `long and ${'y'.repeat(14)}`,
      'the last',
      'of all',
    ];
    const said = joined(...lines);
    expect(said.match(/\n/g)).toHaveLength(1);
    expect(said.replace(/\s/g, '')).toBe(lines.join('').replace(/\s/g, ''));
    expect(said.endsWith('the last of all')).toBe(true);
  });

  it('lose no character, whatever stands between them', () => {
    const part = fc.constantFrom(
      'Hi there',
        'ok',
        '- a b',
        '1. c d',
        '|e|f|',
        '## g h',
        ' i',
        'j ',
        '\n',
        '"',
        '$5 k',
        '👍',
    );
    fc.assert(
      fc.property(fc.array(part), (lines) => {
        const said = joined(...lines);
        expect(said.replace(/\s/g, '')).toBe(lines.join('').replace(/\s/g, ''));
        expect(said.length).toBeLessThanOrEqual(lines.join('').length + lines.length);
      }),
    );
  });

  it.each([
    [['Here are the bikes:', '- City bike red', '- Cargo bike blue'], '\n'],
    [['Here are the bikes: ', '- City bike red ', '- Cargo bike blue '], '\n'],
    [['Here are the bikes', '* City bike red', '* Cargo bike blue'], '\n'],
    [['Welcome to us', '## Opening hours', 'We open at nine'], '\n'],
    [['| a | b |', '|---|---|', '| 1 | 2 |', 'That is all'], '\n'],
    [['1. Open the lid', '2. Close the lid', '3. Press start'], '\n'],
    [['Do it so:', '1. Open the lid', '2. Close the lid'], '\n'],
    [['- City bike red', 'Which one is it?'], '\n'],
  ] as const)('begin a line with the mark of a list, a title or a table: %j', (lines, gap) => {
    expect(joined(...lines)).toBe(lines.join(gap));
  });

  it('stay as they are when they bring their own spaces, or are tokens', () => {
    expect(joined('The', ' work', 'shop', ' is')).toBe('The workshop is');
    expect(joined('Hello there, how', ' are you do', 'ing this morning?')).toBe(
      'Hello there, how are you doing this morning?',
    );
    expect(joined('One moment. ', 'Let me look', ' it up')).toBe('One moment. Let me look it up');
  });

  /** What is missing before the last of them. */
  const lastGap = (lines: readonly string[]) => {
    const joins = new LineJoins();
    return lines.map((text) => joins.gapBefore(text)).at(-1);
  };

  it.each([
    // Phrases, and what goes on with the word before.
    [['We can', 'wait, then go'], ' '],
    [['We say', "it's so now"], ' '],
    [['We say it', "'s so now"], ''],
    [['He said "', 'yes it is'], ''],
    [['"', 'yes it is'], ''],
    [['He "said so', 'and then went'], ' '],
    [['He said so"', 'and then went'], ' '],
    [['It is 2', '0 in all'], ''],
    [['At 5 we open', '30 of us'], ' '],
    [['It is 5', 'or 6 of us'], ' '],
    [['It is 5', '.50 in all'], ''],
    [['It is 5', '.50 in 1. place'], ''],
    [['Call 555', '12. Then wait'], ' '],
    // Addresses that are torn behind a mark.
    [['Write to ada@a-c.', 'io for it'], ''],
    [['Go to https://a-c.', 'io for it'], ''],
    [['Go to www.ac-me-', 'shop.io for it'], ''],
    [['See acme.io/', 'shop for it'], ''],
    [['See acme.io/x now', 'and then go'], ' '],
    [['Write to ada@acme.', 'Then wait here'], ' '],
    [['It is fine.', 'the com is new'], ' '],
    [['It is fine. Yes', 'com is new'], ' '],
    [['Write to ada', 'at @acme.io now'], ' '],
    [['Write to ada', '@acme it is'], ' '],
    [['We are open:', '-known to all'], ' '],
    [['This is well-', 'known to all'], ''],
    [['This is well-', 'Known to all'], ' '],
    [['This is 5-', 'known to all'], ' '],
    [['A well-known man –', 'is here now'], ' '],
  ] as const)('have between phrases what is missing: %j %j', (lines, gap) => {
    expect(lastGap(lines)).toBe(gap);
  });

  it.each([
    [['Hola', '¿Qué'], ' '],
    [['Hola (', '¿Qué'], ''],
    [['Di', 'me¿'], ''],
    [['Sí.x', 'Ya'], ''],
    [['3.', 'Ya'], ''],
    [['Yes.', 'xYa'], ''],
    [['Yes.', 'YA'], ''],
    [['Yes)', 'Ya'], ''],
    [['(Yes).', 'Ya'], ' '],
    [['ada@acme.', 'Then'], ''],
    [['a/b.', 'Then'], ''],
    [['acme.io.', 'Then'], ''],
    [['acme.io!', 'Then'], ' '],
    [['ada@acme.io!', 'Then'], ' '],
    [['I know', ' ada@acme is fine.', 'Then'], ' '],
    [['I use', ' acme.io. It is fine.', 'Then'], ' '],
    [['x', '#1'], ''],
    [['is4', '#1'], ''],
    [['is', 'a#1'], ''],
    [['is', '#a'], ''],
    [['', 'Yes'], ''],
    [['Yes', ''], ''],
  ] as const)('have between tokens what is missing: %j %j', (lines, gap) => {
    expect(lastGap(lines)).toBe(gap);
  });

  it.each([
    [['Hello there', '---'], '\n'],
    [['---', 'Hello there'], '\n'],
    [['```js', 'const x'], '\n'],
    [['Hello there ', 'all of', '---'], ''],
    [['---\n', 'Hello there'], ''],
    [['Hello there\n \n', '- a b'], ''],
    [['Hello there', ' \n- a b'], ''],
    [['Hello there', 'x\ny z'], ' '],
    [['| a | b |', 'yes'], '\n'],
    [['See: this one', '1. Open it'], ' '],
    [['Do it so:', '1. Open it'], '\n'],
    [['1. Open the lid', '3. Press start'], ' '],
    [['1. Open the lid', 'and wait', '2. Press start'], '\n'],
    [['It is cold', '- 5 degrees'], ' '],
    [['Here are some', '- at -5 degrees'], '\n'],
    [['Here are some ', 'and more', '- a thing'], ''],
    [['Here are some ', 'and more:', '- a thing'], '\n'],
    [['Then press the', '# or a star'], ' '],
    [['- City bike red', 'Blue'], ' '],
    [['- City bike red', '"Which one is it?"'], '\n'],
    [['- City bike red', 'and a Cargo bike'], ' '],
    [['- City bike red ', 'Which one is it?'], ''],
    [['## Hours', 'from nine to five'], '\n'],
    [['Hello there', '## Hours', 'from nine', 'to five'], ' '],
  ] as const)('begin a line or do not: %j %j', (lines, gap) => {
    expect(lastGap(lines)).toBe(gap);
  });

  it.each([
    [[], true],
    [['Go'], true],
    [['Go there now'], false],
    [['Go there', ' now'], true],
    [['"Sure.'], false],
    [['sure.'], true],
    [['Sure.x'], true],
    [['xSure.'], true],
    [['Yes!', 'Sure.'], false],
    [['Yes!" ', 'Sure.'], true],
    [['Yes, ', 'Sure.'], true],
  ] as const)('tell of %j whether the next may be glued to it: %j', (lines, mayGlue) => {
    const joins = new LineJoins();
    for (const text of lines) joins.gapBefore(text);
    expect(joins.mayGlue).toBe(mayGlue);
  });
});
