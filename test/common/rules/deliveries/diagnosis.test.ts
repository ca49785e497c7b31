import { describe, expect, it } from 'vitest';
import type { AttemptFailure, DeliveryDetail } from '../../../../common/contract/index.ts';
import { diagnose } from '../../../../common/rules/deliveries/diagnosis.ts';

const ATTEMPT = {
  number: 1,
  url: 'http://127.0.0.1:3000/hook',
  outcome: 'success',
  failure: null,
  error: null,
  fault: null,
  status: 200,
  responseHeaders: [['content-type', 'application/json']],
  responseBody: { text: '{}', base64: null },
};
const DELIVERY = {
  id: 'dlv_1',
  kind: 'event',
  event: 'agent.call_ended',
  channel: 'voice',
  status: 'success',
  url: 'http://127.0.0.1:3000/hook',
  demo: false,
  error: null,
  attemptCount: 1,
  nextRetryAt: null,
  signature: { ok: true },
};

function diagnosis(part: object = {}, attempt: object | null = {}) {
  const attempts = attempt === null ? [] : [{ ...ATTEMPT, ...attempt }];
  return diagnose({ ...DELIVERY, attempts, ...part } as unknown as DeliveryDetail);
}
/** Each step as `check state: finding`. */
const told = (part: object = {}, attempt: object | null = {}) =>
  diagnosis(part, attempt).steps.map(
    ({ check, state, finding }) => `${check} ${state}: ${finding}`,
  );
const fixOf = (check: string, part: object = {}, attempt: object | null = {}) =>
  diagnosis(part, attempt).steps.find((step) => step.check === check)?.fix;

const REGISTERED = 'registered ok: It goes to http://127.0.0.1:3000/hook.';
const ALLOWED = 'addressAllowed ok: The address may be sent to.';
const KNOWN = 'nameKnown ok: The host name is known.';
const REACHED = 'reachable ok: A connection was made.';
const ANSWERED = 'answered ok: It answered in time.';
const SIGNED = 'signature ok: It was signed right.';
const not = (...checks: string[]) =>
  checks.map((check) => `${check} notReached: It did not come to that.`);

describe('a delivery that arrived', () => {
  it('is healthy, each step told', () => {
    expect(diagnosis()).toMatchObject({
      healthy: true,
      verdict: 'It arrived, and all is well.',
      deliveryId: 'dlv_1',
    });
    expect(told()).toEqual([
      REGISTERED,
      ALLOWED,
      KNOWN,
      REACHED,
      ANSWERED,
      'status ok: It answered 200.',
      SIGNED,
    ]);
    expect(diagnosis().steps.every(({ fix }) => fix === null)).toBe(true);
  });

  it('went over TLS where its address says so', () => {
    expect(told({ url: 'https://a.example/' })).toContain('secure ok: TLS was agreed.');
    expect(told({ url: 'http://a.example/https:' }).join()).not.toContain('TLS');
  });

  it('went to the demo handler where that is the one', () => {
    expect(told({ demo: true })[0]).toBe(
      'registered ok: It goes to http://127.0.0.1:3000/hook, the built-in demo handler.',
    );
  });

  it.each([
    [null, {}, undefined],
    [{ ok: true }, {}, 'signature ok: It was signed right.'],
    [
      { ok: false, reason: 'Another secret.' },
      {},
      'signature note: It was signed wrong: Another secret.',
    ],
    [
      { ok: false, reason: 'Another secret.' },
      { fault: 'badSignature' },
      'signature note: It was signed wrong, on purpose: Another secret.',
    ],
  ])('has the verdict on its signature: %j, %j', (signature, attempt, step) => {
    expect(told({ signature }, attempt).find((one) => one.startsWith('signature'))).toBe(step);
  });

  it('has the fault that was played on it', () => {
    expect(told({}, { fault: 'delay' })).toContain(
      'released note: A fault was played on it: delay.',
    );
    expect(diagnosis({}, { fault: 'delay' }).verdict).toBe('It arrived, and all is well.');
  });

  it.each([199, 300, 404, null])('is not one with the status %s', (status) => {
    const { healthy, verdict, steps } = diagnosis({}, { status });
    expect(healthy).toBe(false);
    expect(verdict).toMatch(new RegExp(`^The handler answered ${status ?? 0}`));
    expect(steps.map(({ check }) => check)).toContain('retries');
  });

  it.each([200, 204, 299])('is one with the status %s', (status) => {
    expect(diagnosis({}, { status }).healthy).toBe(true);
  });

  it('is read as a voice turn where it is one', () => {
    const turn = { event: 'agent.message', channel: 'voice' };
    const spoken = { responseBody: { text: '{"text":"Hi"}', base64: null } };
    expect(told(turn, spoken)).toContain('textPresent ok: It gave text to speak.');
    expect(diagnosis(turn).verdict).toMatch(/^The answer has no "text"/);
    expect(told({ event: 'agent.call_ended' }, spoken).join()).not.toContain('textPresent');
  });

  it('says of a text that its answer was not sent', () => {
    const text = { event: 'agent.message', channel: 'sms' };
    const answer = { responseBody: { text: '{"text":"Hi"}', base64: null } };
    const finding =
      'The answer has "text": "Hi", which was not sent to anybody. Texts are answered with POST /v1/messages; what a handler answers is not read.';
    expect(diagnosis(text, answer)).toMatchObject({ healthy: true, verdict: finding });
    expect(told(text).join()).not.toContain('understood');
    expect(told({ event: 'agent.reaction', channel: 'sms' }, answer).join()).not.toContain(
      'understood',
    );
  });
});

describe('a delivery that went nowhere', () => {
  it('has no webhook to go to', () => {
    expect(diagnosis({ status: 'nowhere' }, null)).toMatchObject({
      healthy: false,
      verdict: 'No webhook is registered.',
    });
    expect(diagnosis({ status: 'nowhere', error: 'None of the agent.' }, null).verdict).toBe(
      'None of the agent.',
    );
    expect(fixOf('registered', { status: 'nowhere' }, null)).toBe(
      'Register one with POST /v1/webhooks; the next event will go there. Replay this one then.',
    );
    expect(told({ status: 'nowhere' }, null).slice(1)).toEqual(
      not('addressAllowed', 'nameKnown', 'reachable', 'answered', 'status', 'signature'),
    );
  });

  it.each([
    [{ status: 'held' }, 'It is held and was not sent.', 'Release it, or clear the breakpoint.'],
    [{ status: 'cancelled' }, 'It was cancelled before it was sent.', 'Replay it.'],
  ])('was not let go: %j', (part, verdict, fix) => {
    expect(diagnosis(part, null)).toMatchObject({ healthy: false, verdict });
    expect(fixOf('released', part, null)).toBe(fix);
  });

  it('waits for its turn', () => {
    expect(diagnosis({ status: 'pending' }, null)).toMatchObject({
      healthy: true,
      verdict: 'It waits for its turn, behind others of its conversation.',
    });
  });

  it('is on its way', () => {
    const { healthy, verdict, steps } = diagnosis({ status: 'pending' }, { outcome: 'inFlight' });
    expect([healthy, verdict]).toEqual([true, 'It is on its way; no answer has come yet.']);
    expect(steps.find(({ check }) => check === 'status')?.state).toBe('notReached');
  });

  it('was on its way when the app ended', () => {
    const interrupted = { outcome: 'interrupted' };
    expect(diagnosis({}, interrupted)).toMatchObject({
      healthy: false,
      verdict: 'The app ended while it was on its way.',
    });
    expect(fixOf('answered', {}, interrupted)).toBe('Nothing: events are sent again.');
    expect(told({}, interrupted).at(-1)).toMatch(/^retries note/);
  });
});

describe('a delivery that failed', () => {
  const failed = (failure: AttemptFailure, error: string | null = 'Words.') => ({
    outcome: 'failed',
    failure,
    error,
    status: null,
  });

  it.each<[AttemptFailure, string[], string | null]>([
    [
      'addressRefused',
      ['addressAllowed problem: Words.'],
      'Register a loopback or public address, or allow private ones in the settings.',
    ],
    [
      'nameUnknown',
      [ALLOWED, 'nameKnown problem: Words.'],
      'Correct the host name in the webhook URL, or use 127.0.0.1 for this computer.',
    ],
    [
      'unreachable',
      [ALLOWED, KNOWN, 'reachable problem: Words.'],
      'Start your server, and check host and port of the webhook URL.',
    ],
    [
      'tls',
      [ALLOWED, KNOWN, REACHED, 'secure problem: Words.'],
      'Use a valid certificate, or http:// for a server on this computer. One of development can be trusted for this webhook (webhook.certificate, webhook.trust), or its authority for all by NODE_EXTRA_CA_CERTS at the start.',
    ],
    ['notHttp', [ALLOWED, KNOWN, REACHED, 'answered problem: Words.'], null],
    [
      'timeout',
      [ALLOWED, KNOWN, REACHED, 'answered problem: Words.'],
      "Answer at once and do slow work afterwards, or raise the webhook's timeout.",
    ],
    ['connectionLost', [ALLOWED, KNOWN, REACHED, 'answered problem: Words.'], null],
    ['tooLarge', [ALLOWED, KNOWN, REACHED, 'answered problem: Words.'], null],
    [
      'aborted',
      [ALLOWED, KNOWN, REACHED, 'answered problem: Words.'],
      'Nothing: the call did not wait for the answer.',
    ],
  ])('by %s got so far', (failure, steps, fix) => {
    const all = told({}, failed(failure)).filter((step) => !step.includes('notReached'));
    expect(all).toEqual([REGISTERED, ...steps, expect.stringMatching(/^retries note/)]);
    const problem = diagnosis({}, failed(failure)).steps.find(({ state }) => state === 'problem');
    expect(problem?.fix).toBe(fix);
    expect(diagnosis({}, failed(failure))).toMatchObject({ healthy: false, verdict: 'Words.' });
  });

  it('agreed on TLS before it failed, where its address says so', () => {
    expect(told({ url: 'https://a.example/' }, failed('timeout'))).toContain(
      'secure ok: TLS was agreed.',
    );
  });

  it('failed without words', () => {
    expect(diagnosis({}, failed('timeout', null)).verdict).toBe('It failed.');
  });

  it.each([
    [
      { status: 'pending', attemptCount: 2, nextRetryAt: '2026-01-01T00:00:00.000Z' },
      'Attempt 3 of 6 follows at 2026-01-01T00:00:00.000Z.',
    ],
    [{ status: 'pending', attemptCount: 2 }, 'Attempt 3 of 6 follows at once.'],
    [{ status: 'failed', attemptCount: 6 }, 'No attempt follows after 6; replay it by hand.'],
    [{ status: 'failed', kind: 'voice' }, 'It is not sent again by itself.'],
  ])('is tried again or not: %j', (part, finding) => {
    expect(told(part, failed('timeout')).at(-1)).toBe(`retries note: ${finding}`);
  });

  it('is judged by its latest attempt', () => {
    const attempts = [{ ...ATTEMPT, ...failed('timeout') }, ATTEMPT];
    expect(diagnosis({ attempts }).healthy).toBe(true);
  });
});
