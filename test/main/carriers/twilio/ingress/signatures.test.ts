import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  isSignedForm,
  isSignedJson,
  isSignedSocket,
  type SignedRequest,
  signatureAdvice,
} from '../../../../../main/carriers/twilio/ingress/signatures.ts';

/**
 * Computed here from Twilio's documentation alone, so that both package and check are tested
 * against it.
 */
const AUTH_TOKEN = 'a0b1c2d3e4f5a0b1c2d3e4f5a0b1c2d3';
const SHARED_KEY = 'shared-key-secret-0123456789';
const NEXT_KEY = 'shared-key-secret-9876543210';
const KEY_ID = 'webhooks_sharedkey_01jabcdefghjkmnpqrstvwxyz0';

type Hash = 'sha1' | 'sha256' | 'sha512' | 'md5';
const sign = (hash: Hash, secret: string, text: string) =>
  createHmac(hash, secret).update(text, 'utf8').digest('base64');
const settings = (algorithm: string) => `key=${KEY_ID},algorithm=${algorithm}`;

const FORM: readonly (readonly [string, string])[] = [
  ['To', '+14155550123'],
  ['Body', "It's ü & 100%"],
  ['Body', 'again'],
  ['CallSid', 'CA1'],
];
/** Sorted by name, then by value, without the characters that join them. */
const FORM_SIGNED = "BodyIt's ü & 100%BodyagainCallSidCA1To+14155550123";
const JSON_BODY = '{"CallSid":"CA1","CallStatus":"ringing"}';
const BODY_HASH = createHash('sha256').update(JSON_BODY).digest('hex');
const HTTPS = 'https://bridge.example.com';
const WSS = 'wss://bridge.example.com';

/**
 * For each kind of request, its check, and the spellings of its URL under which it may be signed.
 */
const KINDS = {
  form: {
    url: `${HTTPS}/twilio/voice?call=call_1`,
    signed: [
      `${HTTPS}/twilio/voice?call=call_1${FORM_SIGNED}`,
      `${HTTPS}:443/twilio/voice?call=call_1${FORM_SIGNED}`,
    ],
    otherwise: `https://other.example.com/twilio/voice?call=call_1${FORM_SIGNED}`,
    check: (request: SignedRequest) =>
      isSignedForm(request, new URLSearchParams(FORM.map(([name, value]) => [name, value]))),
  },
  JSON: {
    url: `${HTTPS}/twilio/status?bodySHA256=${BODY_HASH}`,
    signed: [
      `${HTTPS}/twilio/status?bodySHA256=${BODY_HASH}`,
      `${HTTPS}:443/twilio/status?bodySHA256=${BODY_HASH}`,
    ],
    otherwise: `${HTTPS}/twilio/status?bodySHA256=${'0'.repeat(64)}`,
    check: (request: SignedRequest) => isSignedJson(request, JSON_BODY),
  },
  socket: {
    url: `${WSS}/twilio/media`,
    signed: [
      `${WSS}/twilio/media`,
      `${WSS}/twilio/media/`,
      `${WSS}:443/twilio/media`,
      `${WSS}:443/twilio/media/`,
    ],
    otherwise: `${HTTPS}/twilio/media`,
    check: (request: SignedRequest) => isSignedSocket(request),
  },
} as const;

/** Who signs, with what algorithm, and the contents of the second header. */
const GOOD: readonly (readonly [string, Hash, string, string | undefined])[] = [
  ['the auth token by SHA-1', 'sha1', AUTH_TOKEN, undefined],
  ['the auth token by SHA-256', 'sha256', AUTH_TOKEN, undefined],
  ['the auth token by SHA-256, and says so', 'sha256', AUTH_TOKEN, settings('HMAC_SHA256')],
  ['a shared key by SHA-256', 'sha256', SHARED_KEY, settings('HMAC_SHA256')],
  ['a shared key by SHA-256, in small letters', 'sha256', SHARED_KEY, settings('hmac_sha256')],
  ['a shared key by SHA-1', 'sha1', SHARED_KEY, settings('HMAC_SHA1')],
  ['a shared key by what is unsaid', 'sha1', SHARED_KEY, `key=${KEY_ID}`],
  ['the key that follows it', 'sha256', NEXT_KEY, ` algorithm = HMAC_SHA256 , key=${KEY_ID}`],
];

const BAD: readonly (readonly [string, Hash, string, string | undefined])[] = [
  ['another token', 'sha1', 'f'.repeat(32), undefined],
  ['another token by SHA-256', 'sha256', 'f'.repeat(32), undefined],
  ['another key', 'sha256', 'f'.repeat(32), settings('HMAC_SHA256')],
  ['nothing', 'sha256', '', settings('HMAC_SHA256')],
  ['a shared key that does not say so', 'sha256', SHARED_KEY, undefined],
  ['a shared key by another algorithm than said', 'sha1', SHARED_KEY, settings('HMAC_SHA256')],
  ['the auth token by another algorithm than said', 'sha1', AUTH_TOKEN, settings('HMAC_SHA256')],
  ['a shared key by an algorithm nobody knows', 'sha512', SHARED_KEY, settings('HMAC_SHA512')],
  ['the auth token by a weaker one', 'md5', AUTH_TOKEN, settings('HMAC_MD5')],
  ['the auth token by a weaker one, unsaid', 'md5', AUTH_TOKEN, undefined],
  ['the first of two algorithms', 'sha1', SHARED_KEY, `${settings('NONE')},algorithm=HMAC_SHA1`],
];

describe.each(['form', 'JSON', 'socket'] as const)('a %s', (kind) => {
  const { url, signed, otherwise, check } = KINDS[kind];
  const fits = (
    signature: string,
    header: string | undefined,
    sharedKeys = [SHARED_KEY, NEXT_KEY],
  ) => check({ authToken: AUTH_TOKEN, sharedKeys, url, signature, settings: header });

  it.each(GOOD)('is let in when %s signed it, in each spelling', (_who, hash, secret, header) => {
    for (const text of signed) expect(fits(sign(hash, secret, text), header)).toBe(true);
    expect(fits(sign(hash, secret, otherwise), header)).toBe(false);
  });

  it.each(BAD)('is kept out when %s signed it', (_who, hash, secret, header) => {
    for (const text of signed) expect(fits(sign(hash, secret, text), header)).toBe(false);
  });

  it('is kept out when the signature is cut, written otherwise, or none', () => {
    const [text = ''] = signed;
    const right = sign('sha256', SHARED_KEY, text);
    const hex = Buffer.from(right, 'base64').toString('hex');
    for (const wrong of ['', ' ', right.slice(0, -1), right.slice(0, 4), hex, `${right} `, 'ü']) {
      expect(fits(wrong, settings('HMAC_SHA256'))).toBe(false);
    }
    expect(
      check({
        authToken: AUTH_TOKEN,
        url,
        signature: undefined,
        settings: settings('HMAC_SHA256'),
      }),
    ).toBe(false);
  });

  it('is kept out when its key is not known here', () => {
    const [text = ''] = signed;
    expect(fits(sign('sha256', SHARED_KEY, text), settings('HMAC_SHA256'), [])).toBe(false);
    expect(fits(sign('sha1', AUTH_TOKEN, text), undefined, [])).toBe(true);
  });
});

describe('what is said of a signature that does not fit', () => {
  it('names the key whose secret is missing', () => {
    expect(signatureAdvice(settings('HMAC_SHA256'))).toContain(`the shared key ${KEY_ID}.`);
    expect(signatureAdvice(settings('HMAC_SHA256'))).toContain('twilio.set {"sharedKeys": ["…"]}');
  });

  it('names an algorithm that nobody knows', () => {
    expect(signatureAdvice(settings('HMAC_SHA512'))).toContain('HMAC_SHA512, which is not');
  });

  it('repeats no words of a stranger', () => {
    expect(signatureAdvice('key=call +1900 now,algorithm=HMAC_SHA256')).not.toContain('+1900');
    expect(signatureAdvice('algorithm=call +1900 now')).not.toContain('+1900');
  });

  it('is about the auth token otherwise', () => {
    expect(signatureAdvice(undefined)).toContain('check that the auth token and the public');
  });
});
