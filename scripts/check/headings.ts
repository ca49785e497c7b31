import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceFile } from './sources.ts';

const NOT_OURS = new Set(['node_modules', 'out', 'dist', 'test-results', 'coverage']);

/** Every Markdown page of the project. */
export function readDocuments(root: string, folder = ''): SourceFile[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      return NOT_OURS.has(entry.name) || entry.name === '.git' ? [] : readDocuments(root, path);
    }
    return entry.name.endsWith('.md')
      ? [{ path, text: readFileSync(join(root, path), 'utf8') }]
      : [];
  });
}

/** What a link may point to: headings as GitHub names them, and `<a id="…">`. */
export function anchorsOf(text: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  const plain = withoutCode(text);
  for (const [, heading = ''] of plain.matchAll(/^#{1,6} +(.+?) *#*$/gm)) {
    const name = slug(heading);
    let anchor = name;
    for (let n = 1; anchors.has(anchor); n += 1) anchor = `${name}-${n}`;
    anchors.add(anchor);
  }
  for (const [, id = ''] of plain.matchAll(/<a id="([^"]+)">/g)) anchors.add(id);
  return anchors;
}

function slug(heading: string): string {
  return heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}

export interface Link {
  readonly target: string;
  /** Where in the page. */
  readonly index: number;
}

/** The links of a page that stay within the project. */
export function linksOf(text: string): Link[] {
  return [...withoutCode(text).matchAll(/\]\(([^)\s]+)(?:\s[^)]*)?\)/g)]
    .map((match) => ({ target: match[1] ?? '', index: match.index }))
    .filter(({ target }) => !/^[a-z][\w+.-]*:/i.test(target));
}

/** Blanks in the place of code, so that what stands in it is neither heading nor link. */
function withoutCode(text: string): string {
  const blank = (code: string) => code.replace(/[^\n]/g, ' ');
  return (
    text
      .replace(/^ *(`{3,}|~{3,})[\s\S]*?^ *\1`*$/gm, blank)
      // Headings keep the words of theirs that are code.
      .replace(/^(?!#)[^\n]*$/gm, (line) => line.replace(/`[^`\n]+`/g, blank))
  );
}
