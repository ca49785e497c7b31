/**
 * Cuts streamed text into pieces that can be spoken: sentences, and for the very first piece of a
 * turn a clause, so that speech starts early. Pure; the caller decides when to flush the rest.
 */

/** A speakable piece and the stream lines its words came from. */
export interface Piece {
  readonly text: string;
  readonly lines: readonly number[];
}

/** A first piece longer than this is cut at a clause, if there is one. */
const LONG_FIRST_PIECE = 60;
/** No piece is longer: some engines are slow on long text. */
const LONGEST_PIECE = 300;

const ABBREVIATIONS = new Set(
  'mr mrs ms dr prof st sr jr vs etc e.g i.e a.m p.m no vol fig approx dept est inc ltd co corp ave blvd rd jan feb mar apr jun jul aug sep sept oct nov dec'.split(
    ' ',
  ),
);

export class Segmenter {
  #text = '';
  /** Where in `#text` each line begins. */
  #marks: { line: number; from: number }[] = [];
  #first = true;
  #lastWasPhrase = false;

  /** Adds a line's text and returns the pieces that are now complete. */
  push(text: string, line: number): Piece[] {
    const isPhrase = isSeveralWords(text);
    if (isPhrase && this.#lastWasPhrase && touch(this.#text, text)) this.#text += ' ';
    this.#lastWasPhrase = isPhrase;
    // The words of a model come in many parts of one line.
    if (this.#marks.at(-1)?.line !== line) this.#marks.push({ line, from: this.#text.length });
    this.#text += text;
    return this.#takeWhile(pieceEnd);
  }

  /** The rest, complete or not. */
  flush(): Piece[] {
    return this.#takeWhile((rest) => pieceEnd(rest) ?? (rest === '' ? null : rest.length));
  }

  /** Whether words wait for their sentence to end. */
  get pending(): boolean {
    return isSpeakable(this.#text);
  }

  #takeWhile(end: (rest: string) => number | null): Piece[] {
    const pieces: Piece[] = [];
    for (let at = end(this.#text); at !== null; at = end(this.#text)) {
      const cut = this.#shorten(at);
      const lines = this.#linesUpTo(cut);
      const text = this.#text.slice(0, cut).replace(/\s+/g, ' ').trim();
      this.#drop(cut);
      if (!isSpeakable(text)) continue;
      pieces.push({ text, lines });
      this.#first = false;
    }
    return pieces;
  }

  /** A piece that is too long is cut at a clause, else at a space. */
  #shorten(end: number): number {
    const piece = this.#text.slice(0, end);
    if (this.#first && end > LONG_FIRST_PIECE) {
      const clause = /^.{12,}?[,;:—–](?=\s)/s.exec(piece);
      if (clause && clause[0].length < end) return clause[0].length;
    }
    if (end <= LONGEST_PIECE) return end;
    const clauses = piece.slice(0, LONGEST_PIECE);
    const at = Math.max(clauses.lastIndexOf(', '), clauses.lastIndexOf('; '));
    if (at > LONGEST_PIECE / 3) return at + 1;
    const space = clauses.lastIndexOf(' ');
    return space > 0 ? space : safeCut(piece, LONGEST_PIECE);
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

/** A line of several words is a phrase of its own; tokens of a model bring their own spaces. */
function isSeveralWords(text: string): boolean {
  return /\S\s+\S/.test(text);
}

/** Whether the last word of one and the first word of the other would run together. */
function touch(before: string, after: string): boolean {
  return /[\p{L}\p{N},;:]$/u.test(before) && /^[\p{L}\p{N}]/u.test(after);
}

/** Whether there is anything in it that a voice can say. */
export function isSpeakable(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

/** Where the first piece ends: at its sentence's end, or where it may be no longer. */
function pieceEnd(text: string): number | null {
  // No more than a piece is looked at, so that endless text without an end costs linear time.
  const end = sentenceEnd(text.slice(0, LONGEST_PIECE + 1));
  return end ?? (text.length > LONGEST_PIECE ? LONGEST_PIECE + 1 : null);
}

/** The index after the first sentence end, or null while there is none. */
function sentenceEnd(text: string): number | null {
  const ends = /(?:[.!?…]+["'”’)\]]*(?=\s|$))|(?:[。！？।؟۔]+["”’」』）]*)|\n+/gu;
  for (let match = ends.exec(text); match; match = ends.exec(text)) {
    const end = match.index + match[0].length;
    if (match[0].startsWith('.') && !match[0].startsWith('..') && isInnerDot(text, match.index)) {
      continue;
    }
    if (isSpeakable(text.slice(0, end))) return end;
  }
  return null;
}

/**
 * A dot after an abbreviation, an initial or a list number ends no sentence. Nor does one after a
 * digit as long as nothing follows: streams tear "3.50" apart.
 */
function isInnerDot(text: string, dot: number): boolean {
  const before = /\S+$/.exec(text.slice(0, dot))?.[0] ?? '';
  const word = before.replace(/^["'“‘([]+/, '').toLowerCase();
  if (ABBREVIATIONS.has(word) || /^[a-z]$/.test(word)) return true;
  if (dot === text.length - 1) return /\d$/.test(word);
  if (!/^\d{1,2}$/.test(word)) return false;
  return text.slice(0, dot).trim() === word || text[dot - word.length - 1] === '\n';
}

/** Never cuts a surrogate pair. */
function safeCut(text: string, at: number): number {
  const code = text.charCodeAt(at - 1);
  return code >= 0xd800 && code <= 0xdbff ? at - 1 : at;
}
