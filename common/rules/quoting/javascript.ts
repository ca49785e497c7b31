import { withHidden } from './hidden-characters.ts';

/** Text as a string literal of JavaScript or TypeScript, in single quotes. */
export function jsString(text: string): string {
  // JSON's escapes mean the same in JavaScript. But JSON does not escape U+2028, which ends a line
  // for old parsers.
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${withHidden(inner, escaped)}'`;
}

function escaped(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
