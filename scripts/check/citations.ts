import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parseSync } from 'vite';
import { documents } from './documents.ts';
import { anchors } from './markdown.ts';
import { lineAt, readSources, type SourceFile, type Violation } from './sources.ts';

/** Files besides the sources that contain comments. */
const OTHER_COMMENTED = ['.npmrc', '.ci/run', 'electron-builder.yml', 'vitest.config.ts'];

/** A page as a comment names it, unless it is part of a web address. */
const PAGE = /(?<![\w/.:-])(?:[\w.-]+\/)*[\w.-]+\.md(?:#[\w-]+)?/g;

/** Names that only make sense to readers of documents that are not in the repository. */
const BARE: readonly { readonly pattern: RegExp; readonly instead: string }[] = [
  {
    pattern: /\bS(?:[1-9]|[1-5]\d|6[0-8])\b/g,
    instead: 'link the page of the rule, or its line of the requirements by its anchor',
  },
  {
    pattern: /\bdesign,?\s+(?:section\s+)?\d|\bsections?\s+[\d.]+\s+of\s+the\s+design\b/gi,
    instead: 'link the decision, or leave it out',
  },
  {
    pattern: /\bissues?\s+\d+/gi,
    instead: 'say what it asks for',
  },
];

/** A project as the checks of citations need it. */
export interface Library {
  readonly documents: readonly SourceFile[];
  readonly has: (path: string) => boolean;
}

/** Checks that everything cited in comments exists, including headings. */
export function checkCitations(root: string): Violation[] {
  const library = {
    documents: documents(root).map((path) => ({
      path,
      text: readFileSync(join(root, path), 'utf8'),
    })),
    has: (path: string) => existsSync(join(root, path)),
  };
  const others = OTHER_COMMENTED.filter((path) => library.has(path)).map((path) => ({
    path,
    text: readFileSync(join(root, path), 'utf8'),
  }));
  const commented = [...readSources(root, /\.(ts|tsx|mjs|css|py|sh)$/), ...others];
  return checkComments(commented, library);
}

/**
 * Checks that a comment cites only pages and headings that exist, and nothing by a number alone.
 */
export function checkComments(files: readonly SourceFile[], library: Library): Violation[] {
  const resolve = resolver(library);
  return files.flatMap((file) =>
    commentsOf(file).flatMap(({ words, start }) => {
      const faults: Violation[] = [];
      const add = (index: number, message: string) =>
        faults.push({ path: file.path, line: lineAt(file.text, start + index), message });
      for (const { 0: named, index } of words.matchAll(PAGE)) {
        const fault = resolve(file.path, named);
        if (fault) add(index, fault);
      }
      for (const { pattern, instead } of BARE) {
        for (const { 0: named, index } of words.matchAll(pattern)) {
          add(index, `"${named}" says nothing to a reader of this repository; ${instead}`);
        }
      }
      return faults;
    }),
  );
}

/** Returns what is wrong with a page's name, if anything. */
function resolver({ documents, has }: Library) {
  const headings = new Map(documents.map(({ path, text }) => [path, anchors(text)]));
  return (from: string, named: string): string | null => {
    const [name = '', anchor] = named.split('#');
    const near = posix.join(posix.dirname(from), decodeURI(name));
    const isNear = name.startsWith('.') || !has(name);
    const page = isNear ? near : name;
    if (!has(page)) return `${name} is not in the repository`;
    const known = headings.get(page);
    if (anchor === undefined || !known || known.has(anchor)) return null;
    return `${page} has no heading "#${anchor}"`;
  };
}

interface Comment {
  /** The comment's text at the same length, with its line beginnings blanked out. */
  readonly words: string;
  readonly start: number;
}

function commentsOf({ path, text }: SourceFile): Comment[] {
  return spansOf(path, text).map(([start, end]) => ({
    start,
    words: text.slice(start, end).replace(/\n\s*(?:\*|\/\/|#)?/g, (gap) => ' '.repeat(gap.length)),
  }));
}

function spansOf(path: string, text: string): (readonly [number, number])[] {
  if (/\.(ts|tsx|mjs)$/.test(path)) {
    return joined(
      parseSync(path, text).comments.map(({ start, end }) => [start, end] as const),
      text,
    );
  }
  const pattern = path.endsWith('.css') ? /\/\*[\s\S]*?\*\//g : /^\s*#.*$/gm;
  const found = [...text.matchAll(pattern)].map(
    ({ 0: whole, index }) => [index, index + whole.length] as const,
  );
  return joined(found, text);
}

/**
 * Joins consecutive comment lines into one comment, because a name may be split over two of them.
 */
function joined(spans: readonly (readonly [number, number])[], text: string) {
  const whole: [number, number][] = [];
  for (const [start, end] of spans) {
    const last = whole.at(-1);
    if (last && text.slice(last[1], start).trim() === '') last[1] = end;
    else whole.push([start, end]);
  }
  return whole;
}
