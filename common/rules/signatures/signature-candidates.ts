import type { SignatureCause } from '../../contract/index.ts';
import { JSON_STYLES, writeJson } from './json-forms.ts';

/**
 * One way in which something can differ from what was signed; `cause` is null for the thing as
 * given.
 */
export interface Candidate<T> {
  readonly cause: SignatureCause | null;
  /** What is assumed, in words. */
  readonly assumption: string;
  readonly value: T;
}

const encoder = new TextEncoder();

/** What programs pass instead of the body when it has already been consumed or is not a string. */
const NOT_THE_BODY: readonly { readonly name: string; readonly write: (body: string) => string }[] =
  [
    { name: '"[object Object]"', write: () => '[object Object]' },
    { name: '"undefined"', write: () => 'undefined' },
    { name: '"null"', write: () => 'null' },
    { name: '"None"', write: () => 'None' },
    { name: '"{}"', write: () => '{}' },
    { name: 'nothing', write: () => '' },
    { name: "Python's b'…'", write: pythonBytes },
    { name: '"[object Promise]"', write: () => '[object Promise]' },
    { name: '"[object ReadableStream]"', write: () => '[object ReadableStream]' },
  ];

/** Bodies that may have been signed instead of the given one, most likely first. */
export function bodyCandidates(
  given: Uint8Array,
  recorded: Uint8Array | null,
): Candidate<Uint8Array>[] {
  const candidates: Candidate<Uint8Array>[] = [{ cause: null, assumption: '', value: given }];
  const add = (assumption: string, value: Uint8Array) => {
    if (candidates.some((known) => sameBytes(known.value, value))) return;
    candidates.push({ cause: bodyCause(given, value), assumption, value });
  };
  if (recorded) add('the body as it was sent', recorded);
  const text = new TextDecoder('utf-8').decode(given);
  add('the body without the line break at its end', encoder.encode(text.replace(/\r?\n+$/, '')));
  add('the body with a line break at its end', encoder.encode(`${text}\n`));
  add('the body without blanks around it', encoder.encode(text.trim()));
  add('the body with \\n in place of \\r\\n', encoder.encode(text.replaceAll('\r\n', '\n')));
  for (const { name, write } of NOT_THE_BODY) {
    const value = encoder.encode(write(text));
    candidates.push({ cause: 'notTheBody', assumption: `${name} in the body's place`, value });
  }
  const value = parsed(text);
  if (value !== undefined) {
    for (const { name, style } of JSON_STYLES) {
      add(`the body written as by ${name}`, encoder.encode(writeJson(value, style)));
    }
  }
  return candidates;
}

/** Keys that may have been used instead of the given secret. */
export function secretCandidates(
  given: string,
  known: readonly { readonly secret: string; readonly name: string }[],
): Candidate<Uint8Array>[] {
  const bare = given.replace(/^whsec_/, '');
  const texts: readonly [SignatureCause | null, string, string][] = [
    [null, '', given],
    ['secretWhitespace', 'the secret without blanks or quotes around it', unquoted(given)],
    ['missingSecretPrefix', 'the secret without "whsec_"', bare],
    ['missingSecretPrefix', 'the secret with "whsec_" before it', `whsec_${given}`],
    ...known.map(({ secret, name }): [SignatureCause, string, string] => [
      'wrongSecret',
      name,
      secret,
    ]),
  ];
  const candidates: Candidate<Uint8Array>[] = [];
  const add = (candidate: Candidate<Uint8Array>) => {
    if (candidate.value.length === 0) return;
    if (candidates.some((other) => sameBytes(other.value, candidate.value))) return;
    candidates.push(candidate);
  };
  for (const [cause, assumption, text] of texts) {
    add({ cause, assumption, value: encoder.encode(text) });
  }
  for (const [assumption, text] of [
    ['the part after "whsec_", base64-decoded', bare],
    ['the whole secret, base64-decoded', given],
  ] as const) {
    const value = base64Bytes(text);
    if (value) add({ cause: 'base64Secret', assumption, value });
  }
  return candidates;
}

/** The ways in which timestamp and body may have been combined for signing. */
export function messageCandidates(
  timestamp: string,
): Candidate<(body: Uint8Array) => Uint8Array>[] {
  const dotted = (time: string) => (body: Uint8Array) => joined(`${time}.`, body);
  const candidates: Candidate<(body: Uint8Array) => Uint8Array>[] = [
    { cause: null, assumption: '', value: dotted(timestamp) },
  ];
  const inSeconds = /^\d{13}$/.test(timestamp) ? timestamp.slice(0, -3) : null;
  if (inSeconds !== null) {
    candidates.push({
      cause: 'milliseconds',
      assumption: 'the timestamp in seconds',
      value: dotted(inSeconds),
    });
  } else if (/^\d{1,11}$/.test(timestamp)) {
    candidates.push({
      cause: 'milliseconds',
      assumption: 'the timestamp in milliseconds',
      value: dotted(`${timestamp}000`),
    });
  }
  candidates.push(
    { cause: 'bodyOnly', assumption: 'the body alone, without timestamp', value: (body) => body },
    {
      cause: 'missingDot',
      assumption: 'timestamp and body without the dot between them',
      value: (body) => joined(timestamp, body),
    },
  );
  return candidates;
}

/** How the given body differs from the one that was signed. */
export function bodyCause(given: Uint8Array, signed: Uint8Array): SignatureCause {
  const [a, b] = [given, signed].map((body) => new TextDecoder('utf-8').decode(body)) as [
    string,
    string,
  ];
  if (a.trim() === b.trim()) return 'trailingNewline';
  const [left, right] = [parsed(a), parsed(b)];
  if (left === undefined || right === undefined) return 'changedBody';
  if (canonical(left) !== canonical(right)) return 'changedBody';
  const unescaped = (text: string) =>
    text.replace(/\\u([0-9a-f]{4})/gi, (_whole, hex) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  return unescaped(a) === unescaped(b) ? 'escapedUnicode' : 'reserialisedJson';
}

/**
 * The offset of the first byte that differs; the shorter length if one is the beginning of the
 * other.
 */
export function firstDifference(a: Uint8Array, b: Uint8Array): number | null {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) if (a[index] !== b[index]) return index;
  return a.length === b.length ? null : length;
}

/** The text around a byte, without partial characters. */
export function around(bytes: Uint8Array, at: number): string {
  const from = Math.max(0, at - 12);
  const text = new TextDecoder('utf-8').decode(bytes.subarray(from, at + 20));
  return `${from > 0 ? '…' : ''}${text.replaceAll('\ufffd', '')}${at + 20 < bytes.length ? '…' : ''}`;
}

function canonical(value: unknown): string {
  return writeJson(value, { itemSeparator: ',', keySeparator: ':', sortKeys: true });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Bytes as formatted by Python's `f"{body}"`. */
function pythonBytes(body: string): string {
  const inner = Array.from(encoder.encode(body), (byte) => {
    const letter = String.fromCharCode(byte);
    if (letter === '\\') return '\\\\';
    if (letter === '\n') return '\\n';
    if (letter === '\r') return '\\r';
    if (letter === '\t') return '\\t';
    return byte < 0x20 || byte > 0x7e ? `\\x${byte.toString(16).padStart(2, '0')}` : letter;
  }).join('');
  // Python uses the other quotes if the text contains this kind.
  if (!inner.includes("'")) return `b'${inner}'`;
  return inner.includes('"') ? `b'${inner.replaceAll("'", "\\'")}'` : `b"${inner}"`;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && firstDifference(a, b) === null;
}

function joined(prefix: string, body: Uint8Array): Uint8Array {
  const start = encoder.encode(prefix);
  const bytes = new Uint8Array(start.length + body.length);
  bytes.set(start);
  bytes.set(body, start.length);
  return bytes;
}

function unquoted(text: string): string {
  return text
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .trim();
}

/** Decodes as lenient decoders do: skips characters that are not base64 and needs no padding. */
function base64Bytes(text: string): Uint8Array | null {
  const digits = text
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/[^A-Za-z0-9+/]/g, '');
  if (digits.length < 4 || digits.length % 4 === 1) return null;
  const binary = atob(digits);
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
