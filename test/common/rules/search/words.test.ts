import { describe, expect, it } from 'vitest';
import { addressText, foldedText, wordsOf } from '../../../../common/rules/search/words.ts';

describe('the words of a text', () => {
  it.each([
    ['Crème BRÛLÉE, Straße', 'creme brulee strasse'],
    ['İstanbul ŁÓDŹ Ærø', 'istanbul lodz aero'],
    ['ＡＢＣ１２３', 'abc123'],
    ['Ελλάς Москва́', 'ελλασ москва'],
    ['日曜日は10時', '日 曜 日 は 10 時'],
    ['ﾃﾞｰﾀ データ', 'デ ー タ デ ー タ'],
    ['がか', 'が か'],
    ['한국어 हिन्दी', '한국어 हिन्दी'],
    ["don't-stop", 'don t stop'],
    ['ok 👍🏽!', 'ok 👍'],
    ['\u0000\ud800 "*"', ''],
  ])('of %j are %j', (text, words) => {
    expect(foldedText(text)).toBe(words);
  });

  it('stand where they are written', () => {
    for (const text of ['Ten to four, é 日曜 and Straße', 'plain ASCII words']) {
      for (const { folded, start, end } of wordsOf(text)) {
        expect(foldedText(text.slice(start, end))).toBe(folded);
      }
    }
  });
});

it('a phone number is found by any end of its digits, an address by its words', () => {
  expect(addressText('+12025550147').split(' ')).toEqual(
    expect.arrayContaining(['12025550147', '2025550147', '0147', '147']),
  );
  expect(addressText('sip:bob@example.com')).toBe('sip bob example com');
});
