import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { withoutUnseen } from './pasted-number.ts';

/**
 * Parses phone numbers in any spelling. Without a country code, they are read as dialled in the US.
 */

/** A number of +1 and ten digits is possible, in whichever country of the numbering plan it is. */
const NORTH_AMERICAN_E164 = /^\+1[2-9]\d{9}$/;

/** E.164, or null when the text is not a phone number. Short codes are not phone numbers. */
export function toE164(text: string): string | null {
  // A shortcut: most numbers here are in this form already, and the library is slow.
  if (NORTH_AMERICAN_E164.test(text)) return text;
  const trimmed = withoutUnseen(text);
  if (!/^[+()\d\s.\-/]{2,40}$/.test(trimmed)) return null;
  const parsed = parsePhoneNumberFromString(trimmed, 'US');
  return parsed?.isPossible() ? parsed.number : null;
}

/** A US short code such as 74174: five or six digits. */
function isShortCode(text: string): boolean {
  return /^\d{5,6}$/.test(text);
}

/** A rough check: something, an @, and a name with a dot. `sip:` and the like are not e-mail. */
function isEmailAddress(text: string): boolean {
  return text.length <= 320 && /^[^\s@:<>]+@[^\s@:<>]+\.[^\s@:<>]+$/.test(text);
}

/**
 * The destination of a text or call: E.164, a short code, or a lower-case e-mail address. Null if
 * the text is none of them.
 */
export function toAddress(text: string): string | null {
  const trimmed = withoutUnseen(text);
  if (isShortCode(trimmed)) return trimmed;
  if (trimmed.includes('@')) return isEmailAddress(trimmed) ? trimmed.toLowerCase() : null;
  return toE164(trimmed);
}

/** The world's emergency numbers that are short enough to be dialled by mistake. */
const EMERGENCY = new Set(['000', '08', '110', '111', '112', '113', '118', '119', '933', '999']);
/** Crisis lines: 988, Crisis Text Line, veterans, and the older long numbers behind them. */
const CRISIS = new Set([
  '988',
  '741741',
  '838255',
  '18002738255',
  '8002738255',
  '18007997233',
  '8007997233',
]);

/**
 * Emergency, N11 and crisis numbers must never be called or texted
 * (docs/reference/provider/errors.md#blocked-destinations).
 */
export function isEmergencyOrN11(text: string): boolean {
  if (/[a-z@]/i.test(text)) return false;
  const digits = text.replace(/\D/g, '');
  const national = digits.replace(/^1(?=[2-9]11$|988$)/, '');
  return /^[2-9]11$/.test(national) || EMERGENCY.has(digits) || CRISIS.has(national);
}

/**
 * ISO 3166-1 alpha-2 code of an E.164 number's country; null if several countries share the prefix.
 */
export function countryOf(e164: string): string | null {
  return parsePhoneNumberFromString(e164)?.country ?? null;
}

/**
 * As people write it: the national format for +1, else the international one; unchanged if it
 * cannot be parsed.
 */
export function formatPhoneNumber(text: string): string {
  const parsed = parsePhoneNumberFromString(text);
  if (!parsed) return text;
  return parsed.countryCallingCode === '1' ? parsed.formatNational() : parsed.formatInternational();
}

/** In the international format, as the window shows it; unchanged if it cannot be parsed. */
export function formatInternational(text: string): string {
  return parsePhoneNumberFromString(text)?.formatInternational() ?? text;
}
