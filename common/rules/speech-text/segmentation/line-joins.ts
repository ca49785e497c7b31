/** What to insert between two lines: nothing, a blank, or a line break. */
export type Gap = '' | ' ' | '\n';

/** A fence or a horizontal rule: a line of its own. */
const LONE_MARK = /^(?:`{3,}[\w-]*|~{3,}[\w-]*|-{3,}|_{3,})\s*$/;
const TABLE_ROW = /^\|.*\|\s*$/;
/** "## Hours", "- a bike", "* a bike", "> quoted". */
const HEADING = /^#{1,6} +\S/;
const ITEM = /^(?:[-*+•‣◦▪●○·>]|\d{1,2}[.)]) +\S/;
const NUMBERED = /^(?<number>\d{1,2})[.)] +\S/;
/** After these words, a star or a pound sign is a key rather than the mark of a list or title. */
const BEFORE_KEY =
  /(?:^|[\s"'“(])(?:press|hit|dial|push|tap|key|type|enter|the|or|and|then|with|by|drücken|taste|wählen|oder|und|marque|pulse|tecla|o|y|tapez|appuyez|touche|ou|et|tecle|digite|pressione|e)$/i;
/** How much of a line's end is kept for the decision. */
const KEPT = 80;

/**
 * Decides what to insert between lines that were sent without blanks. A line of several words is a
 * phrase: its last word does not continue in the next line, and if it begins with a list, title or
 * table mark, it must start a line. A model's tokens bring their own blanks, and so does a stream
 * in which any line began or ended with one.
 */
export class LineJoins {
  #last = '';
  #lastWasPhrase = false;
  /** The kind of the last line, if it was more than plain words. */
  #block: 'heading' | 'item' | 'row' | 'mark' | null = null;
  /** The current item's number in a numbered list. */
  #number = 0;
  #bringsBlanks = false;
  /** Whether the last line is a one-word sentence. */
  #lastIsSentence = false;

  /** What to insert between the previous lines and this one; neither contains it. */
  gapBefore(text: string): Gap {
    if (text === '') return '';
    const isPhrase = /\S\s+\S/.test(text);
    const hasBlank = /^\s/.test(text) || /\s$/.test(this.#last);
    if (this.#last !== '' && hasBlank) this.#bringsBlanks = true;
    const isApart = this.#last === '' || /\n\s*$/.test(this.#last) || /^\s*\n/.test(text);
    const gap = isApart ? '' : this.#gap(text);
    this.#remember(text, isPhrase, gap);
    return gap;
  }

  /** Whether the next line may continue the last word of this one. */
  get mayGlue(): boolean {
    if (/\s$/.test(this.#last) || this.#lastIsSentence) return false;
    return !this.#lastWasPhrase || this.#bringsBlanks;
  }

  #gap(text: string): Gap {
    const before = this.#last;
    if (this.#beginsLine(text)) return '\n';
    if (/^\s/.test(text) || /\s$/.test(before)) return '';
    const isPhrase = /\S\s+\S/.test(text);
    if (isNewSentence(before, text) || isSignBehindWord(before, text)) return ' ';
    const areTokens = (!isPhrase && !this.#lastWasPhrase) || this.#bringsBlanks;
    return areTokens || isTorn(before, text) ? '' : ' ';
  }

  #beginsLine(text: string): boolean {
    if (/^\s/.test(text)) return false;
    if (this.#block === 'mark' || LONE_MARK.test(text)) return !this.#bringsBlanks;
    if (this.#block === 'row' || TABLE_ROW.test(text)) return true;
    const before = this.#last.trimEnd();
    const isPhrase = /\S\s+\S/.test(text);
    const endsClause = /[:.!?…;)"'”’*]$/.test(before);
    const number = Number(NUMBERED.exec(text)?.groups?.number ?? 0);
    if (number > 0) return number === 1 ? endsClause : number === this.#number + 1;
    if (HEADING.test(text) || ITEM.test(text)) {
      if (BEFORE_KEY.test(before) || /^[-+>] ?\d/.test(text)) return false;
      return !this.#bringsBlanks || endsClause || this.#block !== null;
    }
    if (!isPhrase || this.#bringsBlanks) return false;
    return this.#block === 'heading' || (this.#block === 'item' && /^[^\p{L}]*\p{Lu}/u.test(text));
  }

  #remember(text: string, isPhrase: boolean, gap: Gap): void {
    const isFirst = this.#last === '' || gap === '\n' || this.#last.endsWith('\n');
    this.#lastIsSentence = /(?:^|[.!?…:\n]["'”’)]*)$/.test(this.#last) && isOneWord(text);
    this.#last = (this.#last + gap + text).slice(-KEPT);
    this.#lastWasPhrase = isPhrase;
    if (!isFirst) return;
    const number = NUMBERED.exec(text)?.groups?.number;
    if (number !== undefined) this.#number = Number(number);
    this.#block = blockOf(text);
  }
}

/** "Sure.": at the beginning of an answer, a line like this is not the first half of "Node.js". */
function isOneWord(text: string): boolean {
  return /^["'“¿¡]?\p{Lu}[\p{L}'’-]*\.$/u.test(text);
}

function blockOf(text: string): 'heading' | 'item' | 'row' | 'mark' | null {
  if (text.trimEnd().includes('\n')) return null;
  if (LONE_MARK.test(text)) return 'mark';
  if (TABLE_ROW.test(text)) return 'row';
  if (HEADING.test(text)) return 'heading';
  return ITEM.test(text) ? 'item' : null;
}

/** "Yes." and "Sure!" end a sentence; "acme." before "com" and "3." before "30" do not. */
function isNewSentence(before: string, after: string): boolean {
  if (/^[¿¡]/.test(after)) return /[^\s¿¡("'“«]$/.test(before);
  return /[\p{Ll}\p{Lu})"”][.!?…]$/u.test(before) && /^\p{Lu}\p{Ll}/u.test(after)
    ? !/[@/]\S*$|\w\.\w+\.$/.test(before) || !/\.$/.test(before)
    : false;
}

/** "press" and "#1", "costs" and "$45". */
function isSignBehindWord(before: string, after: string): boolean {
  return /\p{L}{2}$/u.test(before) && /^[#$€£+*]\d/.test(after);
}

/** Whether the two belong to one token that was torn apart. */
function isTorn(before: string, after: string): boolean {
  // Punctuation that closes or continues what came before.
  if (/^(?:[,;:.!?…%)\]}’”»。，、！？]|['"](?:[\s.,;:!?)]|$))/u.test(after)) return true;
  if (/^['’](?:s|t|re|ll|ve|d|m)\b/i.test(after)) return true;
  // "(", "$", "@" and the like belong to what follows them.
  if (/[([{¿¡«“‘„@#$€£¥/\\_]$/.test(before) || /(?:^|\s)["']$/.test(before)) return true;
  // "3." and "30", "10:" and "30", "555-" and "0123".
  if (/\d[.,:/–-]?$/.test(before) && /^[.,:/–-]?\d/.test(after)) {
    return !/^\d{1,2}[.)] /.test(after);
  }
  // "ada@acme." and "io", "https://acme." and "io", "example." and "com".
  if (/(?:@\S*|\/\/\S*|www\.\S*|\w\.\w+)[./@_-]$/i.test(before)) return /^[\p{Ll}\d]/u.test(after);
  if (/\p{L}\.$/u.test(before)) return /^(?:com|org|net|io|de|co\.uk|fr|es|pt)\b/.test(after);
  if (/[\p{L}\d]$/u.test(before)) {
    // "ada" and "@acme.io", "well" and "-known".
    return /^(?:@[\w-]+(?:\.[\w-]+)+|[-_/]\p{L})/u.test(after);
  }
  return /\p{L}[-_/]$/u.test(before) && /^\p{Ll}/u.test(after);
}
