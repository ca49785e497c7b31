/** The part of an explanation that its headline does not say already; empty if there is none. */
export function beyondHeadline(headline: string, detail: string): string {
  if (!detail.toLowerCase().startsWith(headline.toLowerCase())) return detail;
  const rest = detail.slice(headline.length).replace(/^[\s.:,]+/, '');
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}
