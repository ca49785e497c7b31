import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pauseAfterMs } from '../../../../common/rules/speech-text/segmentation/pauses.ts';
import {
  Segmenter,
  type TextPiece,
} from '../../../../common/rules/speech-text/segmentation/segmenter.ts';
import { isSpeakable } from '../../../../common/rules/speech-text/speakable.ts';

/** Feeds the parts, then the end; with `flushAfter`, flushes after that part. */
function piecesOf(
  parts: readonly string[],
  language = 'en',
  flushAfter: ReadonlySet<number> = new Set(),
): TextPiece[] {
  const segmenter = new Segmenter(language);
  const pieces = parts.flatMap((text, line) => [
    ...segmenter.push(text, line),
    ...(flushAfter.has(line) ? segmenter.flush() : []),
  ]);
  return [...pieces, ...segmenter.flush()];
}

const texts = (parts: readonly string[], language = 'en') =>
  piecesOf(parts, language).map((piece) => piece.text);
const words = (text: string) => text.split(/\s+/).filter(isSpeakable);
/** Split like a model's tokens: a word with the space before it, a mark by itself. */
const tokens = (text: string) => text.match(/\s?[\p{L}\p{N}'’]+|\s?[^\p{L}\p{N}'’]/gu) ?? [];

/** Sentences as one text, preceded by a short one so that none is cut at a clause. */
function sentencesOf(file: string): readonly (readonly [language: string, sentences: string[]])[] {
  const lines = readFileSync(new URL(`cases/${file}`, import.meta.url), 'utf8').split('\n');
  return lines
    .filter((line) => line !== '' && !line.startsWith('# '))
    .map((line) => {
      const own = /^([a-z]{2}): /.exec(line);
      const language = own?.[1] ?? file.split('.')[1] ?? '';
      const text = own ? line.slice(own[0].length) : line;
      return [language, text.split('|').map((sentence) => sentence.trim())];
    });
}

const table = ['en', 'de', 'es', 'fr', 'pt', 'other'].flatMap((language) =>
  sentencesOf(`sentences.${language}.txt`),
);

// biome-ignore format: a table is read in rows
describe('the ends of sentences', () => {
  it('are known of at least 150 texts', () => expect(table.length).toBeGreaterThan(200));

  it.each(table)('in %s: %j', (language, sentences) => {
    const glue = /^(?:zh|ja)$/.test(language) ? '' : ' ';
    const text = sentences.join(glue);
    expect(texts([text], language)).toEqual(sentences);
    // Word by word, as some handlers stream; a quotation that may end the sentence does not wait.
    if (/[.!?] ?["'”“»)] \p{Ll}|\d \p{L}{2,3}\. \p{Ll}/u.test(text)) return;
    expect(texts(text.match(/\s*\S+(?: »)?/g) ?? [], language)).toEqual(sentences);
    // Token by token, unless a token continues an address or a mark.
    if (!/\w\.\w\w|[.!?。] ?["'”“»」)]|\.\.\.|[?!]{2}/.test(text)) {
      expect(texts(tokens(text), language)).toEqual(sentences);
    }
  });

  it('keep an address whole whose tokens are torn', () => {
    const given = [' jane', '.doe', '@', 'example', '.', 'com', ' please', '.'];
    expect(texts(given)).toEqual(['jane.doe@example.com please.']);
    expect(texts(['Visit', ' acme', '.', 'io', ' now', '.'])).toEqual(['Visit acme.io now.']);
    expect(texts(['Write', ' to', ' ada', '.', 'l', '@', 'acme', '.', 'io', '.'])).toEqual([
      'Write to ada.l@acme.io.',
    ]);
    expect(texts(['Go to https://acme', '.io/', 'a', '.html', ' first.'])).toEqual([
      'Go to https://acme.io/a.html first.',
    ]);
  });

  it('wait for what follows a dot that may end no sentence', () => {
    expect(texts(['Ask Dr', '.', ' Who about the', ' 3', '.', '50 dollars', '.'])).toEqual([
      'Ask Dr. Who about the 3.50 dollars.',
    ]);
    const segmenter = new Segmenter('en');
    for (const start of [
      'It costs 3.',
      'Ask Dr.',
      'In the U.S.',
      'To jane@example.',
      'On acme.io.',
    ]) {
      expect(segmenter.push(start, 0), start).toEqual([]);
      expect(segmenter.pending).toBe(true);
      expect(segmenter.flush()).toMatchObject([{ text: start }]);
    }
  });

  it('do not wait where an ordinary word ends the sentence', () => {
    const ordinary = [
      'Let me check.', 'One moment.', 'Fine!', 'Really?', 'I love art.', 'Give me a sec.',
      'By five pm.', 'Enjoy the sun.', 'Here I am.', 'Hmm.', 'On TV.', 'You may.', 'Why?',
    ];
    for (const text of ordinary) {
      expect(new Segmenter('en').push(text, 0, false)).toMatchObject([{ text }]);
      // In a token stream, the dot may belong to an address until a blank follows.
      const segmenter = new Segmenter('en');
      const pieces = tokens(text).flatMap((part) => segmenter.push(part, 0));
      expect(segmenter.endsSentence).toBe(text.endsWith('.'));
      pieces.push(...segmenter.push(' ', 0));
      expect(pieces).toMatchObject([{ text }]);
    }
    expect(new Segmenter('de').push('Um neun Uhr.', 0)).toHaveLength(1);
    expect(new Segmenter('it').push('Un momento.', 0)).toHaveLength(1);
  });

  it.each([
    [['Go', ' to', ' acme', '.', 'com', ' now', '.'], 'Go to acme.com now.'],
    [['Open', ' report', '.', 'pdf'], 'Open report.pdf'],
    [['We', ' use', ' Node', '.', 'js', ' here', '.'], 'We use Node.js here.'],
    [['It', ' is', ' example', '.', 'co', '.', 'uk', '.'], 'It is example.co.uk.'],
    [["It's example", '.', 'com'], "It's example.com"],
    [['Go to', ' example.', 'com'], 'Go to example.com'],
    [['Write', ' first.', 'last@acme.', 'io'], 'Write first.last@acme.io'],
  ])('wait for what may go on behind a dot: %j', (parts, wanted) => {
    expect(texts(parts)).toEqual([wanted]);
  });
});

// biome-ignore format: a table is read in rows
const word = fc.constantFrom(
  'Hello', 'the', 'Dr.', 'e.g.', '3.50', '12.', 'a.m.', 'wait…', 'no!', 'ja?', 'um,', 'so;',
  '"quoted."', '(aside)', 'café', '–', '👋', 'x', 'supercalifragilistic', '...', '1.', 'end.',
  'z. B.', 'U.S.', 'jane@acme.io', 'St.', 'No.', '你好。', 'p. ex.', 'bldg.',
);
const gap = fc.constantFrom(' ', ' ', ' ', '  ', '\n', ' \n ', '\t');
const line = fc
  .array(fc.tuple(word, gap), { minLength: 0, maxLength: 40 })
  .map((parts) => parts.map(([text, space]) => text + space).join(''));
const answer = fc.array(line, { maxLength: 8 });
const language = fc.constantFrom('en', 'de', 'es', 'fr', 'pt', 'it', 'ja', 'nonsense-x');

describe('the segmenter', () => {
  it('loses no word and changes no order, wherever the stream is cut and flushed', () => {
    fc.assert(
      fc.property(answer, language, fc.array(fc.nat(8)), (lines, spoken, flushes) => {
        const pieces = piecesOf(lines, spoken, new Set(flushes));
        const bare = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '');
        expect(bare(pieces.map((piece) => piece.text).join(''))).toBe(bare(lines.join('')));
      }),
    );
  });

  it('tears no word apart when the stream comes in single characters', () => {
    const bare = (text: string) => words(text).map((each) => each.replace(/[^\p{L}\p{N}]/gu, ''));
    fc.assert(
      fc.property(line, (text) => {
        expect(
          texts([...text])
            .flatMap(bare)
            .join(' '),
        ).toEqual(bare(text).join(' '));
      }),
    );
  });

  it('attributes every word to the lines it came from', () => {
    // Each line contains only its own number.
    const lines = fc.array(
      fc.array(fc.constantFrom('.', '', ',', '?'), { minLength: 1, maxLength: 30 }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(lines, fc.array(fc.nat(12)), (given, flushes) => {
        const spoken = given.map((ends, n) => ends.map((end) => `line${n}${end} `).join(''));
        for (const piece of piecesOf(spoken, 'en', new Set(flushes))) {
          const sources = new Set([...piece.text.matchAll(/line(\d+)/g)].map((m) => Number(m[1])));
          expect(new Set(piece.lines)).toEqual(sources);
        }
      }),
    );
  });

  it('makes no piece that is too long, empty or only punctuation', () => {
    const long = fc.string({ unit: 'grapheme', maxLength: 2_000 });
    fc.assert(
      fc.property(fc.oneof(long, line), (text) => {
        for (const piece of piecesOf([text])) {
          expect(piece.text.length).toBeLessThanOrEqual(300);
          expect(isSpeakable(piece.text)).toBe(true);
          expect(piece.text.isWellFormed()).toBe(true);
        }
      }),
    );
  });

  it('gives a sentence as soon as it is complete', () => {
    const segmenter = new Segmenter('en');
    expect(segmenter.push('Let me check.', 0)).toMatchObject([
      { text: 'Let me check.', lines: [0] },
    ]);
    expect(segmenter.pending).toBe(false);
    expect(segmenter.push('One mo', 1)).toEqual([]);
    expect(segmenter.pending).toBe(true);
    expect(segmenter.push('ment. ', 2)).toMatchObject([{ text: 'One moment.', lines: [1, 2] }]);
  });

  it('starts a long first piece at a clause, without waiting for its sentence to end', () => {
    const text =
      'Thank you for calling today, we are looking into everything that you asked us for.';
    expect(texts([text])[0]).toBe('Thank you for calling today,');
    expect(texts([`Good morning to you. ${text}`])[1]).toBe(text);
    const segmenter = new Segmenter('en');
    const soon = text.slice(0, 62).match(/ ?\S+/g) ?? [];
    expect(soon.flatMap((token) => segmenter.push(token, 0))).toMatchObject([
      { text: 'Thank you for calling today,' },
    ]);
    expect(texts(['你好，今天我们很高兴能够为您服务，请问有什么可以帮助您的吗？'])[0]).toBe(
      '你好，今天我们很高兴能够为您服务，',
    );
  });

  it('forgets what was not handed out when it is taken back', () => {
    const segmenter = new Segmenter('en');
    segmenter.push('They want the hours', 0);
    segmenter.takeBack();
    expect(segmenter.pending).toBe(false);
    expect(segmenter.push('We open at nine.', 1)).toMatchObject([
      { text: 'We open at nine.', lines: [1] },
    ]);
  });

  it('drops marks that belong to a sentence already handed out', () => {
    expect(texts(['Say "Yes.', '"', ' Then wait.'])).toEqual(['Say "Yes.', 'Then wait.']);
    expect(texts(['Wait', '.', '..', ' What?'])).toEqual(['Wait...', 'What?']);
    expect(texts(['Wait!', '...', ' What?'])).toEqual(['Wait!', 'What?']);
  });

  it('does not wait for the end of a sentence that is longer than a piece may be', () => {
    expect(new Segmenter('en').push('word '.repeat(200), 0).length).toBeGreaterThan(2);
  });

  it('copes with megabytes without a sentence end', () => {
    const segmenter = new Segmenter('en');
    let pieces = 0;
    for (let n = 0; n < 20_000; n += 1)
      pieces += segmenter.push('a word or two with no end ', n).length;
    pieces += segmenter.flush().length;
    expect(pieces).toBeGreaterThan(1_000);
    expect(piecesOf(['b '.repeat(500_000)]).length).toBeGreaterThan(3_000);
  });
});

describe('the pause behind a piece', () => {
  it.each([
    ['One moment.', 380],
    ['Really?', 450],
    ['Fine!', 380],
    ['Well…', 500],
    ['Well...', 500],
    ['First this;', 260],
    ['Like so:', 260],
    ['Thank you,', 160],
    ['And then –', 220],
    ['She said "Yes."', 380],
    ['（好。）', 380],
    ['你好，', 160],
    ['Milk\n', 450],
    ['Done.\n', 450],
    ['Done.\n\n', 600],
    ['cut in the middle of', 0],
  ])('%j is %d ms', (text, pauseMs) => expect(pauseAfterMs(text)).toBe(pauseMs));

  it('comes with each piece', () => {
    expect(piecesOf(['One. Two?\n\nThree\n- four'])).toMatchObject([
      { text: 'One.', pauseAfterMs: 380 },
      { text: 'Two?', pauseAfterMs: 600 },
      { text: 'Three', pauseAfterMs: 450 },
      { text: '- four', pauseAfterMs: 0 },
    ]);
  });
});
