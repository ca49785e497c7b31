import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sign, webhookHeaders } from '../../../../main/services/deliveries/signature.ts';
import { checkSignature } from '../../../../main/services/inspector/signature-check.ts';

const SECRET = 'whsec_sim_0123456789abcdef';

describe('signing', () => {
  it.each([
    [
      '{"event":"agent.message","channel":"sms"}',
      '093a251913a2e265385c2c486afc495445802a857bc90dcb8312c47f16eb126e',
    ],
    [
      '{"data":{"message":"héllo 👋"}}',
      '2086cabcf0ddcd3065125140afaf27037bf9f21b6101052e0ce8aca94eb9e9c0',
    ],
  ])('agrees with the test vector of %s', (body, hex) => {
    expect(sign(SECRET, '1793610000', Buffer.from(body))).toBe(`sha256=${hex}`);
  });
});

describe('the independent check', () => {
  const sent = (body: Uint8Array, secret = SECRET) =>
    webhookHeaders({
      headerId: 'del_1',
      event: 'agent.message',
      body,
      secret,
      timestampSeconds: 1793610000,
      userAgent: 'x',
    });

  it('accepts what was signed, whatever the bytes and the secret', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), fc.string({ minLength: 1 }), async (body, secret) => {
        const verdict = await checkSignature({ headers: sent(body, secret), body, secret });
        expect(verdict).toMatchObject({ ok: true, reason: null });
        expect(verdict.sent).toBe(verdict.expected);
      }),
    );
  });

  it('names what is wrong', async () => {
    const body = Buffer.from('{"a":1}');
    const good = sent(body);
    const change = (name: string, value: string | null) =>
      good.flatMap(([key, old]): [string, string][] =>
        key !== name ? [[key, old]] : value === null ? [] : [[key, value]],
      );
    const signature = good.find(([key]) => key === 'X-Webhook-Signature')?.[1] ?? '';
    const reasonFor = async (headers: [string, string][], bytes: Uint8Array = body) =>
      (await checkSignature({ headers, body: bytes, secret: SECRET })).reason;

    expect(await reasonFor(change('X-Webhook-Signature', null))).toContain('missing');
    expect(await reasonFor(change('X-Webhook-Timestamp', null))).toContain('missing');
    expect(await reasonFor(change('X-Webhook-Timestamp', '1793610000000'))).toContain('seconds');
    expect(await reasonFor(change('X-Webhook-Signature', signature.slice(7)))).toContain('prefix');
    expect(await reasonFor(change('X-Webhook-Signature', 'sha256=zz'))).toContain('64');
    expect(await reasonFor(good, Buffer.from('{"a":2}'))).toContain('changed after signing');
  });
});
