import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EMBEDDED_VOICE,
  READING_VOICE,
  type SpeaksCapability,
} from '../../../../common/rules/speech-text/normalise/speaks.ts';
import { spokenFor } from '../../../../common/rules/speech-text/normalise/spoken-for.ts';
import { readCases } from './read-cases.ts';

const spoken = (text: string, says: SpeaksCapability, language = 'en-US') =>
  spokenFor(text, { language, says }).spoken;
const warnings = (text: string, says: SpeaksCapability, language = 'en-US') =>
  spokenFor(text, { language, says }).warnings.map(({ kind }) => kind);

/**
 * Like the embedded voice, except that it reads nothing by itself, so everything is put into words.
 */
const WORDS_ALONE: SpeaksCapability = { ...EMBEDDED_VOICE, reads: new Set() };

const american = readCases('spoken.en-us.txt');
const british = readCases('spoken.en-gb.txt');
const inWords = readCases('spoken.words.txt');

// biome-ignore format: a table is read in rows
describe('what the embedded voice is given', () => {
  it('is known of at least 300 texts', () => expect(american.length).toBeGreaterThan(500));

  it.each(american)('of %j is %j', (written, wanted) => {
    expect(spoken(written, EMBEDDED_VOICE)).toBe(wanted);
  });

  it.each(british)('of %j is %j in Britain', (written, wanted) => {
    expect(spoken(written, EMBEDDED_VOICE, 'en-GB')).toBe(wanted);
  });

  it('is left alone where it is words and marks', () => {
    const plain = fc.constantFrom(
      'hello', 'the', 'shop', 'is', 'open', 'so', 'we', 'may', 'sat', 'sun', 'mark', 'march',
      "it's", "don't", 'well-known', 'Ada', 'Monday', 'June', 'London', 'I', 'yes', 'no',
    );
    const mark = fc.constantFrom(' ', ' ', ' ', ', ', '; ', ' and ', ' or ');
    const sentence = fc
      .tuple(fc.array(fc.tuple(plain, mark), { minLength: 1, maxLength: 20 }), plain)
      .map(([parts, last]) => `${parts.flat().join('')}${last}.`);
    fc.assert(
      fc.property(sentence, (text) => {
        expect(spoken(text, EMBEDDED_VOICE)).toBe(text);
      }),
    );
  });

  it('is ASCII, whatever is written, and holds no sign that would be read by its name', () => {
    const part = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.constantFrom(...american.map(([written]) => written)),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 4 }), (parts) => {
        const text = spoken(parts.join(' '), EMBEDDED_VOICE);
        expect(text).toMatch(/^[ -~]*$/);
        expect(text).not.toMatch(/[*_|\\~^<>{}[\]]| {2}|^ | $/);
      }),
    );
  });
});

describe('what a voice is given that reads words only', () => {
  it.each(inWords)('of %j is %j', (written, wanted) => {
    expect(spoken(written, WORDS_ALONE)).toBe(wanted);
  });

  it('has no figure and no sign in it', () => {
    for (const [written] of [...american, ...inWords]) {
      expect(spoken(written, WORDS_ALONE), written).not.toMatch(/[\d$€£%&@#*+=/<>]/);
    }
  });
});

describe('what a voice with a reader of its own is given', () => {
  it.each([
    ['It costs €45.50 on 11/30 at 10:30.', 'It costs €45.50 on 11/30 at 10:30.'],
    ['José has 2 cats & 1 dog.', 'José has 2 cats & 1 dog.'],
    [
      'Ada <ada@example.com> or <https://example.com>',
      'Ada ada@example.com or https://example.com',
    ],
    ['2 < 3 and 4 > 1', '2 < 3 and 4 > 1'],
    ['Great 👍🏽 news 🇩🇪!', 'Great news!'],
    ['你好，世界。', '你好，世界。'],
  ])('of %j is %j', (written, wanted) => {
    expect(spoken(written, READING_VOICE)).toBe(wanted);
    expect(warnings(written, READING_VOICE)).toEqual([]);
  });
});

// biome-ignore format: a table is read in rows
describe('text that may hold markup for the voice', () => {
  const kept = (text: string, says: SpeaksCapability, language = 'en-US') =>
    spokenFor(text, { language, says, keepMarkup: true });

  it.each([
    '<break time="1s"/> It is 3 kg.', '*Yes* & <ada@example.com>', '</speak> 10:30 👋',
  ])('is given as it is written: %j', (text) => {
    expect(kept(text, READING_VOICE)).toEqual({ spoken: text, warnings: [] });
  });

  it('has letters that the voice does not know brought to those it knows, and is told', () => {
    expect(kept('<b>José</b> has 3 kg.', EMBEDDED_VOICE).spoken).toBe('<b>Jose</b> has 3 kg.');
    expect(kept('<b>你好</b>', EMBEDDED_VOICE).warnings.map(({ kind }) => kind)).toEqual([
      'letters',
    ]);
  });
});

describe('another language than English', () => {
  it.each([
    ['de-DE', 'Das kostet 45 €, Straße 3.', 'Das kostet 45 euro, Strasse 3.'],
    ['de', 'Am 3. Oktober um 10:30 Uhr.', 'Am 3. Oktober um 10:30 Uhr.'],
    ['es', '¿Cómo está usted, Señor Núñez?', 'Como esta usted, Senor Nunez?'],
    ['fr-FR', 'Ça fait 3,50 € — merci !', 'Ca fait 3,50 euro, merci!'],
    ['pt-BR', 'São 1.000 unidades.', 'Sao 1.000 unidades.'],
    ['pl', 'Łódź, proszę.', 'Lodz, prosze.'],
  ])('(%s) keeps its numbers, in letters that the voice knows: %j', (language, written, wanted) => {
    expect(spoken(written, EMBEDDED_VOICE, language)).toBe(wanted);
    expect(warnings(written, EMBEDDED_VOICE, language)).toEqual(['language']);
    expect(spoken(written, READING_VOICE, language)).toBe(written);
    expect(warnings(written, READING_VOICE, language)).toEqual([]);
  });
});

describe('what a voice cannot say', () => {
  it.each([
    ['你好', 'en', '', ['letters']],
    ['Привет, мир!', 'en', '', ['letters']],
    ['مرحبا بكم', 'en', '', ['letters']],
    ['שלום', 'en', '', ['letters']],
    ['สวัสดี', 'en', '', ['letters']],
    ['नमस्ते', 'en', '', ['letters']],
    ['안녕하세요', 'en', '', ['letters']],
    ['こんにちは', 'ja', '', ['language', 'letters']],
    ['Καλημέρα', 'el', '', ['language', 'letters']],
    ['Your name is 陈伟, right?', 'en', 'Your name is, right?', ['letters']],
    ['👋', 'en', '', ['nothing']],
    ['...', 'en', '', ['nothing']],
  ])('%j (%s) is told, never silent without a word', (text, language, wanted, kinds) => {
    expect(spoken(text, EMBEDDED_VOICE, language)).toBe(wanted);
    expect(warnings(text, EMBEDDED_VOICE, language)).toEqual(kinds);
  });

  it('is told with the words, their script and the cure', () => {
    const { warnings: told } = spokenFor('你好', { language: 'zh', says: EMBEDDED_VOICE });
    expect(told.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /speaks English only, and the agent's language is zh.*Choose a speech engine/,
      ),
      expect.stringMatching(
        /cannot say "你好" \(Chinese\), so the caller hears nothing of it\. Choose/,
      ),
    ]);
  });

  it('is quoted a little only', () => {
    const { warnings: told } = spokenFor('你好'.repeat(1_000), {
      language: 'en',
      says: EMBEDDED_VOICE,
    });
    expect(told[0]?.message.length).toBeLessThan(400);
  });
});

describe('any text', () => {
  it('takes linear time, also when it is made to slow a rule down', () => {
    const parts = [
      '1',
      '1 ',
      '1-',
      '1.',
      '1,',
      'A',
      'A-',
      'A1',
      'a.',
      'a@',
      'a_',
      '$1',
      '€',
      '+1 ',
      '(1',
      'Mon ',
      'http://a',
      '#',
      '*1',
      ' x ',
      "1'",
    ];
    for (const part of parts) {
      const text = part.repeat(3_000);
      const before = process.cpuUsage();
      spoken(text, WORDS_ALONE);
      expect(process.cpuUsage(before).user / 1000, part).toBeLessThan(3_000);
    }
  });
});
