/** Who calls without showing a number: words, placeholders and SIP forms that carriers put there. */

/** What stands where a number would be; without spaces and signs. */
const HIDDEN_WORDS = [
  'anonymous',
  'restricted',
  'blocked',
  'unknown',
  'unavailable',
  'private',
  'withheld',
  'hidden',
  'none',
  'null',
  'undefined',
  'outofarea',
  'nocallerid',
  'notavailable',
] as const;
/** What such a word may be said of: "private number", "caller ID blocked". */
const ABOUT = /^(caller|number|name|id)+|(caller|number|name|id)+$/g;
/** No host of anybody: `sip:anonymous@anonymous.invalid` (RFC 3323). */
const HIDDEN_HOST = /(^|\.)invalid\.?$/;

const KEYPAD = ['abc', 'def', 'ghi', 'jkl', 'mno', 'pqrs', 'tuv', 'wxyz'] as const;

/**
 * The words as the keys of a telephone spell them, which is how Twilio writes them where only digits
 * may stand: +266696687 is ANONYMOUS. RESTRICTED was also seen as +17378742833, which could be a number
 * of somebody's: better one caller without a history than one for all who hide. The next is a
 * misspelling of it, and 464 in the same lists.
 */
const PLACEHOLDERS: ReadonlySet<string> = new Set([
  ...HIDDEN_WORDS.filter((word) => word.length >= 7).map(spelled),
  '17378742833',
  '7378742883',
  '464',
]);
/** Without a +, fewer digits may be an extension of somebody's. */
const LONGER_THAN_EXTENSIONS = 9;

/** Stands for the sender of a text who hides; see `hiddenParticipant`. */
const PARTICIPANT_PREFIX = 'hidden:';

/** The other side of a thread with somebody who hides: nobody else is ever in it. */
export function hiddenParticipant(unique: string): string {
  return PARTICIPANT_PREFIX + unique;
}

/** Whether a carrier's "from" shows nobody: it is empty, a word such as `anonymous`, a placeholder. */
export function hidesNumber(from: string): boolean {
  const address = addressOf(from.normalize('NFKC').toLowerCase());
  if (address.startsWith(PARTICIPANT_PREFIX)) return true;
  const [, user = '', host = ''] =
    /^(?:sips?:|client:|tel:)?([^@;?]*)(?:@([^;?:]*))?/.exec(address) ?? [];
  return HIDDEN_HOST.test(host || user) || hidesName(decoded(user).trim());
}

/** For people: the address, or that there is none. */
export function shownAddress(address: string): string {
  return hidesNumber(address) ? 'Hidden number' : address;
}

/** Without the display name and brackets of `"Ada" <sip:ada@example.com>`. */
export function addressOf(text: string): string {
  return (/<([^<>]*)>\s*$/.exec(text)?.[1] ?? text).trim();
}

function hidesName(name: string): boolean {
  const plain = name.replace(/[^\p{L}\p{N}]/gu, '');
  if (/^(0*|10{10})$/.test(plain)) return true;
  if (/^\d+$/.test(plain)) {
    return (
      PLACEHOLDERS.has(plain) && (name.startsWith('+') || plain.length >= LONGER_THAN_EXTENSIONS)
    );
  }
  const word = plain.replace(ABOUT, '');
  return HIDDEN_WORDS.some((hidden) => hidden === plain || hidden === word);
}

function spelled(word: string): string {
  return [...word].map((letter) => KEYPAD.findIndex((key) => key.includes(letter)) + 2).join('');
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
