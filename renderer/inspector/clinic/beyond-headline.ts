/** What an explanation adds to its headline; nothing where it only says the same again. */
export function beyondHeadline(headline: string, detail: string): string {
  if (!detail.toLowerCase().startsWith(headline.toLowerCase())) return detail;
  const rest = detail.slice(headline.length).replace(/^[\s.:,]+/, '');
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}
