import { describe, expect, it } from 'vitest';
import type { DeliveryAttempt } from '../../../common/contract/index.ts';
import { verdictOf } from '../../../renderer/inspector/verdict.ts';
import { deliveryDetail } from '../state/live-fixtures.ts';

const [sample] = deliveryDetail().attempts;
const verdict = (kind: 'tool' | 'carrier' | 'callback', attempt: Partial<DeliveryAttempt>) =>
  verdictOf(
    deliveryDetail({
      kind,
      signature: null,
      attempts: sample ? [{ ...sample, ...attempt }] : [],
    }),
    [],
  );
const text = (value: unknown) => ({
  text: JSON.stringify(value),
  base64: null,
  sizeBytes: 1,
  truncated: false,
});

describe('the verdict on an exchange', () => {
  it('says how a tool answered', () => {
    expect(verdict('tool', {})).toMatchObject({
      tone: 'ok',
      headline: expect.stringMatching(/^Your tool answered 200 after 40/),
    });
    const error = 'Your tool answered 500.';
    expect(verdict('tool', { outcome: 'failed', status: 500, error })).toEqual({
      tone: 'bad',
      headline: 'Your tool answered 500',
      detail: error,
    });
    expect(verdict('tool', { outcome: 'failed', status: null }).headline).toBe(
      'Your tool did not answer',
    );
  });

  it("repeats the carrier's own code and words", () => {
    const responseBody = text({ code: 21211, message: "The 'To' number is not valid." });
    const refused = { outcome: 'failed', status: 400, responseBody } as const;
    expect(verdict('carrier', refused).headline).toBe(
      "Twilio refused: 21211 The 'To' number is not valid.",
    );
    const broken = { ...refused, status: 502, responseBody: text('<html>') };
    expect(verdict('carrier', broken).headline).toBe('Twilio refused: 502');
  });

  it('says what the carrier got when it called', () => {
    expect(verdict('callback', {}).headline).toMatch(/^Twilio called; we answered 200/);
    expect(verdict('callback', { outcome: 'failed', status: 403 })).toMatchObject({
      tone: 'bad',
      headline: 'Twilio called; we answered 403',
    });
  });
});
