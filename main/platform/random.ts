import { randomBytes } from 'node:crypto';
import { ID_PREFIX, type IdKind } from '../../common/contract/index.ts';

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Random lower-case letters and digits, without bias. */
export function randomText(length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      // 252 is the largest multiple of 36 in a byte; the rest would favour the first letters.
      if (byte < 252 && text.length < length) text += ALPHABET[byte % 36];
    }
  }
  return text;
}

/** A fresh id such as `agt_k3v9q2x0m1ab`. Sixteen letters or digits fit the audio frame header. */
export function newId(kind: IdKind): string {
  return ID_PREFIX[kind] + randomText(16);
}

/** A fresh API key: `sk_live_` and 40 letters or digits. */
export function newApiKey(): string {
  return `sk_live_${randomText(40)}`;
}

/** A fresh webhook secret: `whsec_` and 40 letters or digits; the whole string is the HMAC key. */
export function newWebhookSecret(): string {
  return `whsec_${randomText(40)}`;
}
