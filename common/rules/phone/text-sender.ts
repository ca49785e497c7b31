import { callerIdentity } from './caller-identity.ts';
import { hiddenParticipant, hidesNumber } from './hidden-number.ts';
import { toAddress } from './phone-numbers.ts';

/** The destination of a text: as `toAddress`, but never a hidden participant. */
export function textAddress(text: string): string | null {
  const address = toAddress(text);
  const isEmail = address?.includes('@');
  return isEmail || !hidesNumber(text) ? address : null;
}

/** The shortest name that can replace a number as the sender of texts. */
const SHORTEST_NAME = 3;

/**
 * The sender of a text: `from` as sent to webhooks, and `participant`, the other side of the
 * conversation. A hidden sender gets a conversation of their own, named by `unique`. Null if it
 * cannot be a sender.
 */
export function textSender(
  given: string,
  unique: string,
): { readonly from: string; readonly participant: string } | null {
  const address = textAddress(given);
  if (address !== null) return { from: address, participant: address };
  const { address: from, key } = callerIdentity(given);
  if (key === null) return { from, participant: hiddenParticipant(unique) };
  return key.length < SHORTEST_NAME ? null : { from, participant: key };
}
