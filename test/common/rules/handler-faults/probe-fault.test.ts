import { describe, expect, it } from 'vitest';
import {
  type ProbedAnswer,
  probeFault,
} from '../../../../common/rules/handler-faults/probe-fault.ts';

const answer = (status: number, body = '', error = `${status} ${body}`): ProbedAnswer => ({
  answer: { url: 'http://127.0.0.1:9/hook', status, headers: [], body },
  error,
});
const FASTAPI = answer(422, '{"detail":[{"type":"missing","loc":["header","x-signature"]}]}');
const silence = (error: string): ProbedAnswer => ({ answer: null, error });

describe('a handler that refuses everything', () => {
  it.each([
    ['401', answer(401, 'no'), answer(401, 'no')],
    ['403', answer(403, 'no'), answer(403, 'no')],
    [
      '400 with a word on the signature',
      answer(400, 'bad signature'),
      answer(400, 'bad signature'),
    ],
    ['422 with a word on the HMAC', answer(422, 'HMAC'), answer(422, 'HMAC')],
    ['another id in each answer', answer(401, 'id 12ab34cd'), answer(401, 'id 98fe76dc')],
    ['another time in each answer', answer(401, 'at 10:01'), answer(401, 'at 10:02')],
  ])('checks with another secret: %s', (_what, right, forged) => {
    expect(probeFault(right, forged, [answer(200)])).toMatchObject({
      cause: 'wrongSecret',
      finding: expect.stringMatching(
        /^The rightly signed request was refused as the forged one was, so the handler most likely checks with another secret\. The handler answered 4\d\d/,
      ),
      fix: 'Copy the current secret of this webhook into your configuration, whole and without blanks, and start the handler anew: every POST to /v1/webhooks makes a new secret.',
    });
  });

  it.each([
    ['a route that is not there', 404],
    ['an exception', 500],
    ['a body it cannot read', 400],
  ])('was never reached: %s', (_what, status) => {
    const same = answer(status, 'sorry');
    expect(probeFault(same, same, [same, same])).toMatchObject({
      cause: 'notReached',
      finding: expect.stringMatching(
        /^The signature was never reached\. Every request got the same answer, the rightly signed one too\. The handler answered \d+ .* It wrote: “sorry”\.$/,
      ),
    });
  });

  it('says what to do about the answer, or about none', () => {
    const missing = answer(404);
    expect(probeFault(missing, missing, []).fix).toBe(
      'Correct the path of the webhook URL, or add the route.',
    );
    const gone = silence('Nothing listens at 127.0.0.1:9.');
    expect(probeFault(gone, gone, [gone])).toEqual({
      cause: 'notReached',
      finding:
        'The signature was never reached. Every request got the same answer, the rightly signed one too. Nothing listens at 127.0.0.1:9.',
      fix: 'Get it to answer first, then probe again.',
    });
    const none: ProbedAnswer = { answer: null, error: null };
    expect(probeFault(none, none, []).finding).toMatch(/the rightly signed one too\. $/);
  });

  it.each([
    ['the forged one got another answer', answer(401, 'no'), answer(401, 'other'), []],
    ['one of the others got another answer', answer(500), answer(500), [answer(200)]],
    ['the forged one got another status', answer(500, '', 'x'), answer(404, '', 'x'), []],
    ['a framework refused them', FASTAPI, answer(422), []],
    ['a server broke over a signature', answer(500, 'signature'), answer(200), []],
  ])('has no known mistake: %s', (_what, right, forged, others) => {
    const fault = probeFault(right, forged, others);
    expect(fault.cause).toBe('unknown');
    expect(fault.finding).toMatch(
      /^No known mistake explains it\. Of the rightly signed request: The handler answered/,
    );
    expect(fault.fix).toBe(
      'Print what your code signs, byte by byte, and compare it with the request in the list.',
    );
  });

  it('is not its own check where a framework asks for a login', () => {
    const login: ProbedAnswer = {
      answer: {
        url: 'http://127.0.0.1:9/hook',
        status: 401,
        headers: [['WWW-Authenticate', 'Basic']],
        body: '',
      },
      error: 'login',
    };
    expect(probeFault(login, login, [login]).cause).toBe('notReached');
    expect(probeFault(login, login, [answer(200)]).cause).toBe('unknown');
  });
});
