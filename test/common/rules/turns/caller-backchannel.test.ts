import { describe, expect, it } from 'vitest';
import { isBackchannel } from '../../../../common/rules/turns/caller-backchannel.ts';

describe('a caller’s back-channel', () => {
  it.each(['mm-hmm', 'Mm-hmm.', 'Yeah, yeah.', 'OK', 'uh-huh', 'I see.', 'mm-hmm, right', '', '…'])(
    '"%s" only says "go on"',
    (text) => expect(isBackchannel(text, 'en-US')).toBe(true),
  );

  it.each([
    ['de-DE', 'Ja.', 'Genau.', 'Ja, ja.', 'Alles klar.', 'Mhm, stimmt.'],
    ['es-MX', 'Sí.', 'Claro.', 'Vale, vale.', 'De acuerdo.'],
    ['fr-FR', 'Oui.', 'D’accord.', "D'accord.", 'C’est ça.', 'Oui, oui, bien sûr.'],
    ['pt-BR', 'Sim.', 'Tá bom.', 'Certo, certo.'],
    ['it', 'Sì.', 'Va bene.', 'Certo.'],
    ['nl', 'Ja.', 'Precies.'],
    ['ja-JP', 'はい。', 'はい、はい。', 'なるほど'],
    ['ko-KR', '네.', '네, 네.'],
    ['zh-CN', '嗯。', '好的。', '对，对。'],
    ['hi-IN', 'हाँ।', 'जी हाँ', 'ठीक है।'],
  ])('is one in %s too: %s', (language, ...texts) => {
    for (const text of texts) expect(isBackchannel(text, language), text).toBe(true);
  });

  it.each([
    'Stop',
    'No, wait',
    'Yes, but on Sundays?',
    'okay then let us do that',
    'nein',
    'Genau.',
    '2.',
    '4711',
    'Okay, 3.',
    '7 okay',
    '9:30',
    '$50',
    '100%',
    '#1',
    '٣',
  ])('"%s" interrupts', (text) => expect(isBackchannel(text, 'en')).toBe(false));
});
