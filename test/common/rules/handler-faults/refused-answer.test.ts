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

describe('what to do about a status', () => {
  const CLINIC = 'Your own check of the signature refused it: run the signature clinic on it.';
  const LOOK =
    'Look whether the server behind the proxy runs and is ready; any 2xx counts as received.';

  it.each([
    [400, 'no', 'Compare the body that was sent with what your handler expects.'],
    [422, 'no', 'Compare the body that was sent with what your handler expects.'],
    [400, 'Bad Signature', CLINIC],
    [422, 'digest differs', CLINIC],
    [401, 'hmac', CLINIC],
    [403, 'old timestamp', CLINIC],
    [
      401,
      'no',
      'Most likely its signature: run the signature clinic on it. If a login stands before the route, exempt the path.',
    ],
    [404, 'no', 'Correct the path of the webhook URL, or add the route.'],
    [405, 'no', 'Let the route accept POST.'],
    [408, 'no', 'Read the whole body before you work on it.'],
    [411, 'no', 'Let the server take larger bodies.'],
    [413, 'no', 'Let the server take larger bodies.'],
    [415, 'no', 'Let the route take application/json.'],
    [429, 'no', "Exempt the webhook's path from the rate limit."],
    [502, 'no', LOOK],
    [503, 'no', LOOK],
    [504, 'no', LOOK],
    [418, 'no', "Look into your handler's log; any 2xx counts as received."],
    [500, 'no', "Look into your handler's log; any 2xx counts as received."],
  ])('%s with "%s"', (status, body, fix) => {
    const { finding, fix: told } = refusedAnswer({
      url: 'http://127.0.0.1:9/hook',
      status,
      headers: [],
      body,
    });
    expect(told).toBe(fix);
    expect(finding).toMatch(
      new RegExp(`^The handler answered ${status} .*\\. It wrote: “${body}”\\.$`),
    );
  });

  it('names what is allowed', () => {
    const headers = [['Allow', 'GET, HEAD']] as const;
    const url = 'http://127.0.0.1:9/hook';
    expect(refusedAnswer({ url, status: 405, headers, body: '' })).toEqual({
      finding: 'The handler answered 405 Method Not Allowed, without a word.',
      fix: 'Let the route accept POST. It allows GET, HEAD.',
    });
    expect(refusedAnswer({ url, status: 599, headers, body: '' }).finding).toBe(
      'The handler answered 599, without a word.',
    );
  });
});

describe('a redirect', () => {
  const LOGIN =
    "A login stands before the route: exempt the webhook's path from it; the signature takes its place.";
  const ADDRESS = 'Register the address it points to.';

  it.each([
    [
      '/hook/',
      'http://127.0.0.1:9/hook/',
      'The route ends in a slash: register http://127.0.0.1:9/hook/.',
    ],
    ['/login?next=/hook', 'http://127.0.0.1:9/login?next=/hook', LOGIN],
    ['/auth', 'http://127.0.0.1:9/auth', LOGIN],
    ['/a/sign-in/b', 'http://127.0.0.1:9/a/sign-in/b', LOGIN],
    ['/author', 'http://127.0.0.1:9/author', ADDRESS],
    ['/other', 'http://127.0.0.1:9/other', ADDRESS],
    ['https://127.0.0.1:9/hook/', 'https://127.0.0.1:9/hook/', ADDRESS],
    ['http://127.0.0.1:8/hook/', 'http://127.0.0.1:8/hook/', ADDRESS],
  ])('to %s is told with its address', (location, href, fix) => {
    const headers = [['Location', location]] as const;
    const url = 'http://127.0.0.1:9/hook';
    expect(refusedAnswer({ url, status: 307, headers, body: '' })).toEqual({
      finding: `The handler answered 307 Temporary Redirect, to ${href}. Redirects are not followed.`,
      fix,
    });
  });

  it('to the same path without its slash is told so', () => {
    const url = 'http://127.0.0.1:9/hook/';
    const headers = [['Location', '/hook']] as const;
    expect(refusedAnswer({ url, status: 308, headers, body: '' }).fix).toBe(
      'The route has no slash at its end: register http://127.0.0.1:9/hook.',
    );
  });

  it('to a long address is told with its beginning', () => {
    const headers = [['Location', `/${'x'.repeat(400)}`]] as const;
    const { finding } = refusedAnswer({ url: 'http://a.example/', status: 302, headers, body: '' });
    expect(finding).toBe(
      `The handler answered 302 Found, to ${`http://a.example/${'x'.repeat(400)}`.slice(0, 300)}. Redirects are not followed.`,
    );
  });

  it.each<readonly (readonly [string, string])[][]>([[[]], [[['Location', 'http://[']]]])(
    'to nowhere is told so',
    (headers) => {
      expect(refusedAnswer({ url: 'http://a.example/', status: 399, headers, body: '' })).toEqual({
        finding: 'The handler answered 399, and names no address. Redirects are not followed.',
        fix: 'Answer 2xx where the webhook is registered.',
      });
    },
  );
});
