import { createHmac } from 'node:crypto';
import type { SignatureCause } from '../../../common/contract/index.ts';

/**
 * Handlers as people write them, each with one mistake in its signature check. Stand-ins for users'
 * code.
 */
export interface VerifiedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

type Verify = (request: VerifiedRequest, secret: string) => boolean;

const hex = (key: string | Buffer, ...parts: (string | Buffer)[]) => {
  const mac = createHmac('sha256', key);
  for (const part of parts) mac.update(part);
  return mac.digest('hex');
};
const timestampOf = ({ headers }: VerifiedRequest) => headers['x-webhook-timestamp'] ?? '';
const signatureOf = ({ headers }: VerifiedRequest) => headers['x-webhook-signature'] ?? '';
const isFresh = (request: VerifiedRequest) =>
  Math.abs(Date.now() / 1000 - Number(timestampOf(request))) <= 300;

/** Checks freshness, and a signature over what the mistake makes of body, key and time. */
const mistaken =
  (mistake: {
    body?: (body: Buffer) => Buffer | string;
    key?: (secret: string) => string | Buffer;
    prefix?: (timestamp: string) => string;
    write?: (hex: string) => string;
  }): Verify =>
  (request, secret) => {
    const { body = (raw) => raw, key = (text) => text, prefix = (t) => `${t}.` } = mistake;
    const { write = (digest) => `sha256=${digest}` } = mistake;
    const digest = hex(key(secret), prefix(timestampOf(request)), body(request.body));
    return isFresh(request) && signatureOf(request) === write(digest);
  };

const escaped = (text: string) =>
  text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
/** Serialises with a blank after each comma and colon. */
const spaced = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([k, v]) => `${spaced(k)}: ${spaced(v)}`);
    return `{${members.join(', ')}}`;
  }
  return JSON.stringify(value);
};
/** Python's json.dumps with its defaults; close enough for these payloads. */
const pythonDumps = (value: unknown): string => escaped(spaced(value));
const reread = (body: Buffer): unknown => JSON.parse(body.toString('utf8'));
const bare = (secret: string) => secret.replace('whsec_', '');

export const RIGHT_VERIFIER: Verify = mistaken({});

export const BROKEN_VERIFIERS: readonly (readonly [string, SignatureCause, Verify])[] = [
  [
    'an Express handler that signs JSON.stringify(req.body)',
    'reserialisedJson',
    mistaken({ body: (body) => JSON.stringify(reread(body)) }),
  ],
  [
    'a Flask handler that signs json.dumps(request.json)',
    'reserialisedJson',
    mistaken({ body: (body) => pythonDumps(reread(body)) }),
  ],
  [
    'a handler that signs compact JSON of Python, whose escapes pass all plain texts',
    'reserialisedJson',
    mistaken({ body: (body) => escaped(JSON.stringify(reread(body))) }),
  ],
  [
    'a Flask handler that signs json.dumps(…, ensure_ascii=False)',
    'reserialisedJson',
    mistaken({ body: (body) => spaced(reread(body)) }),
  ],
  [
    'a PHP handler that signs json_encode(json_decode($body))',
    'reserialisedJson',
    mistaken({ body: (body) => escaped(JSON.stringify(reread(body)).replaceAll('/', '\\/')) }),
  ],
  [
    'a handler behind something that escapes Unicode',
    'escapedUnicode',
    mistaken({
      body: (body) => escaped(body.toString('utf8')),
    }),
  ],
  [
    'a handler that reads the body with echo',
    'trailingNewline',
    mistaken({ body: (body) => `${body.toString('utf8')}\n` }),
  ],
  [
    'a handler that decodes the secret as Svix does',
    'base64Secret',
    mistaken({ key: (secret) => Buffer.from(bare(secret), 'base64') }),
  ],
  ['a handler that strips whsec_', 'missingSecretPrefix', mistaken({ key: bare })],
  [
    'a handler whose .env file ends the secret with a line break',
    'secretWhitespace',
    mistaken({ key: (secret) => `${secret}\n` }),
  ],
  [
    'a handler that puts req.body into a string after express.json()',
    'notTheBody',
    mistaken({ body: (body) => `${reread(body)}` }),
  ],
  [
    'a handler that signs req.rawBody where nothing keeps it',
    'notTheBody',
    mistaken({ body: () => `${undefined}` }),
  ],
  ['a handler that reads a stream twice', 'notTheBody', mistaken({ body: () => '' })],
  [
    'a handler that signs the body alone, as GitHub does',
    'bodyOnly',
    mistaken({ prefix: () => '' }),
  ],
  ['a handler that forgets the dot', 'missingDot', mistaken({ prefix: (timestamp) => timestamp })],
  [
    'a handler that takes the time in milliseconds',
    'milliseconds',
    mistaken({ prefix: (timestamp) => `${timestamp}000.` }),
  ],
  [
    'a handler that expects the bare digest',
    'missingSignaturePrefix',
    mistaken({ write: (digest) => digest }),
  ],
  [
    'a handler that writes upper-case digests',
    'upperCaseHex',
    mistaken({ write: (digest) => `sha256=${digest.toUpperCase()}` }),
  ],
  [
    'a handler that compares base64',
    'base64Digest',
    mistaken({ write: (digest) => `sha256=${Buffer.from(digest, 'hex').toString('base64')}` }),
  ],
  [
    'a handler with an old secret',
    'wrongSecret',
    mistaken({ key: () => 'whsec_before_the_rotation' }),
  ],
  ['a handler that checks nothing', 'notVerifying', () => true],
  [
    'a handler that does not look at the time',
    'staleTimestamp',
    (request, secret) =>
      signatureOf(request) === `sha256=${hex(secret, `${timestampOf(request)}.`, request.body)}`,
  ],
];
