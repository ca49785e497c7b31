/** Sounds that are back-channels in every language, as recognisers spell them. */
const HUMS = [
  'mm',
  'mmm',
  'hm',
  'hmm',
  'mhm',
  'mm hm',
  'mm hmm',
  'mmhmm',
  'hum',
  'uh huh',
  'uhhuh',
  'uhum',
  'aha',
  'ajá',
  'ah',
  'oh',
  'uh',
  'um',
  'er',
  'eh',
  'ok',
  'okay',
  'oké',
];
const ENGLISH = [
  'yeah',
  'yep',
  'yup',
  'yes',
  'right',
  'sure',
  'i see',
  'got it',
  'alright',
  'all right',
  'great',
  'cool',
  'nice',
];

/** Back-channel words, by language. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  de: [
    'ja',
    'jaja',
    'jo',
    'jawohl',
    'genau',
    'stimmt',
    'richtig',
    'klar',
    'na klar',
    'alles klar',
    'gut',
    'super',
    'prima',
    'verstehe',
    'ach so',
    'achso',
    'in ordnung',
  ],
  es: [
    'sí',
    'si',
    'claro',
    'vale',
    'ya',
    'bueno',
    'bien',
    'exacto',
    'perfecto',
    'entiendo',
    'ya veo',
    'de acuerdo',
    'muy bien',
  ],
  fr: [
    'oui',
    'ouais',
    "d'accord",
    'bien',
    'bien sûr',
    'très bien',
    'exact',
    'entendu',
    'voilà',
    'je vois',
    "c'est ça",
  ],
  hi: ['हाँ', 'हां', 'जी', 'जी हाँ', 'अच्छा', 'ठीक है'],
  it: ['sì', 'certo', 'capisco', 'bene', 'va bene', 'esatto', 'giusto', "d'accordo", 'già'],
  ja: ['はい', 'ええ', 'うん', 'そうですか', 'そうですね', 'なるほど', 'へえ'],
  ko: ['네', '예', '응', '그렇군요', '맞아요', '알겠습니다'],
  nl: ['ja', 'juist', 'precies', 'goed', 'klopt', 'prima'],
  pt: [
    'sim',
    'tá',
    'tá bom',
    'está bem',
    'certo',
    'claro',
    'entendi',
    'pois',
    'pois é',
    'isso',
    'beleza',
  ],
  zh: ['嗯', '嗯嗯', '哦', '对', '对对', '好', '好的', '是', '是的', '明白', '知道了'],
};
const EVERYWHERE: ReadonlySet<string> = new Set([...HUMS, ...ENGLISH].map(plain));
const OWN_WORDS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(WORDS).map(([language, words]) => [language, new Set(words.map(plain))]),
);
/** The maximum number of words: "Yeah, yeah, okay." still counts. */
const MOST_PARTS = 3;

/**
 * During the last second of the agent's speech, no words count as a back-channel: a "yes" there
 * answers the question that is just being asked.
 */
export const LAST_WORDS_MS = 1_000;

/**
 * Whether these words are a mere back-channel, which does not interrupt the agent. Text without any
 * letter or digit is not a word at all.
 *
 * @param language BCP 47, of the call
 */
export function isBackchannel(text: string, language: string): boolean {
  const own = OWN_WORDS.get(language.split('-')[0]?.toLowerCase() ?? '');
  const isKnown = (words: string) => EVERYWHERE.has(words) || (own?.has(words) ?? false);
  const phrases = text.split(/[.,;:!?…。、，！？।]+/).map(plain);
  const parts = phrases.flatMap((phrase) => {
    if (phrase === '') return [];
    return isKnown(phrase) ? [phrase] : phrase.split(' ');
  });
  return parts.length <= MOST_PARTS && parts.every(isKnown);
}

function plain(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
}
