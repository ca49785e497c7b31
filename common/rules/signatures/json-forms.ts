/**
 * The forms in which common handler languages write the same JSON value. A signature covers bytes,
 * so a handler that parses the body and serialises it again fails in one of these ways.
 */

export interface JsonStyle {
  readonly itemSeparator: string;
  readonly keySeparator: string;
  /** Escapes characters outside ASCII as `\uXXXX`. */
  readonly escapeUnicode?: boolean;
  /** Writes `/` as `\/`, as PHP does. */
  readonly escapeSlashes?: boolean;
  /** Writes `+` as `\u002b`, as .NET does. */
  readonly escapePlus?: boolean;
  readonly sortKeys?: boolean;
  /** Blanks per level, with each member on its own line. */
  readonly indent?: number;
}

export const JSON_STYLES: readonly { readonly name: string; readonly style: JsonStyle }[] = [
  { name: 'JSON.stringify(JSON.parse(body))', style: { itemSeparator: ',', keySeparator: ':' } },
  {
    name: 'compact, with \\u escapes',
    style: { itemSeparator: ',', keySeparator: ':', escapeUnicode: true },
  },
  {
    name: "Python's json.dumps(json.loads(body))",
    style: { itemSeparator: ', ', keySeparator: ': ', escapeUnicode: true },
  },
  {
    name: "Python's json.dumps(…, ensure_ascii=False)",
    style: { itemSeparator: ', ', keySeparator: ': ' },
  },
  {
    name: 'JSON.stringify(…, null, 2)',
    style: { itemSeparator: ',', keySeparator: ': ', indent: 2 },
  },
  {
    name: "PHP's json_encode(json_decode($body))",
    style: { itemSeparator: ',', keySeparator: ':', escapeUnicode: true, escapeSlashes: true },
  },
  {
    name: 'compact, with sorted keys',
    style: { itemSeparator: ',', keySeparator: ':', sortKeys: true },
  },
  {
    name: "Python's json.dumps(…, sort_keys=True)",
    style: { itemSeparator: ', ', keySeparator: ': ', escapeUnicode: true, sortKeys: true },
  },
];

/** Serialises a JSON value in the given style. */
export function writeJson(value: unknown, style: JsonStyle, level = 0): string {
  if (typeof value === 'string') return writeString(value, style);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const isList = Array.isArray(value);
  const parts = isList
    ? value.map((item) => writeJson(item, style, level + 1))
    : entriesOf(value, style).map(
        ([key, item]) =>
          writeString(key, style) + style.keySeparator + writeJson(item, style, level + 1),
      );
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  if (style.indent === undefined || parts.length === 0) {
    return open + parts.join(style.itemSeparator) + close;
  }
  const pad = (depth: number) => `\n${' '.repeat(depth * (style.indent ?? 0))}`;
  const inner = pad(level + 1);
  return open + inner + parts.join(style.itemSeparator + inner) + pad(level) + close;
}

function entriesOf(value: object, style: JsonStyle): [string, unknown][] {
  const entries = Object.entries(value);
  return style.sortKeys ? entries.sort(([a], [b]) => (a < b ? -1 : 1)) : entries;
}

function writeString(text: string, style: JsonStyle): string {
  let written = JSON.stringify(text);
  if (style.escapeSlashes) written = written.replace(/\//g, '\\/');
  if (style.escapePlus) written = written.replaceAll('+', '\\u002b');
  if (style.escapeUnicode) {
    written = written.replace(
      /[\u0080-\uffff]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  }
  return written;
}
