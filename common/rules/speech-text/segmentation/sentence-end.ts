import { isSpeakable } from '../speakable.ts';
import { CLOSING_MARKUP, tagEnd, withoutKeptMarkup } from './kept-markup.ts';
import { rulesOf } from './languages/by-code.ts';
import { isOne, type SentenceLanguage } from './sentence-language.ts';

/** Sentence ends in all scripts. A dot and similar marks end a sentence only before white space. */
const ENDS =
  /(?:[.!?…‽]+(?: \.)*["'”’“‘»›)\]]*(?:[ \u00a0\u202f]»)?(?=\s|$))|(?:[。！？｡．।॥؟۔։።፧។៕]+["”’」』）》]*)|\n+/gu;
/** In Greek, the semicolon is the question mark. */
const GREEK_ENDS = new RegExp(`${ENDS.source}|(?:[;\\u037e]["'”’»)]*(?=\\s|$))`, 'gu');
/** Follows a company name that ends in a mark: "Yahoo! Inc." */
const COMPANY = /^\s+(?:Inc|Ltd|LLC|Corp|Co|PLC|GmbH|AG|KG|S\.?A|S\.?L)\b/;
/** Companies whose names end in an exclamation mark. */
const EXCLAIMED = /\b(?:Yahoo|Yum|Jeopardy|Joomla)$/;
/** A number that an abbreviation can precede: "5", "#5", "XX". */
const NUMBER_AHEAD = /^(?:[\d#§]|[IVXLCDM]{2,}(?!\p{L})|[VX](?!\p{L}))/u;
/** Words and sounds without a vowel that are not abbreviations. */
const VOWELLESS = /^(?:h+m+|m+h*m*|p+s+s*t|s+h+|b+r+|.*y.*|tv|pc|cd)$/i;

/** As in "l'Ing." */
const ELISION = /^(?:[cdjlmnst]|qu|all|dell|nell|sull|un)['’](?=\p{L}{2})/iu;
/** Abbreviations are no longer than this. */
const LONG_WORD = 4;
/** German street names: "Hauptstr." */
const STREET = /^\p{L}+(?=str$)/u;

/** The role of a dot; `unknown` while it depends on text still to come. */
type Verdict = 'end' | 'inner' | 'unknown';

/** The text around a dot. */
interface Dot {
  /** The word before it, without opening marks. */
  readonly word: string;
  /** The word joined with dotted words before it: "z. B" becomes "z.B". */
  readonly joined: string;
  /** Everything before the dot. */
  readonly before: string;
  /** The next word, without opening marks; empty until it arrives. */
  readonly next: string;
  /** Whether the next word is complete. */
  readonly nextIsWhole: boolean;
  /** Nothing follows, not even white space. */
  readonly isLast: boolean;
}

export class SentenceEnds {
  readonly #rules: SentenceLanguage;
  readonly #boundaries: Intl.Segmenter | null;
  readonly #ends: RegExp;
  readonly #keepsMarkup: boolean;

  /**
   * @param language BCP 47
   * @param keepsMarkup the text contains tags and marks of emphasis for the voice
   */
  constructor(language: string, keepsMarkup = false) {
    [this.#rules, this.#boundaries] = rulesOf(language);
    const ends = /^el\b/i.test(language) ? GREEK_ENDS : ENDS;
    this.#ends = keepsMarkup ? behindMarkup(ends) : ends;
    this.#keepsMarkup = keepsMarkup;
  }

  /**
   * The index after the first sentence, or null while no sentence has certainly ended.
   *
   * @param mayGlue the next text may continue this one without a blank: "acme." and "com"
   */
  first(text: string, mayGlue: boolean): number | null {
    for (const match of text.matchAll(this.#ends)) {
      const end = match.index + match[0].length;
      if (!isSpeakable(text.slice(0, end))) continue;
      const tagged = this.#keepsMarkup ? tagEnd(text, match.index) : null;
      if (tagged === text.length) return null;
      if (tagged !== null) continue;
      const verdict = this.#verdict(text, match.index, match[0], mayGlue);
      if (verdict === 'unknown') return null;
      if (verdict === 'end') return end;
    }
    return null;
  }

  #verdict(text: string, at: number, written: string, mayGlue: boolean): Verdict {
    const plain = (part: string) => (this.#keepsMarkup ? withoutKeptMarkup(part) : part);
    const rest = plain(text.slice(at + written.length));
    const marks = this.#keepsMarkup ? written.replace(/[*_<].*$/s, '') : written;
    if (mayGlue && rest === '' && /^\.{1,2}$/.test(marks)) return 'unknown';
    // As in: "Really?" she asked (and waited...) for it.
    if (/["'”’“‘»)\]]$/.test(marks) && /^\s+\p{Ll}/u.test(rest)) return 'inner';
    if (marks === '!' && EXCLAIMED.test(text.slice(0, at))) {
      if (rest.trim() === '') return 'unknown';
      if (/^\s+\p{Ll}/u.test(rest)) return 'inner';
    }
    if (marks === '!' && COMPANY.test(rest)) return 'inner';
    if (marks[0] !== '.' || /^\.(?:[.!?…]| \.)/.test(marks) || /^[^\S\n]*\n/.test(rest)) {
      return 'end';
    }
    const dot = dotIn(plain(text.slice(0, at)), rest);
    const { word, next, nextIsWhole, isLast } = dot;
    if (next === '') return this.#isDoubtful(dot) ? 'unknown' : 'end';
    const { titles, roads, inner, either, beforeNumber, weak, ordinals } = this.#rules;
    const isIn = (list: ReadonlySet<string>) => isOne(list, dot.joined) || isOne(list, word);
    if (isIn(roads) && isName(dot)) return this.#either(dot);
    if (isIn(inner) || isIn(titles) || isIn(roads)) return 'inner';
    if (isIn(weak) && (NUMBER_AHEAD.test(next) || /^\p{Ll}/u.test(next))) return 'inner';
    if (isIn(beforeNumber)) return this.#beforeNumber(dot);
    if (/^\d+$/.test(word)) return this.#afterNumber(dot);
    // Where ordinals are numbers with a dot: "Friedrich II. war", and "Heinrich VIII. Tudor".
    const isRoman = /^[IVXLCDM]{2,}$/.test(word);
    if (isRoman && /^\p{Ll}/u.test(next)) return 'inner';
    if (isIn(either) || isInitials(word) || (isRoman && ordinals)) return this.#either(dot);
    // "5 min. more", "bldg. five".
    const isUnit = /(?:^|\s)\d[\d.,]* \S+$/.test(dot.before);
    if ((isUnit || isVowelless(word)) && /^\p{Ll}/u.test(next)) return 'inner';
    if (!this.#boundaries || (/^\d/.test(next) && word.length > LONG_WORD)) return 'end';
    if (!nextIsWhole && !isLast) return 'unknown';
    const start = text.length - rest.trimStart().length;
    return this.#boundaries.segment(text).containing(start)?.index === start ? 'end' : 'inner';
  }

  /** Whether the text that follows may yet show that the dot does not end the sentence. */
  #isDoubtful({ word, joined, before, isLast }: Dot): boolean {
    const { titles, roads, inner, either, beforeNumber, ordinals } = this.#rules;
    const lists = [titles, roads, inner, either, beforeNumber];
    if (lists.some((list) => isOne(list, joined) || isOne(list, word))) return true;
    if (isInitials(word) || (isVowelless(word) && word.length > 2)) return true;
    if (/\d$/.test(word)) return isLast || isListNumber(word, before) || ordinals !== null;
    // Addresses may continue after a dot.
    return isLast && /[@/]|^www\b|\w\.\w/.test(word);
  }

  #beforeNumber(dot: Dot): Verdict {
    if (NUMBER_AHEAD.test(dot.next)) return 'inner';
    return /^\s*no$/i.test(dot.before) ? 'end' : this.#either(dot);
  }

  #afterNumber({ word, before, next, nextIsWhole }: Dot): Verdict {
    if (isListNumber(word, before)) return 'inner';
    const { ordinals } = this.#rules;
    if (!ordinals) return 'end';
    const previous = /(\S+)\s+\S+$/.exec(before)?.[1] ?? '';
    if (isOne(ordinals.before, next) || /^\p{Ll}/u.test(next)) return 'inner';
    if (!nextIsWhole) return 'unknown';
    return isOne(ordinals.after, previous) && !this.#begins(next) ? 'inner' : 'end';
  }

  #either({ word, next, nextIsWhole }: Dot): Verdict {
    if (/^\p{Ll}|^\d/u.test(next)) return 'inner';
    if (!/^\p{L}/u.test(next)) return 'end';
    if (/^(?:etc|usw|hs?)$/i.test(word)) return 'end';
    if (!nextIsWhole) return 'unknown';
    return this.#begins(next) ? 'end' : 'inner';
  }

  /** Whether the word typically begins a sentence. */
  #begins(word: string): boolean {
    return this.#rules.starters.has(word.toLowerCase().replace("'", '’'));
  }
}

/** Allows closing tags and marks between the punctuation and the blank after it. */
function behindMarkup(ends: RegExp): RegExp {
  const closed = ends.source.replaceAll('(?=\\s|$)', `${CLOSING_MARKUP}(?=\\s|$)`);
  return new RegExp(closed, ends.flags);
}

function dotIn(before: string, rest: string): Dot {
  const [word = ''] = /\S+$/.exec(before) ?? [];
  const [parts = ''] = /(?:(?<![\p{L}\d])\p{L}{1,3}\.\s?)+\p{L}{1,4}$/u.exec(before) ?? [];
  const [, next = ''] = /^\s*["'“‘«¿¡([]*(\S*)/.exec(rest) ?? [];
  return {
    before,
    word: word
      .replace(/^["'“‘„«([¿¡]+/, '')
      .replace(ELISION, '')
      .replace(STREET, ''),
    joined: parts.replace(/\s/g, ''),
    // Keep the dot of an initial.
    next: /^\p{L}\./u.test(next) ? next : next.replace(/[^\p{L}\p{N}]+$/u, ''),
    nextIsWhole: /^\s*\S+\s/.test(rest) || /[^\p{L}\p{N}'’]$/u.test(rest),
    isLast: rest === '',
  };
}

/** "Oak Dr."; but the first word of a sentence is capitalised anyway and may not be a name. */
function isName({ before }: Dot): boolean {
  return /\S\s+[\p{Lu}\d]\S*\s+\S+$/u.test(before);
}

/** "J", "U.S", "a.m", "J.-P". */
function isInitials(word: string): boolean {
  return /^\p{L}(?:\.-?\p{L})*$/u.test(word);
}

/** "bldg", "Std": a word without a vowel, and not in capitals, is an abbreviation. */
function isVowelless(word: string): boolean {
  return (
    /^\p{L}?\p{Ll}{1,5}$/u.test(word) &&
    !/[aeiouyäöüàâáãéèêëíìîïóòôõúùûœæ]/i.test(word) &&
    /^\p{Script=Latin}+$/u.test(word) &&
    !VOWELLESS.test(word)
  );
}

/** "1." at the beginning of a line. */
function isListNumber(word: string, before: string): boolean {
  return /^\d{1,2}$/.test(word) && /(?:^|\n)\s*[•⁃-]?\s*\d+$/.test(before);
}
