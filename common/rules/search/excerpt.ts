import type { Phrase, SearchQuery } from './search-query.ts';
import { type Word, wordsOf } from './words.ts';

/** A stretch of text; `hit` where it is what was looked for. */
export interface ExcerptPart {
  readonly text: string;
  readonly hit: boolean;
}

export interface Excerpt {
  readonly parts: readonly ExcerptPart[];
  /** 0 to 1: how near it comes to what was typed. */
  readonly score: number;
}

/** Excerpts are looked for in the beginning of a text, because a turn may be very long. */
const READ_CHARACTERS = 20_000;
const SHOWN_CHARACTERS = 140;
/** What stands before the first hit, so that it is read in its place. */
const LEAD_CHARACTERS = 40;

interface Span {
  readonly start: number;
  readonly end: number;
  readonly whole: boolean;
}

/**
 * The place of a text where what was looked for is found, with the hits marked. Null where the text
 * does not hold all of it.
 */
export function excerptOf(text: string, { phrases }: SearchQuery): Excerpt | null {
  const read = text.slice(0, READ_CHARACTERS);
  const words = wordsOf(read);
  const spans: Span[] = [];
  let whole = 0;
  for (const phrase of phrases) {
    const found = occurrences(words, phrase);
    if (found.length === 0) return null;
    if (found.some((span) => span.whole)) whole += 1;
    spans.push(...found);
  }
  if (spans.length === 0) return null;
  spans.sort((a, b) => a.start - b.start);
  return {
    parts: shownParts(read, spans),
    score: 0.5 + (whole / phrases.length) * 0.3 + (inOneStretch(spans, phrases.length) ? 0.2 : 0),
  };
}

/** The beginning of a text, where what was looked for is not in its words (a number, an id). */
export function plainExcerpt(text: string): ExcerptPart[] {
  const line = oneLine(text.slice(0, SHOWN_CHARACTERS * 2));
  const shown = line.length > SHOWN_CHARACTERS ? `${cut(line, SHOWN_CHARACTERS)}…` : line;
  return shown === '' ? [] : [{ text: shown, hit: false }];
}

function occurrences(words: readonly Word[], { words: wanted, isOpen }: Phrase): Span[] {
  const found: Span[] = [];
  for (let at = 0; at + wanted.length <= words.length; at += 1) {
    let whole = true;
    const fits = wanted.every((word, offset) => {
      const there = words[at + offset]?.folded ?? '';
      if (there === word) return true;
      whole = false;
      return isOpen && offset === wanted.length - 1 && there.startsWith(word);
    });
    const first = words[at];
    const last = words[at + wanted.length - 1];
    if (fits && first !== undefined && last !== undefined) {
      found.push({ start: first.start, end: last.end, whole });
    }
  }
  return found;
}

/** Whether everything that was looked for stands within one excerpt. */
function inOneStretch(spans: readonly Span[], phrases: number): boolean {
  if (phrases === 1) return true;
  return spans.some((span, index) => {
    const last = spans[index + phrases - 1];
    return last !== undefined && last.end - span.start <= SHOWN_CHARACTERS;
  });
}

function shownParts(text: string, spans: readonly Span[]): ExcerptPart[] {
  const first = spans[0]?.start ?? 0;
  const from = first <= LEAD_CHARACTERS ? 0 : wordStart(text, first - LEAD_CHARACTERS);
  const to = Math.min(text.length, from + SHOWN_CHARACTERS);
  const parts: ExcerptPart[] = [];
  let at = from;
  const add = (until: number, hit: boolean) => {
    const piece = oneLine(cut(text.slice(at), Math.max(0, until - at)));
    if (piece !== '') parts.push({ text: piece, hit });
    at = Math.max(at, until);
  };
  for (const { start, end } of spans) {
    if (start >= to) break;
    if (end <= at) continue;
    add(start, false);
    add(Math.min(end, Math.max(to, end)), true);
  }
  if (at < to) add(to, false);
  if (from > 0) parts.unshift({ text: '…', hit: false });
  if (at < text.length) parts.push({ text: '…', hit: false });
  return parts;
}

function wordStart(text: string, near: number): number {
  const space = text.indexOf(' ', near);
  return space < 0 || space - near > LEAD_CHARACTERS ? wholeCharacter(text, near) : space + 1;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

/** Never between the halves of one character. */
function cut(text: string, length: number): string {
  return text.slice(0, wholeCharacter(text, length));
}

function wholeCharacter(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff && at > 0 ? at - 1 : at;
}
