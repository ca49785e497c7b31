import type { Reading } from '../speaks.ts';
import { abbreviations, roadsAndTitles } from './abbreviations.ts';
import { bareHosts, emails, links, paths } from './addresses.ts';
import { capitals, letterA } from './capitals.ts';
import { dayFirstDates, figureDates, isoDates, monthFirstDates } from './dates.ts';
import { dayLists, shortDays, shortMonths } from './days.ts';
import type { EnglishRule, Scene } from './english-rule.ts';
import { fractions } from './fractions.ts';
import {
  calledNumbers,
  codes,
  flights,
  hashes,
  ibans,
  longNumbers,
  numberSigns,
  spacedDigits,
  spacedThousands,
} from './ids.ts';
import { signedMoney, trailingMoney } from './money.ts';
import { decades, numbers, ordinals, powers } from './numbers.ts';
import { groupedPhones, localPhones, plainPhones } from './phones.ts';
import { states } from './places.ts';
import { plainMarks, withoutLeftOvers } from './punctuation.ts';
import { ranges, ratios, spans } from './ranges.ts';
import { romans } from './romans.ts';
import { dialCodes, keys, namesWithSigns, operators, ratings, signs } from './symbols.ts';
import { timeSpans, times } from './times.ts';
import { feetAndInches, percents, units } from './units.ts';
import { versions } from './versions.ts';
import { digitWords, numberWords, ordinal, year } from './words/number-words.ts';

/** The most reliable rules first: text that one of them replaced is not seen by later ones. */
// biome-ignore format: a table is read in rows
const RULES: readonly EnglishRule[] = [
  emails, links, bareHosts,
  ibans, hashes, isoDates, groupedPhones, spacedDigits, calledNumbers,
  signedMoney, trailingMoney, spacedThousands, paths, ratings,
  monthFirstDates, dayFirstDates, figureDates, dayLists, shortDays, shortMonths, states,
  decades, timeSpans, times, spans, localPhones, plainPhones,
  feetAndInches, powers, percents, units, fractions, versions,
  numberSigns, dialCodes, namesWithSigns, flights, codes, longNumbers, ranges, ratios, spans,
  abbreviations, roadsAndTitles, romans, letterA, capitals,
  ordinals, keys, operators, signs, numbers,
];
/**
 * Text that has been put into words is replaced by a private-use character, so that no later rule
 * sees it.
 */
const FIRST_HIDDEN = 0xe000;
const MOST_HIDDEN = 0x1900;
const PRIVATE = /[\ue000-\uf8ff]/g;

/**
 * English text as it is passed to a voice: whatever the voice does not read correctly by itself is
 * put into words.
 *
 * @param language BCP 47; the region decides whether month or day comes first
 */
export function spokenEnglish(text: string, language: string, reads: ReadonlySet<Reading>): string {
  const scene = sceneOf(language, reads);
  const hidden: string[] = [];
  let rest = plainMarks(text.replace(PRIVATE, ''));
  const rules = /\d/.test(rest) ? RULES : RULES.filter(({ hasFigures }) => !hasFigures);
  for (const rule of rules) rest = applied(rule, rest, scene, hidden);
  const whole = rest.replace(PRIVATE, (char) => hidden[char.charCodeAt(0) - FIRST_HIDDEN] ?? '');
  return withoutLeftOvers(readsApart(whole));
}

/**
 * Puts the first of two adjacent numbers into words, because "24 7" would be read as one number.
 */
function readsApart(text: string): string {
  return text.replace(
    /(?<![\w.,:$-])(\d{1,3}(?:,\d{3})+|\d+)(?= (\d{1,3}(?:,\d{3})+|\d+))/g,
    (number, _, next: string) => (number.length + next.length > 2 ? numberWords(number) : number),
  );
}

function applied(rule: EnglishRule, text: string, scene: Scene, hidden: string[]): string {
  let out = '';
  let from = 0;
  for (const match of text.matchAll(rule.pattern)) {
    const [written] = match;
    const end = match.index + written.length;
    const before = text.slice(0, match.index);
    const found = { written, groups: match.groups ?? {}, before, after: text.slice(end) };
    const said = scene.reads(rule.reading) ? written : rule.say(found, scene);
    if (said === null || hidden.length >= MOST_HIDDEN) continue;
    out += text.slice(from, match.index) + String.fromCharCode(FIRST_HIDDEN + hidden.length);
    hidden.push(said);
    from = end;
  }
  return out + text.slice(from);
}

function sceneOf(language: string, reads: ReadonlySet<Reading>): Scene {
  const readsNumbers = reads.has('plainNumbers');
  return {
    monthFirst: /^en(?:-(?:us|ph|ca))?$/i.test(language),
    reads: (reading) => reads.has(reading),
    number: (written) => (readsNumbers ? written : numberWords(written)),
    digits: (digits) => (readsNumbers ? [...digits].join(' ') : digitWords(digits)),
    ordinal: (number) => (reads.has('ordinals') ? withEnding(number) : ordinal(number)),
    year: (number) => (readsNumbers ? String(number) : year(number)),
  };
}

function withEnding(number: number): string {
  const isTeen = Math.floor(number / 10) % 10 === 1;
  return `${number}${isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th')}`;
}
