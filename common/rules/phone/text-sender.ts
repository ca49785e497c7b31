import { callerIdentity } from './caller-identity.ts';
import { hiddenParticipant, hidesNumber } from './hidden-number.ts';
import { toAddress } from './phone-numbers.ts';

/** Where a text can go: as `toAddress`, but to nobody who hides. */
export function textAddress(text: string): string | null {
  const address = toAddress(text);
  const isEmail = address?.includes('@');
  return isEmail || !hidesNumber(text) ? address : null;
}

/** Names that stand for a number in texts are no shorter. */
const SHORTEST_NAME = 3;

/**
 * Who wrote a text: `from` as it goes out, and `participant`, whose thread it belongs to. Whoever
 * hides gets a thread of their own, named by `unique`. Null when nobody can be called that.
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
