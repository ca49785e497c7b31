import { parsedJson } from '../json-object.ts';
import { onOneLine } from '../quoting/hidden-characters.ts';

/** How much of a body is searched. Error pages have their message near the beginning. */
const READ_CHARACTERS = 32_000;
const QUOTED_CHARACTERS = 200;

/** Fields in which frameworks and people put the error message, the most informative first. */
const MESSAGE_FIELDS = [
  'message',
  'detail',
  'error',
  'error_description',
  'title',
  'msg',
  'reason',
  'Message',
];

export function readBeginning(body: string): string {
  return body.slice(0, READ_CHARACTERS);
}

/**
 * The part of an answer's body that a person would read, shortened to one line; null if there is
 * none.
 */
export function quotedAnswer(body: string): string | null {
  const beginning = readBeginning(body);
  const words = isHtml(beginning)
    ? wordsOfPage(beginning)
    : (messageOf(parsedJson(body)) ?? beginning);
  return shortQuote(words);
}

/** In quotation marks, on one line; null if nothing is left. */
export function shortQuote(text: string): string | null {
  const line = onOneLine(text.slice(0, READ_CHARACTERS)).replaceAll(/\s+/g, ' ').trim();
  if (line === '') return null;
  return `“${line.length > QUOTED_CHARACTERS ? `${line.slice(0, QUOTED_CHARACTERS - 1)}…` : line}”`;
}

export function isHtml(body: string): boolean {
  return /^\s*(<!--|<!doctype html|<html|<head|<title|<h1|<body|<div|<p\b|<br|<b>)/i.test(body);
}

/** The text between two markers; null if they do not occur in this order. */
export function between(text: string, open: string, close: string): string | null {
  const from = text.indexOf(open);
  if (from < 0) return null;
  const to = text.indexOf(close, from + open.length);
  return to < 0 ? null : text.slice(from + open.length, to);
}

/** The text of an element, without its child elements; null if there is no such element. */
export function elementText(html: string, name: string): string | null {
  const found = between(html, `<${name}`, `</${name}`);
  return found === null ? null : plainText(found.slice(found.indexOf('>') + 1)).trim();
}

/** The text of HTML, without its tags. */
export function plainText(html: string): string {
  return html
    .replaceAll(/<(style|script)\b[^<]*<\/\1>/gi, ' ')
    .replaceAll(/<[^<>]*>/g, ' ')
    .replaceAll(/&(?:nbsp|#160);/g, ' ')
    .replaceAll(/&#(x[0-9a-f]{1,6}|\d{1,7});/gi, (_all, code: string) => characterOf(code))
    .replaceAll(/&(lt|gt|quot|apos|amp);/g, (_all, name: string) => ENTITIES[name] ?? ' ');
}

const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  amp: '&',
};

function characterOf(code: string): string {
  const point = /^x/i.test(code) ? Number.parseInt(code.slice(1), 16) : Number(code);
  return point <= 0x10ffff && (point < 0xd800 || point > 0xdfff)
    ? String.fromCodePoint(point)
    : ' ';
}

/**
 * An error page names the error in its title or headline, and explains it in the text after that.
 */
function wordsOfPage(html: string): string {
  const parts = ['title', 'h1', 'h2', 'pre', 'p'].flatMap((name) => {
    const words = elementText(html, name)?.replaceAll(/\s+/g, ' ').trim() ?? '';
    return words === '' ? [] : [words];
  });
  const told = parts.filter(
    (words, index) => !parts.slice(0, index).some((earlier) => earlier.includes(words)),
  );
  return told.length > 0 ? told.join(' · ') : plainText(html);
}

function messageOf(value: unknown, level = 0): string | null {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || level > 2) return null;
  for (const field of MESSAGE_FIELDS) {
    const found: unknown = (value as Record<string, unknown>)[field];
    if (typeof found === 'string' && found.trim() !== '') return found;
    if (typeof found === 'object' && found !== null) {
      const inner = messageOf(found, level + 1);
      if (inner !== null) return inner;
    }
  }
  return null;
}
