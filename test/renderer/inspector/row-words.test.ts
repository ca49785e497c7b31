import { describe, expect, it } from 'vitest';
import { inWords, rowWords, testsInWords } from '../../../renderer/inspector/row-words.ts';
import { delivery } from '../state/live-fixtures.ts';

const nameOf = (address: string) => (address === '+12025550147' ? 'Ada' : address);

describe('the words of a row', () => {
  it('are who, their words in quotes, and the path', () => {
    const spoken = delivery({ counterparty: '+12025550147', excerpt: 'Open on Sunday?' });
    expect(rowWords(spoken, nameOf)).toEqual({
      who: 'Ada',
      excerpt: '“Open on Sunday?”',
      path: '/hook',
    });
    expect(inWords(spoken, nameOf)).toBe('Ada “Open on Sunday?”');
  });

  it('do not quote a summary, and have no words where there are none', () => {
    const ended = { event: 'agent.call_ended', excerpt: 'Asked for hours.' };
    expect(rowWords(delivery(ended), nameOf).excerpt).toBe('Asked for hours.');
    expect(rowWords(delivery({ url: '' }), nameOf)).toEqual({ who: null, excerpt: null, path: '' });
    expect(inWords(delivery(), nameOf)).toBe('agent.message');
  });

  it('name the server of what is only recorded', () => {
    const tool = delivery({ kind: 'tool', event: 'book', url: 'http://127.0.0.1:8080/tools/book' });
    expect(rowWords(tool, nameOf)).toMatchObject({ who: '127.0.0.1:8080', path: '/tools/book' });
    const callback = delivery({ kind: 'callback', url: '/twilio/voice' });
    expect(rowWords(callback, nameOf)).toMatchObject({ who: null, path: '/twilio/voice' });
  });

  it('count the tests', () => {
    const tests = [delivery(), delivery({ status: 'failed' }), delivery({ status: 'failed' })];
    expect(testsInWords(tests)).toBe('3 tests, 2 refused');
    expect(testsInWords(tests.slice(0, 1))).toBe('1 test');
  });
});
