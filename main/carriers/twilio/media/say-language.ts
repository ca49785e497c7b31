import {
  type StockLanguage,
  stockLanguage,
} from '../../../../common/rules/speech-text/stock-sentences.ts';

/**
 * The codes of Twilio's own voices, by the language of a sentence. The first one is used if there
 * is no voice for the agent's country. https://www.twilio.com/docs/voice/twiml/say/text-speech
 */
const SAY_LANGUAGES: Readonly<Record<StockLanguage, readonly [string, ...string[]]>> = {
  af: ['af-ZA'],
  ar: ['arb'],
  bg: ['bg-BG'],
  ca: ['ca-ES'],
  cs: ['cs-CZ'],
  cy: ['cy-GB'],
  da: ['da-DK'],
  de: ['de-DE', 'de-AT'],
  el: ['el-GR'],
  en: ['en-US', 'en-AU', 'en-GB', 'en-IN', 'en-NZ', 'en-ZA'],
  es: ['es-ES', 'es-MX', 'es-US'],
  fi: ['fi-FI'],
  fil: ['fil-PH'],
  fr: ['fr-FR', 'fr-CA'],
  he: ['he-IL'],
  hi: ['hi-IN'],
  // Twilio has no Croatian voice; this one reads the Croatian alphabet.
  hr: ['sr-RS'],
  hu: ['hu-HU'],
  id: ['id-ID'],
  is: ['is-IS'],
  it: ['it-IT'],
  ja: ['ja-JP'],
  kn: ['kn-IN'],
  ko: ['ko-KR'],
  lv: ['lv-LV'],
  mr: ['mr-IN'],
  ms: ['ms-MY'],
  nl: ['nl-NL', 'nl-BE'],
  no: ['nb-NO'],
  pl: ['pl-PL'],
  pt: ['pt-PT', 'pt-BR'],
  ro: ['ro-RO'],
  ru: ['ru-RU'],
  sk: ['sk-SK'],
  sr: ['sr-RS'],
  sv: ['sv-SE'],
  ta: ['ta-IN'],
  th: ['th-TH'],
  tr: ['tr-TR'],
  uk: ['uk-UA'],
  vi: ['vi-VN'],
  yue: ['yue-HK'],
  zh: ['cmn-CN', 'cmn-TW'],
};

/** An agent's language may be that of all Latin America, but a voice is from one country. */
const NEAREST: Readonly<Record<string, string>> = { 'es-419': 'es-MX' };

/** The `language` of a `<Say>` in the agent's language. @param code BCP 47 */
export function sayLanguage(code: string): string {
  const voices = SAY_LANGUAGES[stockLanguage(code)];
  const wanted = (NEAREST[code] ?? code).toLowerCase();
  return voices.find((voice) => voice.toLowerCase() === wanted) ?? voices[0];
}
