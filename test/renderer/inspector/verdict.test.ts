import { describe, expect, it } from 'vitest';
import type { DeliveryAttempt, DeliveryDetail } from '../../../common/contract/index.ts';
import { rowState } from '../../../renderer/inspector/row-state.ts';
import { verdictOf } from '../../../renderer/inspector/verdict.ts';
import { delivery, deliveryDetail } from '../state/live-fixtures.ts';

function withAttempt(
  changes: Partial<DeliveryAttempt>,
  overrides: Partial<DeliveryDetail> = {},
): DeliveryDetail {
  const detail = deliveryDetail(overrides);
  return { ...detail, attempts: detail.attempts.map((attempt) => ({ ...attempt, ...changes })) };
}

describe('the verdict on a delivery', () => {
  it('is green with the time of the first line of a stream', () => {
    const streamed = withAttempt({ responseHeaders: [['Content-Type', 'application/x-ndjson']] });
    const line = { interim: false, afterMs: 38, heardFromMs: 60, heardToMs: 900 };
    expect(verdictOf(streamed, [{ text: 'Hi', ...line }])).toEqual({
      tone: 'ok',
      headline: 'Signature right, first line after 38 ms',
      detail: 'NDJSON, 1 line, closed by a final line',
    });
  });

  it('is never green when the caller heard nothing', () => {
    const body = { base64: null, sizeBytes: 17, truncated: false };
    const torn = withAttempt({ responseBody: { ...body, text: '{"text": "Hello, ' } });
    expect(verdictOf(torn, [])).toMatchObject({
      tone: 'bad',
      headline: '200, and the caller heard nothing',
      detail: expect.stringContaining('The answer ends in the middle of its JSON'),
    });
    const copy = withAttempt({ responseBody: { ...body, text: '"Hello"' } }, { kind: 'replay' });
    expect(verdictOf(copy, []).headline).toBe('200, and a caller would hear nothing');
    const deed = withAttempt({ responseBody: { ...body, text: '{"hangup": true}' } });
    expect(verdictOf(deed, []).tone).toBe('ok');
    const text = withAttempt(
      { responseBody: { ...body, text: 'ok' } },
      { channel: 'sms', kind: 'event' },
    );
    expect(verdictOf(text, []).tone).toBe('ok');
    expect(rowState(delivery({ silent: true }))).toEqual({
      tone: 'bad',
      hollow: false,
      text: '200 · silent',
    });
  });

  it('names the content type where there was no stream', () => {
    expect(verdictOf(deliveryDetail(), [])).toEqual({
      tone: 'ok',
      headline: 'Signature right, 200 after 38 ms',
      detail: 'application/json, 13 bytes',
    });
  });

  it('judges the attempt it is asked about', () => {
    const detail = deliveryDetail({ kind: 'event', attemptCount: 2 });
    const [latest] = detail.attempts;
    if (!latest) throw new Error('The fixture has an attempt.');
    const failed = { ...latest, outcome: 'failed', status: 503, error: 'Busy.' } as const;
    const both = { ...detail, attempts: [failed, { ...latest, number: 2 }] };
    expect(verdictOf(both, [], 1)).toEqual({
      tone: 'bad',
      headline: 'Your server answered 503',
      detail: 'Busy.',
    });
    expect(verdictOf(both, []).tone).toBe('ok');
  });

  it('does not call a status an answer when the rest of it never came', () => {
    const torn = { outcome: 'failed', status: 200, failure: 'connectionLost' } as const;
    const detail = withAttempt({ ...torn, error: 'The answer broke off after 2 lines.' });
    expect(verdictOf(detail, [])).toMatchObject({
      headline: '200, and the answer broke off',
      detail: expect.stringContaining('The answer broke off after 2 lines.'),
    });
  });

  it('says before which attempt it is held', () => {
    expect(verdictOf(deliveryDetail({ status: 'held' }), []).headline).toBe(
      'Held before attempt 2',
    );
  });

  it('puts a wrong signature above everything else', () => {
    const signature = {
      ok: false,
      signedString: '',
      expected: 'a',
      sent: 'b',
      maskedSecret: '••••',
      reason: 'Other secret.',
    };
    expect(verdictOf(withAttempt({ signature }), [])).toEqual({
      tone: 'bad',
      headline: 'Signature wrong',
      detail: 'Other secret.',
    });
  });

  it('tells a wrong signature of an earlier attempt, and that it was on purpose', () => {
    const detail = deliveryDetail({ kind: 'event', attemptCount: 2 });
    const [latest] = detail.attempts;
    if (!latest?.signature) throw new Error('The fixture has a signed attempt.');
    const broken = {
      ...latest,
      signature: { ...latest.signature, ok: false },
      fault: 'Bad signature, asked for by hand',
    };
    const both = { ...detail, attempts: [broken, { ...latest, number: 2 }] };
    expect(verdictOf(both, [], 1)).toMatchObject({
      headline: 'Signature wrong, on purpose',
      detail: 'Bad signature, asked for by hand.',
    });
    expect(verdictOf(both, []).headline).toBe('Signature right, 200 after 38 ms');
  });

  it('says that a failed voice turn is never sent again', () => {
    const failed = withAttempt({ outcome: 'failed', status: 500 }, { status: 'failed' });
    expect(verdictOf(failed, [])).toMatchObject({
      tone: 'bad',
      headline: 'Your server answered 500',
      detail: 'Voice turns are never sent again: the caller heard silence.',
    });
  });

  it('gives the error of a server that never answered', () => {
    const failed = withAttempt(
      { outcome: 'failed', status: null, error: 'Nothing listens at 127.0.0.1:3000.' },
      { kind: 'event', status: 'pending', nextRetryAt: '2026-11-02T10:05:02.000Z' },
    );
    expect(verdictOf(failed, [])).toMatchObject({
      headline: 'No answer',
      detail: 'Nothing listens at 127.0.0.1:3000. Attempt 1 of 6; sent again later.',
    });
  });

  it('tells when nobody was there', () => {
    const nowhere = deliveryDetail({ status: 'nowhere', attempts: [], signature: null });
    expect(verdictOf(nowhere, []).headline).toBe('Nobody was there to receive it');
  });
});

describe('the state of a row', () => {
  it('counts attempts while more are to come', () => {
    const row = delivery({ status: 'pending', attemptCount: 2, httpStatus: 503 });
    expect(rowState(row)).toEqual({ tone: 'bad', hollow: false, text: '503 · 2 of 6' });
  });

  it('says what came and how long it took', () => {
    expect(rowState(delivery({ durationMs: 1_540 })).text).toBe('200 · 1540 ms');
  });
});
