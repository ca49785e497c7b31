import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { FRAMEWORKS } from '../../../../common/contract/index.ts';
import { CAUSES } from '../../../../common/rules/signatures/signature-causes.ts';
import {
  explainSignature,
  type HexMac,
  type SuspectRequest,
} from '../../../../common/rules/signatures/signature-diagnosis.ts';
import { fixesFor } from '../../../../common/rules/signatures/signature-fixes.ts';
import { headerValue } from '../../../../common/rules/signatures/signing.ts';

const SECRET = 'whsec_c2lnbmF0dXJl';
const NOW = 1_700_000_000;
const BODY = '{"event":"agent.message","data":{"message":"héllo"}}';
const bytes = (text: string) => new TextEncoder().encode(text);
const mac: HexMac = (key, message) => createHmac('sha256', key).update(message).digest('hex');
const digest = (body = BODY, timestamp = String(NOW), secret = SECRET) =>
  mac(bytes(secret), bytes(`${timestamp}.${body}`));

const explain = (wrong: Partial<SuspectRequest> = {}) =>
  explainSignature(
    {
      timestamp: String(NOW),
      signature: `sha256=${digest()}`,
      body: bytes(BODY),
      secret: SECRET,
      nowSeconds: NOW,
      recordedBody: null,
      knownSecrets: [],
      ...wrong,
    },
    mac,
  );

describe('a signature that fits', () => {
  it('is said to, with nothing to mend', () => {
    expect(explain()).toEqual({
      ok: true,
      cause: null,
      causes: [],
      detail: 'The signature fits these bytes, this timestamp and this secret.',
      fix: null,
      fixes: {},
    });
  });

  it('does so with blanks around it and around its timestamp', () => {
    expect(explain({ signature: ` sha256=${digest()}\n` }).ok).toBe(true);
    expect(explain({ timestamp: ` ${NOW} ` }).ok).toBe(true);
  });

  it.each([-300, 300])('does so %s seconds away', (seconds) => {
    expect(explain({ nowSeconds: NOW + seconds }).ok).toBe(true);
  });

  it.each([
    [301, '5 minutes old'],
    [-301, '5 minutes in the future'],
    [3_600, '60 minutes old'],
  ])('is stale %s seconds away', (seconds, age) => {
    expect(explain({ nowSeconds: NOW + seconds })).toMatchObject({
      ok: false,
      causes: ['staleTimestamp'],
      detail: `${CAUSES.staleTimestamp.what} It is ${age}.`,
      fix: CAUSES.staleTimestamp.fix,
    });
  });

  it('is stale only where nothing else is wrong', () => {
    const signature = digest();
    expect(explain({ signature, nowSeconds: NOW + 9_999 }).causes).toEqual([
      'missingSignaturePrefix',
    ]);
  });

  it('has a timestamp in milliseconds where that was signed too', () => {
    const timestamp = `${NOW}000`;
    const signature = `sha256=${digest(BODY, timestamp)}`;
    expect(explain({ timestamp, signature })).toMatchObject({ causes: ['milliseconds'] });
  });
});

describe('a signature that is written otherwise', () => {
  const upper = digest().toUpperCase();
  const base64 = Buffer.from(digest(), 'hex').toString('base64');
  const base64url = Buffer.from(digest(), 'hex').toString('base64url');

  it.each([
    ['', 'missingSignature'],
    ['  ', 'missingSignature'],
    [digest(), 'missingSignaturePrefix'],
    [`sha256=${upper}`, 'upperCaseHex'],
    [upper, 'upperCaseHex'],
    [`sha256=${base64}`, 'base64Digest'],
    [base64, 'base64Digest'],
    [`sha256=${base64url}`, 'base64Digest'],
    ['t=1,v1=abc', 'notASignature'],
    [`sha256=${digest()}0`, 'notASignature'],
    [`sha256=0${digest()}`, 'notASignature'],
    [`sha256=${base64}=`, 'notASignature'],
    [`sha256=A${base64}`, 'notASignature'],
  ])('%j is %s', (signature, cause) => {
    expect(explain({ signature })).toMatchObject({
      ok: false,
      causes: [cause],
      detail: CAUSES[cause as keyof typeof CAUSES].what,
      fix: CAUSES[cause as keyof typeof CAUSES].fix,
    });
  });

  it('is read with its prefix in any case', () => {
    expect(explain({ signature: `SHA256=${digest()}` }).ok).toBe(true);
  });

  it('keeps the zeros at the beginning of its bytes when it is read from base64', () => {
    const bodies = Array.from({ length: 64 }, (_, at) => `{"n":${at}}`);
    const body = bodies.find((one) => /^(..)*0/.test(digest(one))) ?? '';
    const signature = Buffer.from(digest(body), 'hex').toString('base64');
    expect(explain({ signature, body: bytes(body) }).causes).toEqual(['base64Digest']);
  });
});

describe('a signature of something else', () => {
  it('says where the bytes differ, and how each side has them', () => {
    const sent = BODY.replace('héllo', 'h\\u00e9llo');
    const explained = explain({ body: bytes(sent) });
    expect(explained).toMatchObject({
      causes: ['escapedUnicode'],
      firstDifferentByte: sent.indexOf('\\u00e9'),
      difference: {
        signed: expect.stringContaining('héllo'),
        given: expect.stringContaining('h\\u00e9llo'),
      },
      detail: `${CAUSES.escapedUnicode.what} It fits the body written as by JSON.stringify(JSON.parse(body)).`,
    });
    expect(Object.keys(explained.fixes)).toEqual([...FRAMEWORKS]);
  });

  it('names all that had to be assumed, the fewest there are', () => {
    const explained = explain({
      secret: 'c2lnbmF0dXJl',
      body: bytes(`${BODY}\n`),
    });
    expect(explained.causes).toEqual(['missingSecretPrefix', 'trailingNewline']);
    expect(explained.detail).toBe(
      `${CAUSES.missingSecretPrefix.what} It fits the secret with "whsec_" before it and the body without the line break at its end.`,
    );
  });

  it('is put down to the likelier of two mistakes that explain it', () => {
    const signature = `sha256=${digest(BODY, String(NOW), 'whsec_b')}`;
    const knownSecrets = [{ secret: 'whsec_b', name: "the project webhook's secret" }];
    const { causes } = explain({ signature, secret: 'b', knownSecrets });
    expect(causes).toEqual(['missingSecretPrefix']);
  });

  it('has no difference to show where the bytes are right', () => {
    const explained = explain({ secret: `${SECRET}\n` });
    expect(explained).toMatchObject({ causes: ['secretWhitespace'], fixes: {} });
    expect(explained).not.toHaveProperty('firstDifferentByte');
    expect(explained).not.toHaveProperty('difference');
  });

  it.each([
    [null, 'unknown'],
    [BODY, 'changedBody'],
    ['{"event":"other"}', 'unknown'],
  ])('that nothing explains is compared with what was sent: %s', (recorded, cause) => {
    const explained = explain({
      body: bytes('{"event":"other"}'),
      secret: 'whsec_nobody',
      recordedBody: recorded === null ? null : bytes(recorded),
    });
    expect(explained.causes).toEqual([cause]);
    if (cause === 'changedBody') {
      expect(explained).toMatchObject({
        firstDifferentByte: 10,
        detail: `${CAUSES.changedBody.what} It fits the body as it was sent.`,
      });
    } else {
      expect(explained).not.toHaveProperty('firstDifferentByte');
      expect(explained.detail).toBe(CAUSES.unknown.what);
    }
  });
});

it('code is the cure for all but what is no matter of code', () => {
  for (const cause of Object.keys(CAUSES) as (keyof typeof CAUSES)[]) {
    const isCode = !['wrongSecret', 'secretWhitespace', 'unknown'].includes(cause);
    expect([cause, Object.keys(fixesFor(cause)).length]).toEqual([
      cause,
      isCode ? FRAMEWORKS.length : 0,
    ]);
  }
});

it('a header is found in any case, and the first of its name counts', () => {
  const headers = [
    ['Content-Type', 'a'],
    ['x-webhook-id', 'evt_1'],
    ['X-Webhook-ID', 'evt_2'],
  ] as const;
  expect(headerValue(headers, 'X-WEBHOOK-id')).toBe('evt_1');
  expect(headerValue(headers, 'X-Webhook')).toBeNull();
});
