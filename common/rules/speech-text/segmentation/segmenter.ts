import { isSpeakable } from '../speakable.ts';
import { tagEnd } from './kept-markup.ts';
import { pauseAfterMs } from './pauses.ts';
import { SentenceEnds } from './sentence-end.ts';

/** A piece of text to be spoken in one go, and the lines of the answer that its words came from. */
export interface TextPiece {
  readonly text: string;
  readonly lines: readonly number[];
  /** The pause between this piece and the next. */
  readonly pauseAfterMs: number;
}

/** A first piece longer than this is cut at a clause, if it has one. */
const LONG_FIRST_PIECE = 60;
/** A shorter clause does not become a piece of its own. */
const SHORTEST_CLAUSE = 12;
/** The maximum length of a piece, because some engines are slow on long text. */
const LONGEST_PIECE = 300;
const CLAUSE_END = /[,;:—–](?=\s)|[，、；：،]/g;
/** Scripts in which one character takes as long to say as about three letters. */
const SYLLABLES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

/**
 * Cuts a turn's text into speakable pieces: sentences in the agent's language, but for the very
 * first piece a clause, so that speech starts early. Words of an unfinished sentence wait; the
 * caller of this class decides how long.
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
   * @param keepsMarkup the text contains markup for the voice, which must not be cut
   */
  constructor(language: string, keepsMarkup = false) {
    this.#ends = new SentenceEnds(language, keepsMarkup);
    this.#keepsMarkup = keepsMarkup;
  }

  /**
   * Adds text from a line, and returns the pieces that are now complete.
   *
   * @param mayGlue the next text may continue this one without a blank, so a dot at the end may be
   * part of an address
   */
  push(text: string, line: number, mayGlue = isToken(text)): TextPiece[] {
    // A blank after a piece that was handed out belongs to nothing.
    const added = this.#text === '' ? text.trimStart() : text;
    if (added === '') return [];
    // A model's words arrive as many parts of one line.
    if (this.#marks.at(-1)?.line !== line) this.#marks.push({ line, from: this.#text.length });
    this.#text += added;
    return this.#takeWhile((rest) => this.#pieceEnd(rest, mayGlue));
  }

  /** Returns the rest, complete or not. */
  flush(): TextPiece[] {
    return this.#takeWhile(
      (rest) => this.#pieceEnd(rest, false) ?? (rest === '' ? null : rest.length),
    );
  }

  /** Drops the words that were not handed out. */
  takeBack(): void {
    this.#text = '';
    this.#marks = [];
  }

  /** Whether words are waiting for the end of their sentence. */
  get pending(): boolean {
    return isSpeakable(this.#text);
  }

  /**
   * Whether the waiting words are a whole sentence, unless the next text continues it without a
   * blank.
   */
  get endsSentence(): boolean {
    const text = this.#text.trimEnd();
    return text !== '' && this.#ends.first(text, false) === text.length;
  }

  /**
   * The first text that was dropped because no voice can say any of it; empty if there was none.
   */
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

  /** Where the first piece ends; null if it may continue. */
  #pieceEnd(text: string, mayGlue: boolean): number | null {
    // Examines no more than one piece, so that endless text costs linear time.
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

  /** Drops what was cut off, with the white space after it and the lines that are now empty. */
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

/**
 * Closing tags whose sentence was already handed out. A voice that gets them alone may read them
 * aloud.
 */
const CLOSING_TAGS = /^(?:<\/[^<>]{1,80}>\s?)+$/;
/** Closing marks of the previous piece that arrived too late. */
const STRAY = /^(?:[.…"'”’»)\]]+\s+)+(?=\S)/;

/** The end of the first clause, for a piece known to be long. */
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

/** The time it takes to say, measured in English letters. */
function weight(text: string): number {
  let sum = 0;
  for (const char of text) sum += SYLLABLES.test(char) ? 3 : 1;
  return sum;
}

/** Where to cut a piece that is too long: after a clause, else at a space. */
function cutLong(text: string, keepsMarkup: boolean): number {
  const longest = text.slice(0, LONGEST_PIECE);
  const isInTag = keepsMarkup && tagEnd(longest, longest.length) !== null;
  // A tag as long as a piece is cut nonetheless.
  const start = isInTag ? longest.slice(0, longest.lastIndexOf('<')) || longest : longest;
  const clauses = [...start.matchAll(CLAUSE_END)].filter(
    ({ index }) => !keepsMarkup || tagEnd(start, index) === null,
  );
  const clause = clauses.at(-1)?.index ?? 0;
  if (clause > LONGEST_PIECE / 3) return clause + 1;
  const space = isInTag && start !== longest ? start.length : start.lastIndexOf(' ');
  return space > 0 ? space : safeCut(start);
}

/** Moves the cut so that no surrogate pair is split. */
function safeCut(text: string): number {
  const code = text.charCodeAt(text.length - 1);
  return code >= 0xd800 && code <= 0xdbff ? text.length - 1 : text.length;
}

/** Whether it is a single word or mark, like the tokens of a model. */
function isToken(text: string): boolean {
  return /^\s*\S+$/.test(text);
}

function blanksAt(text: string, at: number): number {
  return /^\s*/.exec(text.slice(at))?.[0].length ?? 0;
}
