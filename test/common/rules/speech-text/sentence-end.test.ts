import { describe, expect, it } from 'vitest';
import { SentenceEnds } from '../../../../common/rules/speech-text/segmentation/sentence-end.ts';

/** The first sentence of a text, cut where it ends; null while that is not certain. */
function first(text: string, language = 'en', mayGlue = false): string | null {
  const end = new SentenceEnds(language).first(text, mayGlue);
  return end === null ? null : text.slice(0, end);
}

describe('the first sentence', () => {
  it.each([
    ['He saw it. Then', 'He saw it.'],
    // Without a vowel a word is an abbreviation, as long as a small letter follows.
    ['The rgst. office said. Then', 'The rgst. office said.'],
    ['The rigst. office said. Then', 'The rigst.'],
    ['The rgst. Office', 'The rgst.'],
    ['The rgst.', null],
    ['The rg.', 'The rg.'],
    ['The RGST. office', 'The RGST.'],
    ['The rgstrbn. office', 'The rgstrbn.'],
    ['Это стр. пять', 'Это стр.'],
    ['Hmm. so it is', 'Hmm.'],
    // Units behind a figure.
    ['Wait 5 secs. more', null],
    ['5 secs. more', null],
    ['Wait 2.5 secs. more', null],
    ['Wait some secs. more', 'Wait some secs.'],
    ['Wait 5 long secs. more', 'Wait 5 long secs.'],
    ['Wait 5 secs. More', 'Wait 5 secs.'],
    // Numbers, Roman and others.
    ['King II. Then', 'King II.'],
    ['King II. then', null],
    ['See xII. then', 'See xII.'],
    ['See IIx. then', 'See IIx.'],
    ['Call 5. Then', 'Call 5.'],
    ['At 5.', null],
    ['At 5. ', 'At 5.'],
    ['1. Open it. Then', '1. Open it.'],
    ['• 1. Open it. Then', '• 1. Open it.'],
    ['- 12. Open it. Then', '- 12. Open it.'],
    ['123. Open it. Then', '123.'],
    ['It is 1. Open it', 'It is 1.'],
    ['1. ', null],
    ['No. 5 is', null],
    ['No. I will', 'No.'],
    ['Apt No. Bob went', null],
    ['See Sec. 2 now', null],
    ['See Sec. two', null],
    ['See Sec. Two', 'See Sec.'],
    // Addresses.
    ['See www.acme.', null],
    ['See www.acme. ', 'See www.acme.'],
    ['See a/b.', null],
    ['Ask a@b.', null],
    // What may stand at an end.
    ['At 5 a.m. we go', null],
    ['At 5 a.m. We go', 'At 5 a.m.'],
    ['At 5 a.m. “We go', 'At 5 a.m.'],
    ['At 5 a.m. Bob goes. Then', 'At 5 a.m. Bob goes.'],
    ['At 5 a.m. W', null],
    ['At 5 a.m. 7 of us', null],
    ['It is etc. Bob goes', 'It is etc.'],
    ['J. Smith came. He', 'J. Smith came.'],
    ['In the U.S. He went', 'In the U.S.'],
    ['In the U.S.', null],
    // Titles, and roads that are called like them.
    ['Mr. Bob came. He', 'Mr. Bob came.'],
    ['See Dr. He went', null],
    ['On Oak Dr. He went', 'On Oak Dr.'],
    ['On Oak Dr. Bob went', null],
    ['Oak Dr. He went', null],
    ['Dr.\nSmith', 'Dr.'],
    ['Dr. \nSmith', 'Dr.'],
    // Marks other than a dot.
    ['Hey! is', 'Hey!'],
    ['Hey! Inc. it', null],
    ['Hey? Inc it', 'Hey?'],
    ['Yahoo! is it. Then', 'Yahoo! is it.'],
    ['Yahoo!  is it. Then', 'Yahoo!  is it.'],
    ['Yahoo! Then', 'Yahoo!'],
    ['Yahoo!', null],
    ['Yahoo! ', null],
    ['"Really?" she asked. Then', '"Really?" she asked.'],
    ['"Really?"  she asked. Then', '"Really?"  she asked.'],
    ['"Really?" She', '"Really?"'],
    ['Wait... what', 'Wait...'],
    ['Wait?.. what', 'Wait?..'],
    ['... Yes. No', '... Yes.'],
    ['Do:\n1. Open it', 'Do:\n'],
  ])('of %j is %j', (text, sentence) => {
    expect(first(text)).toBe(sentence);
  });

  it.each([
    ['de', 'Friedrich II. war da. Dann', 'Friedrich II. war da.'],
    ['de', 'Heinrich VIII. Tudor kam. Dann', 'Heinrich VIII. Tudor kam.'],
    ['de', 'Am 5. Mai war es. Dann', 'Am 5. Mai war es.'],
    ['de', 'Am 5. Meier kam. Dann', 'Am 5. Meier kam.'],
    ['de', 'Am 5. Dann kam', 'Am 5.'],
    ['de', 'Am 5. Mei', null],
    ['de', 'Am 5. ', null],
    ['de', 'Das war 1990. Dann kam', 'Das war 1990.'],
    ['de', 'Die Hauptstr. ist lang. Dann', 'Die Hauptstr. ist lang.'],
    ['de', 'Das ist z. B. gut. Dann', 'Das ist z. B. gut.'],
    ['it', "l'ing. Rossi viene. Poi vado", "l'ing. Rossi viene."],
    ['it', 'Sono qui. Poi vado', 'Sono qui.'],
    ['it', 'Sono qui. Po', null],
    ['it', 'Numeri. 5 amici', 'Numeri.'],
    ['el', 'Τι κάνεις; Καλά', 'Τι κάνεις;'],
    ['el-GR', 'Τι κάνεις; Καλά', 'Τι κάνεις;'],
    ['en', 'Τι κάνεις; Καλά', null],
    ['ell', 'Τι κάνεις; Καλά', null],
    ['tel', 'Τι κάνεις; Καλά', null],
  ])('in %s of %j is %j', (language, text, sentence) => {
    expect(first(text, language)).toBe(sentence);
  });

  it.each([
    ['Wait.', null],
    ['Wait..', null],
    ['Wait...', 'Wait...'],
    ['Wait!', 'Wait!'],
    ['Wait. ', 'Wait.'],
  ])('of %j, which may go on without a blank, is %j', (text, sentence) => {
    expect(first(text, 'en', true)).toBe(sentence);
  });
});
