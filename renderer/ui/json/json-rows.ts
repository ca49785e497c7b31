import type { JsonNode } from '../../format/json-nodes.ts';

/** One line of the tree. */
export interface JsonRow {
  /** Its position in the text. A path would not identify it, because keys may occur twice. */
  readonly id: number;
  readonly parentId: number | null;
  readonly depth: number;
  readonly node: JsonNode;
  /** Whether its content is listed below it; null if it has none. */
  readonly open: boolean | null;
  /** The closing bracket, which has a line of its own. */
  readonly closes: boolean;
  readonly isLast: boolean;
}

interface Visit {
  readonly node: JsonNode;
  readonly parentId: number | null;
  readonly depth: number;
  readonly isLast: boolean;
  readonly closes?: number;
}

/** The lines of a tree from top to bottom, without the folded parts. */
export function jsonRows(root: JsonNode, folded: ReadonlySet<number>): readonly JsonRow[] {
  const rows: JsonRow[] = [];
  const todo: Visit[] = [{ node: root, parentId: null, depth: 0, isLast: true }];
  let nextId = 0;
  for (let visit = todo.pop(); visit !== undefined; visit = todo.pop()) {
    const { node, depth, isLast, parentId } = visit;
    if (visit.closes !== undefined) {
      rows.push({ id: visit.closes, parentId, depth, node, open: true, closes: true, isLast });
      continue;
    }
    const id = nextId;
    nextId += 1;
    const isFoldable = node.children.length > 0;
    const open = isFoldable ? !folded.has(id) : null;
    rows.push({ id, parentId, depth, node, open, closes: false, isLast });
    if (!open) {
      // Folded nodes keep their ids.
      nextId += countUnder(node);
      continue;
    }
    todo.push({ node, parentId, depth, isLast, closes: id });
    const last = node.children.length - 1;
    for (let index = last; index >= 0; index -= 1) {
      const child = node.children[index];
      if (child) todo.push({ node: child, parentId: id, depth: depth + 1, isLast: index === last });
    }
  }
  return rows;
}

function countUnder(node: JsonNode): number {
  let count = 0;
  const todo = [...node.children];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    count += 1;
    for (const child of next.children) todo.push(child);
  }
  return count;
}

/** Trees with more lines than this are folded below this depth at first. */
const LARGE = 300;
const SHOWN_DEPTH = 2;

/** What is folded when a body is opened. */
export function foldedAtFirst(rows: readonly JsonRow[]): ReadonlySet<number> {
  if (rows.length <= LARGE) return new Set();
  return new Set(rows.flatMap(({ id, depth, open }) => (open && depth >= SHOWN_DEPTH ? [id] : [])));
}

/** The lines with a key or a value that contains the word, in upper or lower case. */
export function jsonMatches(rows: readonly JsonRow[], word: string): readonly number[] {
  const wanted = word.trim().toLowerCase();
  if (wanted === '') return [];
  return rows.flatMap(({ id, node, closes }) =>
    !closes && `${node.key ?? ''} ${node.text}`.toLowerCase().includes(wanted) ? [id] : [],
  );
}

/** The lines that have to be unfolded to show a line. */
export function ancestorsOf(rows: readonly JsonRow[], id: number): readonly number[] {
  const parents = new Map(rows.map((row) => [row.id, row.parentId]));
  const ancestors: number[] = [];
  for (let at = parents.get(id) ?? null; at !== null; at = parents.get(at) ?? null) {
    ancestors.push(at);
  }
  return ancestors;
}
