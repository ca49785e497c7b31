import type { JsonNode } from '../../format/json-nodes.ts';

/** One line of the tree. */
export interface JsonRow {
  /** Its place in the text; keys may occur twice, so a path would not do. */
  readonly id: number;
  readonly parentId: number | null;
  readonly depth: number;
  readonly node: JsonNode;
  /** Whether what is in it is listed under it; null where nothing is. */
  readonly open: boolean | null;
  /** The bracket behind what is in it, on a line of its own. */
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

/** The lines of a tree without what is folded away, from top to bottom. */
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
      // What is folded away keeps its numbers.
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

/** Everything deeper than that is folded at first, where the tree is large. */
const LARGE = 300;
const SHOWN_DEPTH = 2;

/** What is folded when a body is opened. */
export function foldedAtFirst(rows: readonly JsonRow[]): ReadonlySet<number> {
  if (rows.length <= LARGE) return new Set();
  return new Set(rows.flatMap(({ id, depth, open }) => (open && depth >= SHOWN_DEPTH ? [id] : [])));
}

/** The lines that hold a word, in a key or a value, upper or lower case. */
export function jsonMatches(rows: readonly JsonRow[], word: string): readonly number[] {
  const wanted = word.trim().toLowerCase();
  if (wanted === '') return [];
  return rows.flatMap(({ id, node, closes }) =>
    !closes && `${node.key ?? ''} ${node.text}`.toLowerCase().includes(wanted) ? [id] : [],
  );
}

/** What has to be unfolded so that a line is in sight. */
export function ancestorsOf(rows: readonly JsonRow[], id: number): readonly number[] {
  const parents = new Map(rows.map((row) => [row.id, row.parentId]));
  const ancestors: number[] = [];
  for (let at = parents.get(id) ?? null; at !== null; at = parents.get(at) ?? null) {
    ancestors.push(at);
  }
  return ancestors;
}
