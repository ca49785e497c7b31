import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerptOf, plainExcerpt } from '../../../../common/rules/search/excerpt.ts';
import { parseSearch } from '../../../../common/rules/search/search-query.ts';

/** `[hit]` in brackets. */
function marked(text: string, typed: string): string | null {
  const found = excerptOf(text, parseSearch(typed));
  return found === null
    ? null
    : found.parts.map(({ text: part, hit }) => (hit ? `[${part}]` : part)).join('');
}

describe('an excerpt', () => {
  it.each([
    ['Do you open on Sundays?', 'sunday', 'Do you open on [Sundays]?'],
    ['Crème brûlée, please', 'creme', '[Crème] brûlée, please'],
    ['日曜日は何時ですか', '何時', '日曜日は[何時]ですか'],
    ['two\n\nlines', 'lines', 'two [lines]'],
    ['Sunday, and Sunday again', 'sun again', '[Sunday], and [Sunday] [again]'],
  ])('of %j for %j is %j', (text, typed, shown) => {
    expect(marked(text, typed)).toBe(shown);
  });

  it('is null where a word is missing', () => {
    expect(marked('Do you open?', 'open sunday')).toBeNull();
    expect(marked('open sundays', '"open sunday"')).toBeNull();
  });

  it('of a long text begins shortly before the first hit', () => {
    const shown = marked(
      `${'once more '.repeat(100)}the needle ${'and on '.repeat(100)}`,
      'needle',
    );
    expect(shown).toMatch(/^….{10,60}\[needle\].{20,140}…$/);
  });

  it('scores whole words above begun ones, and words together above words apart', () => {
    const score = (text: string, typed: string) => excerptOf(text, parseSearch(typed))?.score ?? 0;
    expect(score('sun', 'sun')).toBeGreaterThan(score('sundays', 'sun'));
    expect(score('sun and rain', 'sun rain')).toBeGreaterThan(
      score(`sun ${'x '.repeat(200)} rain`, 'sun rain'),
    );
  });

  it('never breaks a character, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        const whole = excerptOf(`${text} needle ${text}`, parseSearch('needle'));
        const shown = [...(whole?.parts ?? []), ...plainExcerpt(text)].map((part) => part.text);
        expect(shown.join('').isWellFormed()).toBe(true);
      }),
    );
  });
});
