import { isSpeakable } from '../speakable.ts';
import { tagEnd } from './kept-markup.ts';
import { pauseAfterMs } from './pauses.ts';
import { SentenceEnds } from './sentence-end.ts';

/** A piece of text that is spoken in one go, and the lines of the answer its words came from. */
export interface TextPiece {
  readonly text: string;
  readonly lines: readonly number[];
  /** The pause that belongs behind it, before the next piece. */
  readonly pauseAfterMs: number;
}

/** A first piece that takes longer to say than this is cut at a clause, if there is one. */
const LONG_FIRST_PIECE = 60;
/** A clause that is shorter is not a piece of its own. */
const SHORTEST_CLAUSE = 12;
/** No piece is longer: some engines are slow on long text. */
const LONGEST_PIECE = 300;
const CLAUSE_END = /[,;:—–](?=\s)|[，、；：،]/g;
/** A character of these takes as long to say as about three letters. */
const SYLLABLES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

/**
 * Cuts a turn's text into pieces that can be spoken: sentences by the agent's language, and for the
 * very first piece a clause, so that speech starts early. Words that came and end no sentence wait;
 * the caller decides how long.
 */
export class Segmenter {
  readonly #ends: SentenceEnds;
  readonly #keepsMarkup: boolean;
  #text = '';
  /** Where in `#text` each line begins. */
  #marks: { line: number; from: number }[] = [];
  #first = true;
  #unsaid = '';

  /**
   * @param language BCP 47, of the agent
   * @param keepsMarkup the text holds markup for the voice, in which nothing is cut
   */
  constructor(language: string, keepsMarkup = false) {
    this.#ends = new SentenceEnds(language, keepsMarkup);
    this.#keepsMarkup = keepsMarkup;
  }

  /**
   * Adds text of a line and returns the pieces that are now complete.
   *
   * @param mayGlue what comes next may go on where this ends, without a blank, so that a dot at its
   * end may be one of an address
   */
  push(text: string, line: number, mayGlue = isToken(text)): TextPiece[] {
    // A blank behind words that went out belongs to nothing.
    const added = this.#text === '' ? text.trimStart() : text;
    if (added === '') return [];
    // The words of a model come in many parts of one line.
    if (this.#marks.at(-1)?.line !== line) this.#marks.push({ line, from: this.#text.length });
    this.#text += added;
    return this.#takeWhile((rest) => this.#pieceEnd(rest, mayGlue));
  }

  /** The rest, complete or not. */
  flush(): TextPiece[] {
    return this.#takeWhile(
      (rest) => this.#pieceEnd(rest, false) ?? (rest === '' ? null : rest.length),
    );
  }

  /** Forgets the words that were not handed out. */
  takeBack(): void {
    this.#text = '';
    this.#marks = [];
  }

  /** Whether words wait for their sentence to end. */
  get pending(): boolean {
    return isSpeakable(this.#text);
  }

  /** Whether what waits is a whole sentence, unless what comes next is glued to it. */
  get endsSentence(): boolean {
    const text = this.#text.trimEnd();
    return text !== '' && this.#ends.first(text, false) === text.length;
  }

  /** The first text that was dropped, as no voice can say anything of it; empty where none was. */
  get unsaid(): string {
    return this.#unsaid;
  }

  #takeWhile(end: (rest: string) => number | null): TextPiece[] {
    const pieces: TextPiece[] = [];
    for (let at = end(this.#text); at !== null; at = end(this.#text)) {
      const lines = this.#linesUpTo(at);
      const written = this.#text.slice(0, at + blanksAt(this.#text, at));
      this.#drop(at);
      const text = written.replace(/\s+/g, ' ').trim().replace(STRAY, '');
      if (CLOSING_TAGS.test(text)) continue;
      if (!isSpeakable(text)) {
        this.#unsaid ||= text;
        continue;
      }
      pieces.push({ text, lines, pauseAfterMs: pauseAfterMs(written) });
      this.#first = false;
    }
    return pieces;
  }

  /** Where the first piece ends; null while it may go on. */
  #pieceEnd(text: string, mayGlue: boolean): number | null {
    // No more than a piece is looked at, so that endless text without an end costs linear time.
    const start = text.slice(0, LONGEST_PIECE + 1);
    const end = this.#ends.first(start, mayGlue && start.length === text.length);
    const clause = this.#first
      ? firstClause(start.slice(0, end ?? undefined), this.#keepsMarkup)
      : null;
    if (clause !== null) return clause;
    if (end !== null && end <= LONGEST_PIECE) return end;
    return text.length > LONGEST_PIECE ? cutLong(start, this.#keepsMarkup) : null;
  }

  #linesUpTo(end: number): number[] {
    return this.#marks.filter((mark) => mark.from < end).map((mark) => mark.line);
  }

  /** Forgets what was cut off, with the white space behind it and the lines that have no more. */
  #drop(count: number): void {
    const rest = this.#text.slice(count);
    this.#text = rest.trimStart();
    const dropped = count + rest.length - this.#text.length;
    const ends = this.#marks.map((_, n) => this.#marks[n + 1]?.from ?? Number.POSITIVE_INFINITY);
    this.#marks =
      this.#text === ''
        ? []
        : this.#marks
            .filter((_, n) => (ends[n] ?? 0) > dropped)
            .map((mark) => ({ ...mark, from: Math.max(0, mark.from - dropped) }));
  }
}

/** Closing tags whose sentence has already gone out; a voice that gets them alone may read them aloud. */
const CLOSING_TAGS = /^(?:<\/[^<>]{1,80}>\s?)+$/;
/** What closed the piece before it, and came too late. */
const STRAY = /^(?:[.…"'”’»)\]]+\s+)+(?=\S)/;

/** A clause to begin with, once the piece is known to be long. */
function firstClause(text: string, keepsMarkup: boolean): number | null {
  if (weight(text) <= LONG_FIRST_PIECE) return null;
  for (const { index } of text.matchAll(CLAUSE_END)) {
    if (keepsMarkup && tagEnd(text, index) !== null) continue;
    if (weight(text.slice(0, index)) >= SHORTEST_CLAUSE) {
      return index + 1 < text.length ? index + 1 : null;
    }
  }
  return null;
}

/** How long it takes to say, in letters of English. */
function weight(text: string): number {
  let sum = 0;
  for (const char of text) sum += SYLLABLES.test(char) ? 3 : 1;
  return sum;
}

/** A piece that is too long is cut at a clause, else at a space. */
function cutLong(text: string, keepsMarkup: boolean): number {
  const longest = text.slice(0, LONGEST_PIECE);
  const isInTag = keepsMarkup && tagEnd(longest, longest.length) !== null;
  // A tag that is as long as a piece is cut all the same.
  const start = isInTag ? longest.slice(0, longest.lastIndexOf('<')) || longest : longest;
  const clauses = [...start.matchAll(CLAUSE_END)].filter(
    ({ index }) => !keepsMarkup || tagEnd(start, index) === null,
  );
  const clause = clauses.at(-1)?.index ?? 0;
  if (clause > LONGEST_PIECE / 3) return clause + 1;
  const space = isInTag && start !== longest ? start.length : start.lastIndexOf(' ');
  return space > 0 ? space : safeCut(start);
}

/** Never cuts a surrogate pair. */
function safeCut(text: string): number {
  const code = text.charCodeAt(text.length - 1);
  return code >= 0xd800 && code <= 0xdbff ? text.length - 1 : text.length;
}

/** A single word or mark, as a model's tokens come. */
function isToken(text: string): boolean {
  return /^\s*\S+$/.test(text);
}

function blanksAt(text: string, at: number): number {
  return /^\s*/.exec(text.slice(at))?.[0].length ?? 0;
}
