/**
 * An address as it went over the wire: blanks and letters that no URL may hold were escaped, which
 * curl and Python leave to whoever calls them.
 */
export function sentAddress(url: string): string {
  return /[^\x21-\x7e]/.test(url) ? (URL.parse(url)?.href ?? url) : url;
}
