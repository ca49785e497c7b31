import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultSentence } from '../../../../common/rules/handler-faults/handler-fault.ts';
import { refusedAnswer } from '../../../../common/rules/handler-faults/refused-answer.ts';
import { unreadableAnswer } from '../../../../common/rules/handler-faults/unreadable-answer.ts';
import { hostileText } from '../../../doubles/handlers/hostile-text.ts';

const refused = (body: string, status = 500) =>
  faultSentence(refusedAnswer({ url: 'http://127.0.0.1:9/hook', status, headers: [], body }));

/** The beginnings of patterns, without the ends that the rules look for. */
const BEGINNINGS = [
  '<',
  '<title>',
  '<title>a at /',
  '<pre>Error: ',
  '<pre>Cannot POST ',
  '<style',
  '&#x',
  '<h1',
  'a at /',
  'Fatal error: ',
  'Invalid HTTP_HOST header: ',
  'Blocked hosts: ',
  '{"message":',
  '[',
];

describe('the answer that nobody wrote for us', () => {
  it.each(BEGINNINGS)('a megabyte of %j is one short sentence', (beginning) => {
    const body = beginning.repeat(1_000_000 / beginning.length);
    expect(refused(body).length).toBeLessThan(900);
    expect(unreadableAnswer(body)?.length ?? 0).toBeLessThan(900);
  });

  it('is one line, whatever it holds', () => {
    const value = fc.oneof(
      hostileText,
      fc.json(),
      hostileText.map((text) => `<html>${text}</html>`),
    );
    fc.assert(
      fc.property(value, fc.integer({ min: 300, max: 599 }), (body, status) => {
        expect(refused(body, status)).toMatch(/^The handler answered [^\n\r\u2028\u2029\u202e]+$/);
      }),
    );
  });

  it('does not quote more than a sentence', () => {
    expect(refused(JSON.stringify({ error: { message: 'x'.repeat(5_000) } }))).toMatch(/“x{199}…”/);
  });
});
