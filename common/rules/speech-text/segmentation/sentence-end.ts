import { isSpeakable } from '../speakable.ts';
import { CLOSING_MARKUP, tagEnd, withoutKeptMarkup } from './kept-markup.ts';
import { rulesOf } from './languages/by-code.ts';
import { isOne, type SentenceLanguage } from './sentence-language.ts';

/** Ends of sentences in all scripts; a dot and its like end one only before white space. */
const ENDS =
  /(?:[.!?…‽]+(?: \.)*["'”’“‘»›)\]]*(?:[ \u00a0\u202f]»)?(?=\s|$))|(?:[。！？｡．।॥؟۔։።፧។៕]+["”’」』）》]*)|\n+/gu;
/** In Greek the semicolon asks. */
const GREEK_ENDS = new RegExp(`${ENDS.source}|(?:[;\\u037e]["'”’»)]*(?=\\s|$))`, 'gu');
/** Behind a name that ends with a mark: "Yahoo! Inc." */
const COMPANY = /^\s+(?:Inc|Ltd|LLC|Corp|Co|PLC|GmbH|AG|KG|S\.?A|S\.?L)\b/;
/** Companies that write themselves with a mark. */
const EXCLAIMED = /\b(?:Yahoo|Yum|Jeopardy|Joomla)$/;
/** A number before which an abbreviation stands: "5", "#5", "XX". */
const NUMBER_AHEAD = /^(?:[\d#§]|[IVXLCDM]{2,}(?!\p{L})|[VX](?!\p{L}))/u;
/** Words and sounds without a vowel that are not abbreviations. */
const VOWELLESS = /^(?:h+m+|m+h*m*|p+s+s*t|s+h+|b+r+|.*y.*|tv|pc|cd)$/i;

/** "l'Ing." */
const ELISION = /^(?:[cdjlmnst]|qu|all|dell|nell|sull|un)['’](?=\p{L}{2})/iu;
/** Longer words are not abbreviations. */
const LONG_WORD = 4;
/** German streets: "Hauptstr." */
const STREET = /^\p{L}+(?=str$)/u;

/** What a dot is; `unknown` as long as that depends on what follows. */
type Verdict = 'end' | 'inner' | 'unknown';

/** What stands around a dot. */
interface Dot {
  /** The word before it, without opening marks. */
  readonly word: string;
  /** The word with those before it that have dots too: "z. B" is "z.B". */
  readonly joined: string;
  /** All before the dot. */
  readonly before: string;
  /** The next word, without opening marks; empty while nothing has come. */
  readonly next: string;
  /** The next word is there in full. */
  readonly nextIsWhole: boolean;
  /** Nothing at all follows, not even white space. */
  readonly isLast: boolean;
}

/** Finds the ends of sentences in one language. */
export class SentenceEnds {
  readonly #rules: SentenceLanguage;
  readonly #boundaries: Intl.Segmenter | null;
  readonly #ends: RegExp;
  readonly #keepsMarkup: boolean;

  /**
   * @param language BCP 47
   * @param keepsMarkup tags and marks of emphasis stand in the text, for the voice
   */
  constructor(language: string, keepsMarkup = false) {
    [this.#rules, this.#boundaries] = rulesOf(language);
    const ends = /^el\b/i.test(language) ? GREEK_ENDS : ENDS;
    this.#ends = keepsMarkup ? behindMarkup(ends) : ends;
    this.#keepsMarkup = keepsMarkup;
  }

  /**
   * The index after the first sentence, or null while none is certain to have ended.
   *
   * @param mayGlue what comes next may go on where the text ends, without a blank: "acme." "com"
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
    // "Really?" she asked (and waited...) for it.
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
    // "Friedrich II. war", where numbers with a dot are ordinals, "Heinrich VIII. Tudor" too.
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

  /** Whether what follows may show that the dot ends no sentence. */
  #isDoubtful({ word, joined, before, isLast }: Dot): boolean {
    const { titles, roads, inner, either, beforeNumber, ordinals } = this.#rules;
    const lists = [titles, roads, inner, either, beforeNumber];
    if (lists.some((list) => isOne(list, joined) || isOne(list, word))) return true;
    if (isInitials(word) || (isVowelless(word) && word.length > 2)) return true;
    if (/\d$/.test(word)) return isLast || isListNumber(word, before) || ordinals !== null;
    // Addresses go on behind a dot.
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

  /** Whether the word is one that begins sentences. */
  #begins(word: string): boolean {
    return this.#rules.starters.has(word.toLowerCase().replace("'", '’'));
  }
}

/** With what closes of kept markup between a mark and the blank behind it. */
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
    // An initial keeps its dot.
    next: /^\p{L}\./u.test(next) ? next : next.replace(/[^\p{L}\p{N}]+$/u, ''),
    nextIsWhole: /^\s*\S+\s/.test(rest) || /[^\p{L}\p{N}'’]$/u.test(rest),
    isLast: rest === '',
  };
}

/** "Oak Dr.", unless the name is the sentence's first word and may be any. */
function isName({ before }: Dot): boolean {
  return /\S\s+[\p{Lu}\d]\S*\s+\S+$/u.test(before);
}

/** "J", "U.S", "a.m", "J.-P". */
function isInitials(word: string): boolean {
  return /^\p{L}(?:\.-?\p{L})*$/u.test(word);
}

/** "bldg", "Std": what is written without a vowel, and not in capitals, is an abbreviation. */
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
