/**
 * An address as it went over the wire, with blanks and non-ASCII letters escaped. curl and Python
 * do not escape them by themselves.
 */
export function sentAddress(url: string): string {
  return /[^\x21-\x7e]/.test(url) ? (URL.parse(url)?.href ?? url) : url;
}
