import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../../../common/contract/index.ts';
import {
  stockLanguage,
  stockSentence,
} from '../../../../common/rules/speech-text/stock-sentences.ts';
import { apology } from '../../../../common/rules/turns/apologies.ts';

const KINDS = ['oneMoment', 'notReached', 'notTaken'] as const;
const ENGLISH = apology('en');

describe('a stock sentence', () => {
  const apologised = LANGUAGES.filter((code) => apology(code) !== ENGLISH);

  it.each(apologised)('is there in each language of an apology: %s', (code) => {
    const language = stockLanguage(code);
    expect(code.split('-')[0]).toBe(language);
    for (const kind of KINDS) {
      expect(stockSentence(kind, language)).not.toBe(stockSentence(kind, 'en'));
    }
  });

  it.each(['kk-KZ', '', 'x', 'constructor', '__proto__', 'toString-US'])(
    'is English for what is no language of the table: %j',
    (code) => {
      expect(stockLanguage(code)).toBe('en');
    },
  );

  it('is found whatever the country and the spelling', () => {
    expect(stockLanguage('DE-at')).toBe('de');
    expect(stockLanguage('pt')).toBe('pt');
  });
});
