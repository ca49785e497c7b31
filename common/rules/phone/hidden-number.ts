/**
 * Recognises callers who hide their number: by the words, placeholders and SIP forms that carriers
 * send instead.
 */

/** Words in place of a number, without spaces and punctuation. */
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
/** Nouns that can go with such a word: "private number", "caller ID blocked". */
const ABOUT = /^(caller|number|name|id)+|(caller|number|name|id)+$/g;
/** A host that cannot exist: `sip:anonymous@anonymous.invalid` (RFC 3323). */
const HIDDEN_HOST = /(^|\.)invalid\.?$/;

const KEYPAD = ['abc', 'def', 'ghi', 'jkl', 'mno', 'pqrs', 'tuv', 'wxyz'] as const;

/**
 * Words spelled on a telephone keypad. Twilio sends them where only digits are allowed: +266696687
 * is ANONYMOUS. RESTRICTED was also seen as +17378742833, which could be a real number; but it is
 * better to lose one caller's history than to merge everybody who hides. The next is a misspelling
 * of it, and 464 is from the same lists.
 */
const PLACEHOLDERS: ReadonlySet<string> = new Set([
  ...HIDDEN_WORDS.filter((word) => word.length >= 7).map(spelled),
  '17378742833',
  '7378742883',
  '464',
]);
/** With fewer digits and no +, it may be a real extension. */
const LONGER_THAN_EXTENSIONS = 9;

/** Replaces the sender of a text who hides; see `hiddenParticipant`. */
const PARTICIPANT_PREFIX = 'hidden:';

/**
 * The other side of a conversation with a hidden sender. It is unique, so no one else ever joins
 * that conversation.
 */
export function hiddenParticipant(unique: string): string {
  return PARTICIPANT_PREFIX + unique;
}

/**
 * Whether a carrier's "from" hides the caller: it is empty, a word such as `anonymous`, or a
 * placeholder.
 */
export function hidesNumber(from: string): boolean {
  const address = addressOf(from.normalize('NFKC').toLowerCase());
  if (address.startsWith(PARTICIPANT_PREFIX)) return true;
  const [, user = '', host = ''] =
    /^(?:sips?:|client:|tel:)?([^@;?]*)(?:@([^;?:]*))?/.exec(address) ?? [];
  return HIDDEN_HOST.test(host || user) || hidesName(decoded(user).trim());
}

/** For display: the address, or words that there is none. */
export function shownAddress(address: string): string {
  return hidesNumber(address) ? 'Hidden number' : address;
}

/** The address alone, without display name and brackets: `"Ada" <sip:ada@example.com>`. */
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
