import { randomBytes } from 'node:crypto';
import { ID_PREFIX, type IdKind } from '../../common/contract/index.ts';

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Asking the system for random bytes for each id would be the most expensive part of it. */
const POOL_BYTES = 4_096;
let pool: Uint8Array = new Uint8Array();
let poolAt = 0;

/** Random lower-case letters and digits, uniformly distributed. */
export function randomText(length: number): string {
  let text = '';
  while (text.length < length) {
    if (poolAt === pool.length) {
      pool = randomBytes(POOL_BYTES);
      poolAt = 0;
    }
    const byte = pool[poolAt] ?? 0;
    poolAt += 1;
    // 252 is the largest multiple of 36 in a byte; using the rest would favour the first letters.
    if (byte < 252) text += ALPHABET[byte % 36];
  }
  return text;
}

/** A new id such as `agt_k3v9q2x0m1ab`. Sixteen letters or digits fit in the audio frame header. */
export function newId(kind: IdKind): string {
  return ID_PREFIX[kind] + randomText(16);
}

/** A new API key: `sk_live_` and 40 letters or digits. */
export function newApiKey(): string {
  return `sk_live_${randomText(40)}`;
}

/** A new webhook secret: `whsec_` and 40 letters or digits. The whole string is the HMAC key. */
export function newWebhookSecret(): string {
  return `whsec_${randomText(40)}`;
}
