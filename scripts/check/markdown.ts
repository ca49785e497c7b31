/** A fenced block of a Markdown document. */
export interface FencedBlock {
  /** The line of the opening fence, counted from 1. */
  readonly line: number;
  /** The first word after the fence; empty if there is none. */
  readonly language: string;
  /** Without the fences, and without the indentation of the opening fence. */
  readonly text: string;
  /** Why it cannot be run, as given by `<!-- not run: … -->` directly before it. */
  readonly notRun: string | null;
}

/** A link to a file or heading, or inline code. */
export interface Mention {
  readonly line: number;
  readonly text: string;
}

const OPENING = /^( *)(`{3,})\s*(\S*)[^`]*$/;
const NOT_RUN = /^ *<!-- not run: (.+) -->$/;

/** The fenced blocks of a document, in order. @throws Error if one is not closed */
export function fencedBlocks(markdown: string): FencedBlock[] {
  const lines = markdown.split('\n');
  const blocks: FencedBlock[] = [];
  for (let at = 0; at < lines.length; at++) {
    const [, indent = '', fence, language = ''] = OPENING.exec(lines[at] ?? '') ?? [];
    if (fence === undefined) continue;
    const closing = new RegExp(`^ *\`{${fence.length},} *$`);
    const end = lines.findIndex((line, index) => index > at && closing.test(line));
    if (end === -1) throw new Error(`The block that begins in line ${at + 1} has no end.`);
    const text = lines
      .slice(at + 1, end)
      .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.trimStart()))
      .join('\n');
    const notRun = NOT_RUN.exec(lines[at - 1] ?? '')?.[1] ?? null;
    blocks.push({ line: at + 1, language, text: `${text}\n`, notRun });
    at = end;
  }
  return blocks;
}

/** The document without its fenced blocks, whose lines become empty. */
function prose(markdown: string): string {
  const lines = markdown.split('\n');
  for (const { line, text } of fencedBlocks(markdown)) {
    const count = text.split('\n').length + 1;
    lines.fill('', line - 1, line - 1 + count);
  }
  return lines.join('\n');
}

/** The targets of links and the files of pictures in the prose. */
export function links(markdown: string): Mention[] {
  return mentions(withoutCode(prose(markdown)), /(?:\]\(|\bsrc(?:set)?=")([^)"\s]+)[)"]/g);
}

export function inlineCode(markdown: string): Mention[] {
  return mentions(prose(markdown), /`([^`]+)`/g);
}

function withoutCode(text: string): string {
  return text.replace(/`[^`]*`/g, (code) => code.replace(/[^\n]/g, ' '));
}

/** The possible targets of links: headings as GitHub names them, and `<a id="…">`. */
export function anchors(markdown: string): Set<string> {
  const found = new Set<string>();
  for (const [, heading = ''] of prose(markdown).matchAll(/^#+ +(.+)$/gm)) {
    const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const name = plain
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .trim()
      .replaceAll(' ', '-');
    let anchor = name;
    for (let n = 1; found.has(anchor); n += 1) anchor = `${name}-${n}`;
    found.add(anchor);
  }
  for (const [, id = ''] of prose(markdown).matchAll(/<a id="([^"]+)">/g)) found.add(id);
  return found;
}

function mentions(text: string, pattern: RegExp): Mention[] {
  return [...text.matchAll(pattern)].map((match) => ({
    line: text.slice(0, match.index).split('\n').length,
    text: match[1]?.replaceAll('\n', ' ') ?? '',
  }));
}
