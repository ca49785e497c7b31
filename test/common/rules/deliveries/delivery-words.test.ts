import { describe, expect, it } from 'vitest';
import { wordsOf, wordsOfBody } from '../../../../common/rules/deliveries/delivery-words.ts';

describe('the words of a delivery', () => {
  it('are who is at the other end, and what they wrote or said', () => {
    expect(
      wordsOf({ from: '+12025550147', to: '+14155550100', message: 'Open\n on  Sunday?' }),
    ).toEqual({ counterparty: '+12025550147', excerpt: 'Open on Sunday?' });
    const outbound = { direction: 'outbound', from: '+14155550100', to: '+12025550147' };
    expect(wordsOf({ ...outbound, transcript: 'Hello?' })).toEqual({
      counterparty: '+12025550147',
      excerpt: 'Hello?',
    });
  });

  it('are the summary of a call that is over, and a reaction', () => {
    const ended = { from: '+12025550147', transcript: [{ role: 'user', content: 'Hi' }] };
    expect(wordsOf({ ...ended, summary: 'Asked for hours.' }).excerpt).toBe('Asked for hours.');
    expect(wordsOf({ fromNumber: '+12025550147', reactionType: 'love' })).toEqual({
      counterparty: '+12025550147',
      excerpt: 'love',
    });
  });

  it('are cut without tearing a character', () => {
    const excerpt = wordsOf({ message: `${'a'.repeat(118)}😀😀` }).excerpt ?? '';
    expect(excerpt).toBe(`${'a'.repeat(118)}…`);
    expect(excerpt.isWellFormed()).toBe(true);
  });

  it('are none where a body is no event', () => {
    const none = { counterparty: null, excerpt: null };
    for (const body of [
      '',
      '[]',
      'null',
      '{"text": "x"}',
      '{"data": 3}',
      '{"data": {"message": 4}}',
    ]) {
      expect(wordsOfBody(body)).toEqual(none);
    }
  });
});
