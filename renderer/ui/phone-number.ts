/** `+12025550147` as `+1 202 555 0147`; what is not North American is left as it is. */
export function formatPhoneNumber(phoneNumber: string): string {
  const parts = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(phoneNumber);
  return parts === null ? phoneNumber : `+1 ${parts[1]} ${parts[2]} ${parts[3]}`;
}

/** What a person typed as E.164; ten digits are taken as North American. Null when it is no number. */
export function parsePhoneNumber(typed: string): string | null {
  const compact = typed.replace(/[\s().-]/g, '');
  if (/^\+\d{7,15}$/.test(compact)) return compact;
  if (/^1\d{10}$/.test(compact)) return `+${compact}`;
  if (/^\d{10}$/.test(compact)) return `+1${compact}`;
  return null;
}

/** The last four digits. */
export function lastFour(phoneNumber: string): string {
  return phoneNumber.replace(/\D/g, '').slice(-4);
}
