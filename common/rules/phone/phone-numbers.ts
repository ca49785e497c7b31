import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { withoutUnseen } from './pasted-number.ts';

/** Phone numbers in every spelling, read as the US would dial them unless a country is written. */

/** +1 and ten digits are possible as they stand, whatever country of the plan they lie in. */
const NORTH_AMERICAN_E164 = /^\+1[2-9]\d{9}$/;

/** E.164, or null when the text is not a phone number. Short codes are not phone numbers. */
export function toE164(text: string): string | null {
  // Most numbers here are written like this already, and the library takes a while to say so.
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

/** A plain check: something, an @, a name with a dot; `sip:` and the like are no e-mail. */
function isEmailAddress(text: string): boolean {
  return text.length <= 320 && /^[^\s@:<>]+@[^\s@:<>]+\.[^\s@:<>]+$/.test(text);
}

/**
 * Where a text or call can go: E.164, a short code, or a lower-case e-mail address.
 * Null when the text is none of them.
 */
export function toAddress(text: string): string | null {
  const trimmed = withoutUnseen(text);
  if (isShortCode(trimmed)) return trimmed;
  if (trimmed.includes('@')) return isEmailAddress(trimmed) ? trimmed.toLowerCase() : null;
  return toE164(trimmed);
}

/** Emergency numbers of the world that are short enough to be dialled by mistake. */
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
 * Emergency, N11 and crisis numbers: they may never be called or texted
 * (docs/reference/provider/errors.md#blocked-destinations).
 */
export function isEmergencyOrN11(text: string): boolean {
  if (/[a-z@]/i.test(text)) return false;
  const digits = text.replace(/\D/g, '');
  const national = digits.replace(/^1(?=[2-9]11$|988$)/, '');
  return /^[2-9]11$/.test(national) || EMERGENCY.has(digits) || CRISIS.has(national);
}

/** ISO 3166-1 alpha-2 of an E.164 number; null where a code is shared and unclear. */
export function countryOf(e164: string): string | null {
  return parsePhoneNumberFromString(e164)?.country ?? null;
}

/** As a person writes it: national form for +1, international elsewhere; unchanged if unknown. */
export function formatPhoneNumber(text: string): string {
  const parsed = parsePhoneNumberFromString(text);
  if (!parsed) return text;
  return parsed.countryCallingCode === '1' ? parsed.formatNational() : parsed.formatInternational();
}
