import { onOneLine } from './hidden-characters.ts';

/**
 * Text for a line of Markdown or a table cell, escaped so that nothing in it is read as Markdown or
 * HTML.
 */
export function markdownText(text: string): string {
  return onOneLine(text)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*_{}[\]()<>|#~!&$^]/g, (character) => `\\${character}`);
}

/** An identifier as inline code, without characters that are not word characters. */
export function markdownCode(id: string): string {
  return `\`${id.replaceAll(/[^\w.-]/g, '')}\``;
}
