import { shownAddress } from '../../common/rules/phone/hidden-number.ts';

/**
 * `+12025550147` as `+1 202 555 0147`; what is not North American, or no number, is left as it is.
 * A number that is hidden is said to be.
 */
export function formatPhoneNumber(address: string): string {
  const shown = shownAddress(address);
  const parts = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(shown);
  return parts === null ? shown : `+1 ${parts[1]} ${parts[2]} ${parts[3]}`;
}

/** What a person typed as E.164; ten digits are taken as North American. Null when it is not a number. */
export function parsePhoneNumber(typed: string): string | null {
  const compact = typed.replace(/[\s().-]/g, '');
  if (/^\+\d{7,15}$/.test(compact)) return compact;
  if (/^1\d{10}$/.test(compact)) return `+${compact}`;
  if (/^\d{10}$/.test(compact)) return `+1${compact}`;
  return null;
}

/** What a person typed as a SIP address; null when it is none. */
export function parseSipAddress(typed: string): string | null {
  const trimmed = typed.trim();
  const address = /^sips?:/i.test(trimmed) ? trimmed : `sip:${trimmed}`;
  return /^sips?:[^\s@<>]+@[^\s@<>]+$/i.test(address) ? address : null;
}

/** The last four digits. */
export function lastFour(phoneNumber: string): string {
  return phoneNumber.replace(/\D/g, '').slice(-4);
}
