import { shownAddress } from '../../common/rules/phone/hidden-number.ts';

/**
 * Formats `+12025550147` as `+1 202 555 0147`. Other addresses stay as they are, and a hidden
 * number is described as such.
 */
export function formatPhoneNumber(address: string): string {
  const shown = shownAddress(address);
  const parts = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(shown);
  return parts === null ? shown : `+1 ${parts[1]} ${parts[2]} ${parts[3]}`;
}

/** The typed number as E.164. Ten digits count as North American. Null if it is not a number. */
export function parsePhoneNumber(typed: string): string | null {
  const compact = typed.replace(/[\s().-]/g, '');
  if (/^\+\d{7,15}$/.test(compact)) return compact;
  if (/^1\d{10}$/.test(compact)) return `+${compact}`;
  if (/^\d{10}$/.test(compact)) return `+1${compact}`;
  return null;
}

/** The typed SIP address; null if it is not one. */
export function parseSipAddress(typed: string): string | null {
  const trimmed = typed.trim();
  const address = /^sips?:/i.test(trimmed) ? trimmed : `sip:${trimmed}`;
  return /^sips?:[^\s@<>]+@[^\s@<>]+$/i.test(address) ? address : null;
}

/** The last four digits. */
export function lastFour(phoneNumber: string): string {
  return phoneNumber.replace(/\D/g, '').slice(-4);
}
