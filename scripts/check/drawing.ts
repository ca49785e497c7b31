import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { importsOf, type SourceFile, type Violation } from './sources.ts';

const PAGE = 'docs/architecture.md';
/** A drawing with more nodes is too much to remember. */
const MOST_NODES = 20;
/** Only the product is drawn, not what builds and tests it. */
const NOT_DRAWN = ['scripts', 'test'];

const NODE = /^(\w+)\["([^"]+)"\]$/;
const GROUP = /^subgraph (\w+)(?:\[.*\])?$/;
const ARROWS = /^(\w+(?: & \w+)*) --> (\w+(?: & \w+)*)$/;
/** Lines on appearance, or at the beginning. */
const NO_CONTENT = /^(?:flowchart \w+|direction \w+|%%.*|(?:classDef|class|style|linkStyle) .*|)$/;

/** The part of a Mermaid flowchart that the check needs. */
interface Drawing {
  /** The files or folders of each node. */
  readonly nodes: ReadonlyMap<string, readonly string[]>;
  /** The nodes of each group, including those of nested groups. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  readonly arrows: readonly Arrow[];
  readonly faults: readonly Violation[];
}

interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly line: number;
}

/**
 * Compares the drawing in `docs/architecture.md` with the imports of the product: each arrow must
 * be an import, each import between two nodes must be an arrow, and every file must belong to a
 * node. An arrow from or to a group stands for one from or to each node in it.
 */
export function checkDrawing(root: string, files: readonly SourceFile[]): Violation[] {
  const path = join(root, PAGE);
  if (!existsSync(path)) return [fault(1, 'is missing: the one drawing of the house')];
  return compareDrawing(readFileSync(path, 'utf8'), files);
}

/** Like `checkDrawing`, for a page that was already read. */
export function compareDrawing(page: string, files: readonly SourceFile[]): Violation[] {
  const drawing = readDrawing(page);
  const { nodes, arrows, faults } = drawing;
  if (nodes.size === 0) return [fault(1, 'has no Mermaid flowchart with nodes in it')];
  const product = files.filter(({ path }) => !NOT_DRAWN.includes(path.split('/')[0] ?? ''));
  const imports = importsBetween(product, nodes);
  const drawn = new Set<string>();
  const violations = [...faults];
  if (nodes.size > MOST_NODES) {
    violations.push(
      fault(1, `draws ${nodes.size} nodes; more than ${MOST_NODES} cannot be kept in mind`),
    );
  }
  for (const { from, to, line } of arrows) {
    for (const pair of pairsOf(drawing, from, to)) {
      drawn.add(pair);
      if (!imports.has(pair))
        violations.push(fault(line, `draws ${pair}, but nothing there imports it`));
    }
  }
  for (const [pair, example] of imports) {
    if (!drawn.has(pair))
      violations.push({ ...example, message: `${pair} is not drawn in ${PAGE}` });
  }
  return [...violations, ...outsideOf(product, nodes), ...withoutFiles(product, nodes)];
}

function readDrawing(page: string): Drawing {
  const nodes = new Map<string, readonly string[]>();
  const groups = new Map<string, string[]>();
  const arrows: Arrow[] = [];
  const faults: Violation[] = [];
  const open: string[] = [];
  for (const { text, line } of flowchartOf(page)) {
    const node = NODE.exec(text);
    const group = GROUP.exec(text);
    const arrow = ARROWS.exec(text);
    if (node?.[1] && node[2]) {
      nodes.set(node[1], node[2].split('<br/>'));
      for (const name of open) groups.get(name)?.push(node[1]);
    } else if (group?.[1]) {
      groups.set(group[1], []);
      open.push(group[1]);
    } else if (arrow?.[1] && arrow[2]) {
      const targets = arrow[2].split(' & ');
      for (const from of arrow[1].split(' & ')) {
        for (const to of targets) arrows.push({ from, to, line });
      }
    } else if (text === 'end') open.pop();
    else if (!NO_CONTENT.test(text))
      faults.push(fault(line, `this line of the drawing is not understood: ${text}`));
  }
  for (const { from, to, line } of arrows) {
    for (const name of [from, to]) {
      if (!nodes.has(name) && !groups.has(name))
        faults.push(fault(line, `${name} is no node and no group`));
    }
  }
  return { nodes, groups, arrows, faults };
}

/** The lines of the page's first flowchart, with their line numbers in the page. */
function flowchartOf(page: string): { readonly text: string; readonly line: number }[] {
  const lines = page.split('\n').map((text, index) => ({ text: text.trim(), line: index + 1 }));
  const start = lines.findIndex(({ text }) => text === '```mermaid');
  if (start < 0) return [];
  const length = lines.slice(start + 1).findIndex(({ text }) => text === '```');
  return lines.slice(start + 1, start + 1 + length);
}

function pairsOf({ nodes, groups }: Drawing, from: string, to: string): string[] {
  const membersOf = (name: string) => groups.get(name) ?? (nodes.has(name) ? [name] : []);
  return membersOf(from).flatMap((a) => membersOf(to).map((b) => `${a} → ${b}`));
}

/** Each pair of nodes with an import from one to the other, and the first such import. */
function importsBetween(
  files: readonly SourceFile[],
  nodes: Drawing['nodes'],
): Map<string, Omit<Violation, 'message'>> {
  const paths = new Set(files.map(({ path }) => path));
  const found = new Map<string, Omit<Violation, 'message'>>();
  for (const file of files) {
    const from = nodeOf(file.path, nodes);
    for (const { specifier, line } of importsOf(file)) {
      if (!specifier.startsWith('.')) continue;
      // A worker is imported as `./name.ts?worker`.
      const [target = ''] = posix.join(posix.dirname(file.path), specifier).split('?');
      const to = paths.has(target) ? nodeOf(target, nodes) : null;
      const pair = `${from} → ${to}`;
      if (from && to && from !== to && !found.has(pair)) found.set(pair, { path: file.path, line });
    }
  }
  return found;
}

/** The node with the longest path that is a prefix of the file's. */
function nodeOf(path: string, nodes: Drawing['nodes']): string | null {
  let best: { readonly name: string; readonly length: number } | null = null;
  for (const [name, places] of nodes) {
    for (const place of places) {
      if (isIn(path, place) && place.length > (best?.length ?? 0))
        best = { name, length: place.length };
    }
  }
  return best?.name ?? null;
}

function outsideOf(files: readonly SourceFile[], nodes: Drawing['nodes']): Violation[] {
  return files
    .filter(({ path }) => nodeOf(path, nodes) === null)
    .map(({ path }) => ({
      path,
      line: 1,
      message: `belongs to no node of the drawing in ${PAGE}`,
    }));
}

function withoutFiles(files: readonly SourceFile[], nodes: Drawing['nodes']): Violation[] {
  return [...nodes.values()]
    .flat()
    .filter((place) => !files.some(({ path }) => isIn(path, place)))
    .map((place) => fault(1, `draws ${place}, where there are no sources`));
}

function isIn(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}/`);
}

function fault(line: number, message: string): Violation {
  return { path: PAGE, line, message };
}
