import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSpeakable, type Piece, Segmenter } from '../../../common/rules/segmentation.ts';

/** Feeds lines and ends; with `flushAfter`, what is held back is let go after that line. */
function piecesOf(lines: readonly string[], flushAfter: ReadonlySet<number> = new Set()): Piece[] {
  const segmenter = new Segmenter();
  const pieces = lines.flatMap((text, line) => [
    ...segmenter.push(text, line),
    ...(flushAfter.has(line) ? segmenter.flush() : []),
  ]);
  return [...pieces, ...segmenter.flush()];
}

const texts = (lines: readonly string[]) => piecesOf(lines).map((piece) => piece.text);
const words = (text: string) => text.split(/\s+/).filter(isSpeakable);

const word = fc.constantFrom(
  ...['Hello', 'the', 'Dr.', 'e.g.', '3.50', '12.', 'a.m.', 'wait…', 'no!', 'ja?', 'um,', 'so;'],
  ...['"quoted."', '(aside)', 'café', '–', '👋', 'x', 'supercalifragilistic', '...', '1.', 'end.'],
);
const gap = fc.constantFrom(' ', ' ', ' ', '  ', '\n', ' \n ', '\t');
const line = fc
  .array(fc.tuple(word, gap), { minLength: 0, maxLength: 40 })
  .map((parts) => parts.map(([text, space]) => text + space).join(''));
const answer = fc.array(line, { maxLength: 8 });

describe('the segmenter', () => {
  it('loses no word and changes no order, wherever the stream is cut and flushed', () => {
    fc.assert(
      fc.property(answer, fc.array(fc.nat(8)), (lines, flushes) => {
        const pieces = piecesOf(lines, new Set(flushes));
        expect(pieces.flatMap((piece) => words(piece.text))).toEqual(words(lines.join('')));
      }),
    );
  });

  it('tears no word apart when the stream comes in single characters', () => {
    const bare = (text: string) => words(text).map((each) => each.replace(/[^\p{L}\p{N}]/gu, ''));
    fc.assert(
      fc.property(line, (text) => {
        expect(texts([...text]).flatMap(bare)).toEqual(bare(text));
      }),
    );
  });

  it('attributes every word to the lines it came from', () => {
    // Each line says its own number only.
    const lines = fc.array(
      fc.array(fc.constantFrom('.', '', ',', '?'), { minLength: 1, maxLength: 30 }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(lines, fc.array(fc.nat(12)), (given, flushes) => {
        const spoken = given.map((ends, n) => ends.map((end) => `line${n}${end} `).join(''));
        for (const piece of piecesOf(spoken, new Set(flushes))) {
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

  it('cuts at the ends of sentences', () => {
    expect(texts(['Hello there. How are you? Fine! '])).toEqual([
      'Hello there.',
      'How are you?',
      'Fine!',
    ]);
    expect(texts(['「はい。」そうです。', 'Sie sagte: "Gut." Er ging.'])).toEqual([
      '「はい。」',
      'そうです。',
      'Sie sagte: "Gut."',
      'Er ging.',
    ]);
  });

  it('does not cut after abbreviations, initials, list numbers and decimals', () => {
    expect(texts(['Dr. Who and J. R. paid 3.50 at 9 a.m. today. Next.'])).toEqual([
      'Dr. Who and J. R. paid 3.50 at 9 a.m. today.',
      'Next.',
    ]);
    expect(texts(['1. Open the lid.\n2. Close it.'])).toEqual(['1. Open the lid.', '2. Close it.']);
  });

  it('waits for what follows a dot that may end no sentence, as token streams send it', () => {
    expect(texts(['Ask Dr', '.', ' Who about the', ' 3', '.', '50 dollars', '.'])).toEqual([
      'Ask Dr. Who about the 3.50 dollars.',
    ]);
    const segmenter = new Segmenter();
    expect(segmenter.push('It costs 3.', 0)).toEqual([]);
    expect(segmenter.pending).toBe(true);
    expect(segmenter.flush()).toEqual([{ text: 'It costs 3.', lines: [0] }]);
  });

  it('keeps the words of phrases apart that were sent without spaces between them', () => {
    const segmenter = new Segmenter();
    segmenter.push('Sure, I can', 0);
    expect(segmenter.push('look that up.', 1)).toEqual([
      { text: 'Sure, I can look that up.', lines: [0, 1] },
    ]);
  });

  it('leaves the tokens of a model as they are', () => {
    const segmenter = new Segmenter();
    for (const [line, token] of ['The', ' work', 'shop', ' is'].entries())
      segmenter.push(token, line);
    expect(segmenter.push(' open.', 4)[0]?.text).toBe('The workshop is open.');
  });

  it('gives a sentence as soon as it is complete', () => {
    const segmenter = new Segmenter();
    expect(segmenter.push('Let me check.', 0)).toEqual([{ text: 'Let me check.', lines: [0] }]);
    expect(segmenter.pending).toBe(false);
    expect(segmenter.push('One mo', 1)).toEqual([]);
    expect(segmenter.pending).toBe(true);
    expect(segmenter.push('ment. ', 2)).toEqual([{ text: 'One moment.', lines: [1, 2] }]);
  });

  it('starts a long first piece at a clause, so that speech begins early', () => {
    const text =
      'Thank you for calling today, we are looking into everything that you asked us for.';
    expect(texts([text])[0]).toBe('Thank you for calling today,');
    const later = piecesOf([`Good morning to you. ${text}`]);
    expect(later[1]?.text).toBe(text);
  });

  it('does not wait for the end of a sentence that is longer than a piece may be', () => {
    const segmenter = new Segmenter();
    const pieces = segmenter.push('word '.repeat(200), 0);
    expect(pieces.length).toBeGreaterThan(2);
  });

  it('copes with megabytes without a sentence end', () => {
    const segmenter = new Segmenter();
    let pieces = 0;
    for (let n = 0; n < 20_000; n += 1)
      pieces += segmenter.push('a word or two with no end ', n).length;
    pieces += segmenter.flush().length;
    expect(pieces).toBeGreaterThan(1_000);
    expect(piecesOf(['b '.repeat(500_000)]).length).toBeGreaterThan(3_000);
  });
});
