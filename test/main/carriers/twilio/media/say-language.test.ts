import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../../../../common/contract/index.ts';
import { stockLanguage } from '../../../../../common/rules/speech-text/stock-sentences.ts';
import { sayLanguage } from '../../../../../main/carriers/twilio/media/say-language.ts';

/** The languages that `<Say>` accepts according to the official package. */
const types = readFileSync(
  createRequire(import.meta.url).resolve('twilio/lib/twiml/VoiceResponse.d.ts'),
  'utf8',
);
const known = new Set(
  [...(/type SayLanguage = ([^;]+);/.exec(types)?.[1] ?? '').matchAll(/"([^"]+)"/g)].map(
    ([, code]) => code,
  ),
);

describe('the language of a sentence that Twilio says', () => {
  it.each(LANGUAGES)('is one that Twilio speaks: %s', (code) => {
    expect(known).toContain(sayLanguage(code));
  });

  it.each(LANGUAGES.filter((code) => known.has(code) && code !== 'zh-CN'))(
    'is the agent’s own: %s',
    (code) => {
      expect(sayLanguage(code)).toBe(code);
      expect(stockLanguage(code)).toBe(code.split('-')[0]);
    },
  );

  it.each([
    ['es-419', 'es-MX'],
    ['no-NO', 'nb-NO'],
    ['yue-CN', 'yue-HK'],
    ['zh-CN', 'cmn-CN'],
    ['ar-SA', 'arb'],
    ['de-CH', 'de-DE'],
    ['kk-KZ', 'en-US'],
    ['"/><Hangup/>', 'en-US'],
  ])('is the nearest voice where there is none: %s', (code, voice) => {
    expect(sayLanguage(code)).toBe(voice);
  });
});
