import { describe, expect, it } from 'vitest';
import { stripMarkup } from '../../../../common/rules/turns/strip-markup.ts';

describe('markup', () => {
  it.each([
    ['One <b>moment</b>.', 'One moment .'],
    ['Sure <tool_call>{"name": "x"}</tool_call> done', 'Sure done'],
    ['<thinking>hm <i>so</i></thinking>Yes', ' Yes'],
    ['<speak>Hi <break time="1s"/> there</speak>', ' Hi there '],
    ['5 < 6 and 7 > 3', '5 < 6 and 7 > 3'],
    ['a <- b', 'a <- b'],
    ['<think>never closed', ' never closed'],
  ])('of %j is not spoken', (given, spoken) => expect(stripMarkup(given)).toBe(spoken));

  it('takes linear time, also for text made to slow it down', () => {
    for (const part of ['<think>', '<think ', '<', '<a ', '</think>', '<tool_call></think>']) {
      const startedMs = performance.now();
      stripMarkup(part.repeat(300_000));
      expect(performance.now() - startedMs).toBeLessThan(2_000);
    }
  });
});
