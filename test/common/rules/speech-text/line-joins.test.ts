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
});
