import { onOneLine } from './hidden-characters.ts';

/** Text within a line of Markdown or a cell of its tables; none of it is read as Markdown or HTML. */
export function markdownText(text: string): string {
  return onOneLine(text)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*_{}[\]()<>|#~!&$^]/g, (character) => `\\${character}`);
}

/** An identifier as code within a line; what is not a word character is left out. */
export function markdownCode(id: string): string {
  return `\`${id.replaceAll(/[^\w.-]/g, '')}\``;
}
