import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { lineAt, type Violation } from './sources.ts';

const PAGE = 'docs/requirements.md';
const COUNT = 68;

/** A test as the page names it: its file, and its title as written in the source. */
export interface NamedTest {
  readonly file: string;
  readonly title: string;
}

export interface Requirement {
  readonly id: string;
  readonly line: number;
  readonly tests: readonly NamedTest[];
  /** The last column, as written. */
  readonly shownBy: string;
}

/**
 * Parses the table: a number with an anchor, a sentence, and the proof, `[file](path): “title”`.
 */
export function requirementsOf(text: string): Requirement[] {
  const rows = text.matchAll(/^\| *<a id="(s\d+)"><\/a>(S\d+) *\|(.+)\|(.+)\|$/gm);
  return [...rows].map(({ 1: anchor, 2: id = '', 4: shownBy = '', index }) => ({
    id: anchor === id.toLowerCase() ? id : `${id} (its anchor is ${anchor})`,
    line: lineAt(text, index),
    shownBy: shownBy.trim(),
    tests: [...shownBy.matchAll(/\[[^\]]*\]\(([^)]+)\): “([^”]+)”/g)].map(
      ([, target = '', title = '']) => ({ file: posix.join('docs', target), title }),
    ),
  }));
}

export function readRequirements(root: string): Requirement[] {
  return requirementsOf(readFileSync(join(root, PAGE), 'utf8'));
}

/**
 * Checks that each requirement has an existing test, a page, or a plain statement that it has
 * neither.
 */
export function checkRequirements(root: string): Violation[] {
  const read = (path: string) =>
    existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : null;
  return faultsOf(read(PAGE) ?? '', read);
}

/** @param read returns the text of a file; null if it does not exist */
export function faultsOf(page: string, read: (path: string) => string | null): Violation[] {
  const requirements = requirementsOf(page);
  const faults: Violation[] = [];
  const add = (line: number, message: string) => faults.push({ path: PAGE, line, message });
  for (let n = 1; n <= COUNT; n += 1) {
    const found = requirements.filter(({ id }) => id === `S${n}`).length;
    if (found !== 1) add(1, `S${n} is there ${found} times, not once`);
  }
  for (const { id, line, tests, shownBy } of requirements) {
    for (const { file, title } of tests) {
      const text = read(file);
      if (text === null) add(line, `${id}: ${file} is not there`);
      else if (!hasTest(text, title)) add(line, `${id}: ${file} has no test “${title}”`);
    }
    const isPage = /^The page \[[^\]]+\]\([^)]+\)/.test(shownBy);
    const isOpen = /^Not yet, because \S.{9,}/.test(shownBy);
    if (tests.length === 0 && !isPage && !isOpen) {
      add(line, `${id} needs a test, a page, or "Not yet, because …"`);
    }
  }
  return faults;
}

/** Whether a call has the title as its first argument; `it.each` has a pattern there. */
function hasTest(text: string, title: string): boolean {
  return (
    ["'", '"', '`'].some((quote) => text.includes(`(${quote}${title}${quote}`)) ||
    new RegExp(`\\(\\s*(['"\`])${escaped(title)}\\1`).test(text)
  );
}

export function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
