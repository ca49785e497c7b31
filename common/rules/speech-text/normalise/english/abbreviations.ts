import { type EnglishRule, FIGURE_AHEAD } from './english-rule.ts';

/** A piece is one sentence, so only its last dot can end a sentence. */
const AT_END = /^["')\s]*$/;

/** Abbreviations with a dot, and how they are said. */
// biome-ignore format: a table is read in rows
const DOTTED: Readonly<Record<string, string>> = {
  'e.g': 'for example', 'i.e': 'that is', vs: 'versus', approx: 'approximately',
  Ms: 'Miz', Prof: 'Professor', Rev: 'Reverend', Capt: 'Captain', Sgt: 'Sergeant',
  Lt: 'Lieutenant', Col: 'Colonel', Gen: 'General', Gov: 'Governor', Sen: 'Senator',
  Mr: 'Mister', Mrs: 'Missus', Jr: 'Junior', Sr: 'Senior', Esq: 'Esquire', Hon: 'Honorable',
  Inc: 'Incorporated', Ltd: 'Limited', Corp: 'Corporation', Co: 'Company', Bros: 'Brothers',
  Ave: 'Avenue', Blvd: 'Boulevard', Rd: 'Road', Ln: 'Lane', Hwy: 'Highway', Pkwy: 'Parkway',
  Sq: 'Square', Apt: 'Apartment', Ste: 'Suite', Bldg: 'Building', Dept: 'Department',
  Mt: 'Mount', Ft: 'Fort', Univ: 'University', Assn: 'Association', Est: 'Established',
  ave: 'avenue', blvd: 'boulevard', rd: 'road', apt: 'apartment', bldg: 'building',
  dept: 'department', ext: 'extension', Ext: 'Extension', tel: 'telephone', Tel: 'Telephone',
  max: 'maximum', min: 'minimum', incl: 'including', excl: 'excluding', esp: 'especially',
  misc: 'miscellaneous', govt: 'government', qty: 'quantity', Qty: 'Quantity', fig: 'figure',
  vol: 'volume',
    Vol: 'Volume',
    pp: 'pages',
    etc: 'et cetera',
    'a.k.a': 'also known as',
    'Ph.D': 'P H D',
  'P.O': 'P O',
    'p.s': 'P S',
    temp: 'temperature',
    cf: 'compare',
    ca: 'circa',
    no: 'number',
    p: 'page',
};
/** Abbreviations that are recognised without the dot too, because they are not words. */
// biome-ignore format: a table is read in rows
const BARE = new Set([
  'vs', 'Ms', 'Mr', 'Mrs', 'Jr', 'Blvd', 'Hwy', 'Pkwy', 'Ltd', 'Dept', 'Bldg', 'Apt', 'approx',
  'etc', 'qty', 'Qty', 'Prof', 'dept', 'bldg', 'incl', 'excl', 'govt', 'blvd',
]);
/** Abbreviations followed by a name or a number: their dot never ends a sentence. */
// biome-ignore format: a table is read in rows
const BEFORE_A_NAME = new Set([
  'Ms',
    'Prof',
    'Rev',
    'Capt',
    'Sgt',
    'Lt',
    'Col',
    'Gen',
    'Gov',
    'Sen',
    'Mr',
    'Mrs',
    'Hon',
    'Mt',
  'Ft',
    'Apt',
    'Ste',
    'ext',
    'Ext',
    'tel',
    'Tel',
    'e.g',
    'i.e',
    'vs',
    'approx',
    'pp',
    'cf',
    'ca',
  'apt', 'fig', 'vol', 'Vol', 'incl', 'excl', 'esp', 'a.k.a', 'P.O',
]);
/** Abbreviations only before a figure; elsewhere they are ordinary words. */
const BEFORE_A_FIGURE = new Set([
  'Co',
  'no',
  'max',
  'min',
  'fig',
  'vol',
  'pp',
  'ca',
  'ext',
  'temp',
]);

/** At the beginning of a sentence: "Approx. five". */
const capitalised = (short: string) => short.charAt(0).toUpperCase() + short.slice(1);
const ANY = [...new Set(Object.keys(DOTTED).flatMap((short) => [short, capitalised(short)]))]
  .sort((a, b) => b.length - a.length)
  .map((short) => short.replaceAll('.', '\\.'))
  .join('|');
const WITH: Readonly<Record<string, string>> = {
  'w/': 'with',
  'w/o': 'without',
  'b/c': 'because',
  'c/o': 'care of',
};

export const abbreviations: EnglishRule = {
  reading: 'abbreviations',
  pattern: new RegExp(
    `(?<![\\w.@-])(?:(?<short>${ANY})(?<dot>\\.)?(?![\\w@]|\\.\\w|['’-]\\w)|(?<slash>w\\/o?|[bc]\\/[co])(?=\\s))`,
    'g',
  ),
  say: ({ groups, before, after }) => {
    const { short: written = '', dot, slash = '' } = groups;
    if (slash !== '') return WITH[slash] ?? null;
    const short = written in DOTTED ? written : written.charAt(0).toLowerCase() + written.slice(1);
    if (!dot && !BARE.has(short) && !(short === 'ext' && FIGURE_AHEAD.test(after))) return null;
    // "Ms" alone may be anything.
    if (!dot && /^M(?:r|s|rs)$/.test(short) && !/^ [A-Z]/.test(after)) return null;
    if (dot && isWord(short, before, after)) return null;
    const isEnd = dot && !BEFORE_A_NAME.has(short) && AT_END.test(after);
    return `${DOTTED[short]}${isEnd ? '.' : ''}`;
  },
};

/**
 * "Do it for me, Col." is hardly an abbreviation; "No more than a min." is one at the end of its
 * sentence.
 */
function isWord(short: string, before: string, after: string): boolean {
  if (short === 'Co') return !/\b[A-Z][\w&.]* $/.test(before);
  if (short === 'no') return !FIGURE_AHEAD.test(after);
  return (
    BEFORE_A_FIGURE.has(short) &&
    !FIGURE_AHEAD.test(after) &&
    !/\d ?$/.test(before) &&
    !BARE.has(short)
  );
}

/** "Dr. Smith" or "Oak Dr.", "St. Mary" or "Main St.": decided by the words around it. */
export const roadsAndTitles: EnglishRule = {
  reading: 'abbreviations',
  pattern: /(?<![\w.@-])(?<short>Dr|St)(?<dot>\.)?(?![\w@]|\.\w|['’-]\w)/g,
  say: ({ groups, before, after }) => {
    const { short = '', dot } = groups;
    const isRoad =
      /(?:[A-Z]\w+|\d(?:st|nd|rd|th)) $/.test(before) &&
      !/^ [A-Z][a-z]+ (?:is|was|will|has|can|said)\b/.test(after);
    const isTitle = /^ [A-Z]/.test(after);
    if (!dot && !isTitle && !isRoad) return null;
    const end = dot && AT_END.test(after) ? '.' : '';
    if (isTitle && !(isRoad && /\S \S+ $/.test(before))) return short === 'Dr' ? 'Doctor' : 'Saint';
    if (short === 'St') return `Street${end}`;
    return isRoad ? `Drive${end}` : `doctor${end}`;
  },
};
