import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SpokenPieces, saysSomething } from '../../../../common/rules/speech-text/spoken-pieces.ts';
import { ThinkingHabit } from '../../../../common/rules/speech-text/thinking-first.ts';

function answerOf(habit: ThinkingHabit, keepMarkup = false) {
  const options = { language: 'en', tools: ['lookup'], linesArePhrases: false };
  return new SpokenPieces({ ...options, keepMarkup, habit });
}

/** The pieces of one answer that arrived in these parts, as a single stretch. */
function said(habit: ThinkingHabit, parts: readonly string[], keepMarkup = false): string[] {
  const pieces = answerOf(habit, keepMarkup);
  return [...parts.flatMap((part) => pieces.push(part, 0, 0)), ...pieces.end()].map(
    ({ text }) => text,
  );
}

const THOUGHT = ['They want the hours. ', 'I look them up. ', 'So then'];

// biome-ignore format: a table is read in rows
describe('thinking whose beginning is not marked', () => {
  it('is held back from the second answer on, wherever it is torn', () => {
    const habit = new ThinkingHabit();
    expect(said(habit, [...THOUGHT, '</think>', 'We open at nine.'])).toEqual([
      'They want the hours.', 'I look them up.', 'We open at nine.',
    ]);
    expect(said(habit, [...THOUGHT, '</th', 'ink>', 'We ', 'open at ten.'])).toEqual([
      'We open at ten.',
    ]);
    expect(said(habit, ['Hm. No.[/THINK]Yes.'])).toEqual(['Yes.']);
  });

  it('is spoken when no mark comes, and the next answer waits for none', () => {
    const habit = new ThinkingHabit();
    said(habit, ['Hm.</think>Yes.']);
    expect(said(habit, ['We open at nine. ', 'Anything else?'])).toEqual([
      'We open at nine.', 'Anything else?',
    ]);
    const next = answerOf(habit);
    expect(next.push('We open at nine. And', 0, 0).map(({ text }) => text)).toEqual([
      'We open at nine.',
    ]);
  });

  it('is spoken when it grows beyond all measure', () => {
    const habit = new ThinkingHabit();
    said(habit, ['Hm.</think>Yes.']);
    const pieces = answerOf(habit);
    let sentences = 0;
    while (pieces.push('This goes on and on. ', 0, 0).length === 0) sentences += 1;
    expect(sentences * 21).toBeGreaterThan(7_900);
    expect(sentences * 21).toBeLessThan(8_100);
    expect(habit.isKnown).toBe(false);
  });

  it('is no more held back once a model marks where it begins', () => {
    const habit = new ThinkingHabit();
    said(habit, ['Hm.</think>Yes.']);
    expect(said(habit, ['<think>Hm. Well.</think>', 'Yes. No.'])).toEqual(['Yes.', 'No.']);
    expect(habit.isKnown).toBe(false);
  });

  it('may come again behind a tool', () => {
    const habit = new ThinkingHabit();
    said(habit, ['Hm.</think>Yes.']);
    const pieces = answerOf(habit);
    const texts = [
      ...pieces.push('They want it. </think>One moment. ', 0, 0),
      ...pieces.push('\nLooking it up.\n', 1, null),
      ...pieces.push('It says nine. </think>We open at nine.', 2, 1),
      ...pieces.end(),
    ].map(({ text }) => text);
    expect(texts).toEqual(['One moment.', 'Looking it up.', 'We open at nine.']);
  });

  it('does not hold back a sentence of ours, which tells nothing of the model', () => {
    const habit = new ThinkingHabit();
    said(habit, ['Hm.</think>Yes.']);
    const pieces = answerOf(habit);
    expect(pieces.push('They want it. ', 0, 0)).toEqual([]);
    expect(pieces.push('\nOne moment.\n', 1, null).map(({ text }) => text)).toEqual([
      'One moment.',
    ]);
    expect(pieces.push('Hm.</think>Yes. ', 2, 0).map(({ text }) => text)).toEqual(['Yes.']);
    pieces.end();
    expect(habit.isKnown).toBe(true);
    const greeting = answerOf(habit);
    expect(greeting.push('Hello there. ', 0, null)).toHaveLength(1);
    greeting.end();
    expect(habit.isKnown).toBe(true);
  });

  it('never withholds an answer that no mark ends, whatever came before', () => {
    const part = fc.constantFrom(
      'Yes. ',
      'no ',
      '*well*',
      '<b>',
      '<think>',
      '</think>',
      '\n',
      '. ',
    );
    const words = fc.array(fc.constantFrom('Yes. ', 'no ', '*well* ', '\n'), { maxLength: 30 });
    fc.assert(
      fc.property(fc.array(fc.array(part), { maxLength: 4 }), words, (earlier, answer) => {
        const habit = new ThinkingHabit();
        for (const parts of earlier) said(habit, parts);
        expect(said(habit, answer).join(' ')).toBe(said(new ThinkingHabit(), answer).join(' '));
      }),
    );
  });
});

describe('lines that are phrases', () => {
  const pieces = (...lines: readonly string[]) => {
    const options = { language: 'en', tools: [], linesArePhrases: true, keepMarkup: false };
    const answer = new SpokenPieces({ ...options, habit: new ThinkingHabit() });
    return [...lines.flatMap((text, line) => answer.push(text, line, 0)), ...answer.end()].map(
      ({ text, lines: of }) => [text, of],
    );
  };

  it('are each a piece where they are items of a list', () => {
    expect(pieces('Here are the bikes:', '- City bike red', '- Cargo bike blue')).toEqual([
      ['Here are the bikes:', [0]],
      ['City bike red', [1]],
      ['Cargo bike blue', [2]],
    ]);
    expect(pieces('1. Open the lid', '2. Close the lid', '3. Press start')).toEqual([
      ['1. Open the lid', [0]],
      ['2. Close the lid', [1]],
      ['3. Press start', [2]],
    ]);
  });

  it('are rows of a table, titles and emphasised words', () => {
    expect(pieces('| a | b |', '|---|---|', '| 1 | 2 |')).toEqual([
      ['a, b', [0]],
      ['1, 2', [2]],
    ]);
    expect(pieces('Welcome to us', '## Opening hours', 'We open at nine')).toEqual([
      ['Welcome to us', [0]],
      ['Opening hours', [1]],
      ['We open at nine', [2]],
    ]);
    expect(pieces('These are our hours', '**Closed on Sundays** always')).toEqual([
      ['These are our hours Closed on Sundays always', [0, 1]],
    ]);
  });
});

// biome-ignore format: a table is read in rows
describe('markup that is kept', () => {
  it.each([
    ['**Opening** hours: *nine*', '**Opening** hours: *nine*'],
    ['Hello <break time="1.5s"/> there', 'Hello <break time="1.5s"/> there'],
    ['[our page](https://acme.io)', '[our page](https://acme.io)'],
    ['# Title', '# Title'],
    ['Fish &amp; chips', 'Fish &amp; chips'],
    ['Say `this` and \\*that\\*', 'Say `this` and \\*that\\*'],
  ])('goes out as it is written: %j', (written, wanted) => {
    expect(said(new ThinkingHabit(), [written], true)).toEqual([wanted]);
    expect(said(new ThinkingHabit(), [...written], true)).toEqual([wanted]);
    expect(said(new ThinkingHabit(), [written])).not.toEqual([wanted]);
  });

  it('is not cut off from its sentence, and never given to the voice alone', () => {
    const written = '<speak>Yes. <b>No.</b></speak>';
    expect(said(new ThinkingHabit(), [written], true)).toEqual([
      '<speak>Yes.', '<b>No.</b></speak>',
    ]);
    expect(said(new ThinkingHabit(), [...written], true)).toEqual([
      '<speak>Yes.', '<b>No.</b></speak>',
    ]);
    expect(said(new ThinkingHabit(), ['<speak>No! ', '</speak>'], true)).toEqual(['<speak>No!']);
  });

  it.each([
    ['<sub alias="U.S. Postal. Service">USPS</sub> is here. Come in.', 1],
    ['Hear <audio src="https://x.example/a. b.mp3"/> now. Come in.', 1],
    ['Say <phoneme ph="t. ɪ">tea</phoneme> now. Come in.', 1],
    ['<speak>Dr. Smith is in. Come in.</speak>', 1],
    ['<b>Dr.</b> Smith is in. Come in.', 1],
    ['<b class="x">Dr. Smith</b> is in. Come in.', 1],
    ['**Dr. Smith** is in. Come in.', 1],
    ['**Dr.** Smith is in. Come in.', 1],
    ['Ask <b>him</b>. Come in.', 1],
    ['<b>Ask him.</b> Come in.', 1],
    ['**Ask him.** Come in.', 1],
    ['It is 2 < 3. Come in.', 1],
  ])('is not cut within tags, nor behind an abbreviation: %j', (written, cuts) => {
    const pieces = said(new ThinkingHabit(), [written], true);
    expect(pieces).toHaveLength(cuts + 1);
    expect(pieces.at(-1)).toMatch(/^Come in\.(?:<\/speak>)?$/);
    expect(said(new ThinkingHabit(), written.match(/\s?\S+/g) ?? [], true)).toEqual(pieces);
    expect(said(new ThinkingHabit(), [...written], true)).toEqual(pieces);
  });

  it('is cut between tags where a piece grows too long', () => {
    const tag = '<sub alias="one, two, three, four. Five, six">x</sub> ';
    const pieces = said(new ThinkingHabit(), [tag.repeat(30)], true);
    expect(pieces.length).toBeGreaterThan(3);
    for (const piece of pieces) expect(piece).not.toMatch(/<[^<>]*$|^[^<>]*>/);
  });

  it.each([
    ['<think>They want *it*.</think>**Yes**.', '**Yes**.'],
    ['They want it.</think><b>Yes</b>.', '<b>Yes</b>.'],
    ['[THINK]hm[/THINK]Yes.', 'Yes.'],
    ['<tool_call>{"name": "lookup"}</tool_call>One moment.', 'One moment.'],
    ['{"name": "lookup", "arguments": {}} One moment.', 'One moment.'],
    ['lookup({"id": 1}) One moment.', 'One moment.'],
  ])('is no reason to speak thinking or a tool call: %j', (written, wanted) => {
    expect(said(new ThinkingHabit(), [written], true)).toEqual([wanted]);
  });
});

describe('an answer on its way to the voice', () => {
  it('is looked through in parts, torn at blanks where there are any', () => {
    const pieces = answerOf(new ThinkingHabit());
    const parts = (text: string) => pieces.partsOf(text).map((part) => part.text);
    const lengths = (text: string) => parts(text).map(({ length }) => length);
    expect(lengths('x'.repeat(400))).toEqual([400]);
    expect(lengths('x'.repeat(401))).toEqual([400, 1]);
    expect(lengths(`${'x'.repeat(398)} yy`)).toEqual([399, 2]);
    expect(lengths(`${'x'.repeat(399)} y`)).toEqual([400, 1]);
    expect(lengths(`${'x'.repeat(199)} ${'y'.repeat(250)}`)).toEqual([200, 250]);
    expect(lengths(`${'x'.repeat(198)} ${'y'.repeat(250)}`)).toEqual([400, 49]);
    expect(lengths(`${'x'.repeat(500)} ${'y'.repeat(350)}`)).toEqual([400, 400, 51]);
    expect(parts('')).toEqual(['']);
  });

  it('is never torn within a character', () => {
    const pieces = answerOf(new ThinkingHabit());
    const lengths = (text: string) => pieces.partsOf(text).map((part) => part.text.length);
    expect(lengths(`${'x'.repeat(399)}👋yy`)).toEqual([399, 4]);
    expect(lengths(`${'x'.repeat(398)}👋yy`)).toEqual([400, 2]);
    // The first and the last character of two units.
    expect(lengths(`${'x'.repeat(399)}\u{10000}`)).toEqual([399, 2]);
    expect(lengths(`${'x'.repeat(399)}\u{10ffff}`)).toEqual([399, 2]);
    expect(lengths(`${'x'.repeat(399)}\ue000y`)).toEqual([400, 1]);
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('👋', 'é', ' ', 'x'.repeat(70)), { maxLength: 60 }),
        (all) => {
          const text = all.join('');
          const parts = pieces.partsOf(text).map((part) => part.text);
          expect(parts.join('')).toBe(text);
          expect(parts.every((part) => part.isWellFormed())).toBe(true);
        },
      ),
    );
  });

  it('may go on in the next part, but not behind a blank', () => {
    const pieces = answerOf(new ThinkingHabit());
    const may = (text: string) => pieces.partsOf(text).map(({ mayGlue }) => mayGlue);
    expect(may('One')).toEqual([true]);
    expect(may('One ')).toEqual([false]);
    expect(may('One two')).toEqual([true]);
    expect(may(`${'x'.repeat(398)} yy`)).toEqual([false, true]);
  });

  it('has a gap only before its first part', () => {
    const phrases = new SpokenPieces({
      language: 'en',
      tools: [],
      linesArePhrases: true,
      keepMarkup: false,
      habit: new ThinkingHabit(),
    });
    phrases.partsOf('One.');
    const [first, second] = phrases.partsOf(`Two ${'x'.repeat(400)}`);
    expect(first?.gap).not.toBe('');
    expect(second?.gap).toBe('');
  });

  it('says what was to be said where no word came of it', () => {
    const of = (text: string) => {
      const pieces = answerOf(new ThinkingHabit());
      pieces.push(text, 0, 0);
      pieces.end();
      return pieces.wordless;
    };
    expect(of('👋')).toBe('👋');
    expect(of('Hi 👋')).toBeNull();
    expect(of('')).toBeNull();
    const ours = answerOf(new ThinkingHabit());
    ours.push('One moment. ', 0, null);
    ours.push('👋', 1, 0);
    ours.end();
    expect(ours.wordless).toBe('👋');
  });

  it('takes back what turned out to be thinking, and says so once', () => {
    const pieces = answerOf(new ThinkingHabit());
    pieces.push('They want it. ', 0, 0);
    expect(pieces.takeBack()).toBe(false);
    pieces.push('</think>Yes. ', 0, 0);
    expect([pieces.takeBack(), pieces.takeBack()]).toEqual([true, false]);
  });

  it('waits for the rest of a word, of a mark, and of what may be thinking', () => {
    const pieces = answerOf(new ThinkingHabit());
    expect([pieces.pending, pieces.holds, pieces.endsSentence]).toEqual([false, false, false]);
    pieces.push('One mom', 0, 0);
    expect(pieces.pending).toBe(true);
    expect(pieces.flush().map(({ text }) => text)).toEqual(['One mom']);
    expect(pieces.pending).toBe(false);
    pieces.push('<thi', 0, 0);
    expect(pieces.pending).toBe(true);
    pieces.flush();
    pieces.push('All is well.', 0, 0);
    expect(pieces.endsSentence).toBe(true);

    const habit = new ThinkingHabit();
    habit.seen();
    const held = answerOf(habit);
    held.push('Hm', 0, 0);
    expect([held.holds, held.pending]).toEqual([true, false]);
    expect(held.release().map(({ text }) => text)).toEqual([]);
    expect([held.holds, held.pending]).toEqual([false, true]);
  });

  it('tells once what was left out of it', () => {
    const pieces = answerOf(new ThinkingHabit());
    pieces.push('<think>Hm.</think>Yes. ', 0, 0);
    pieces.end();
    expect(pieces.takeNotices().map(({ kind }) => kind)).toEqual(['thinking']);
    expect(pieces.takeNotices()).toEqual([]);
  });

  it('has a sentence of ours cut off from what comes behind it', () => {
    const pieces = answerOf(new ThinkingHabit());
    expect(pieces.push('One moment.', 0, null).map(({ text }) => text)).toEqual(['One moment.']);
  });
});

describe('a text for the voice', () => {
  it.each([
    ['Hi', true],
    ['One. Two', true],
    [`${'<b>'.repeat(200)}Hi`, true],
    ['', false],
    ['👋', false],
    ['<think>Hm.</think>', false],
    ['<tool_call>{"name":"lookup"}</tool_call>', false],
  ])('%j says something: %s', (text, says) => {
    expect(saysSomething(text, { tools: ['lookup'], keepMarkup: false })).toBe(says);
  });
});
