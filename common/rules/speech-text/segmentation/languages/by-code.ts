import { type SentenceLanguage, words } from '../sentence-language.ts';
import { english } from './english.ts';
import { french } from './french.ts';
import { german } from './german.ts';
import { portuguese } from './portuguese.ts';
import { spanish } from './spanish.ts';

// biome-ignore format: a table is read in rows
const BY_CODE: Readonly<Record<string, SentenceLanguage>> = {
  de: german, en: english, es: spanish, fr: french, pt: portuguese,
};

/** Conventions that many languages share; `Intl.Segmenter` knows the rest. */
const anywhere: SentenceLanguage = {
  titles: words('dr prof mr mrs st sig dott avv ing dhr mevr mw pan'),
  roads: words(),
  inner: words('ca cf vs approx p.es ecc d.w.z bijv t.ex f.eks np tzn m.in'),
  beforeNumber: words('nr no num n° nº tel art p pag str ul'),
  weak: words('min max ed'),
  either: words('etc a.m p.m s.p.a s.r.l b.v n.v a.s'),
  starters: words(),
  ordinals: null,
};

/**
 * @param language BCP 47
 * @returns the rules, and the segmenter, which is null if the language has rules of its own
 */
export function rulesOf(language: string): readonly [SentenceLanguage, Intl.Segmenter | null] {
  const [primary = ''] = language.toLowerCase().split('-');
  const own = BY_CODE[primary];
  if (own) return [own, null];
  return [anywhere, boundaries(language)];
}

function boundaries(language: string): Intl.Segmenter {
  try {
    return new Intl.Segmenter(language, { granularity: 'sentence' });
  } catch {
    // Not a valid language code: use the rules common to all.
    return new Intl.Segmenter(undefined, { granularity: 'sentence' });
  }
}
