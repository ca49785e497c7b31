const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  // A parser would turn it into a newline.
  '\r': '&#13;',
};

/** Characters that neither HTML nor XML 1.0 allows, not even escaped. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is they that are looked for.
const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;

/**
 * Text for HTML and XML, between tags or in a quoted attribute. Characters they do not allow become
 * U+FFFD.
 */
export function markupText(text: string): string {
  return text
    .toWellFormed()
    .replace(FORBIDDEN, '\uFFFD')
    .replace(/[&<>"'\r]/g, (character) => ENTITIES[character] ?? '');
}
