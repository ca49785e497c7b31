import { posix } from 'node:path';
import { importsOf, type SourceFile, type Violation } from './sources.ts';

/** The imports of each file, by path. */
type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Finds circles: files that import each other over any number of steps (type imports count, because
 * a reader has to follow them too), and sibling folders that do.
 */
export function checkCircles(files: readonly SourceFile[]): Violation[] {
  const imports = importsByFile(files);
  return [...circlesOf(imports).map(ofFiles), ...folderCircles(imports)];
}

function importsByFile(files: readonly SourceFile[]): Map<string, Set<string>> {
  const paths = new Set(files.map(({ path }) => path));
  return new Map(
    files.map((file) => {
      const targets = importsOf(file)
        .filter(({ specifier }) => specifier.startsWith('.'))
        .map(({ specifier }) => posix.join(posix.dirname(file.path), specifier))
        .filter((path) => paths.has(path));
      return [file.path, new Set(targets)];
    }),
  );
}

function folderCircles(imports: Graph): Violation[] {
  return [...foldersBeside(imports).values()].flatMap((siblings) =>
    circlesOf(siblings).map((folders) => {
      const [first = ''] = folders;
      const message = `folders in a circle: ${folders.join(', ')}. One of them must not know the others`;
      return { path: first, line: 1, message };
    }),
  );
}

/** For each folder, what its subfolders import from each other. */
function foldersBeside(imports: Graph): Map<string, Map<string, Set<string>>> {
  const graphs = new Map<string, Map<string, Set<string>>>();
  for (const [from, targets] of imports) {
    for (const to of targets) {
      const [parent, own, other] = whereTheyPart(from, to);
      if (own === null || other === null) continue;
      const graph = graphs.get(parent) ?? new Map<string, Set<string>>();
      graphs.set(parent, graph);
      graph.set(own, (graph.get(own) ?? new Set()).add(other));
    }
  }
  return graphs;
}

/**
 * The deepest common folder of two files, and the subfolder in it that leads to each; null for a
 * file directly in it.
 */
function whereTheyPart(from: string, to: string): [string, string | null, string | null] {
  const own = from.split('/');
  const other = to.split('/');
  let shared = 0;
  while (own[shared] === other[shared]) shared += 1;
  const child = (parts: string[]) =>
    parts.length > shared + 1 ? parts.slice(0, shared + 1).join('/') : null;
  return [own.slice(0, shared).join('/'), child(own), child(other)];
}

/** The strongly connected components, in alphabetical order (Tarjan's algorithm). */
function circlesOf(graph: Graph): string[][] {
  const index = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const circles: string[][] = [];
  const visit = (name: string): number => {
    const own = index.size;
    index.set(name, own);
    lowest.set(name, own);
    stack.push(name);
    for (const next of graph.get(name) ?? []) {
      const reached = index.get(next);
      if (reached === undefined) lower(name, visit(next));
      else if (stack.includes(next)) lower(name, reached);
    }
    if (lowest.get(name) === own) {
      const circle = stack.splice(stack.indexOf(name));
      if (circle.length > 1) circles.push(circle.sort());
    }
    return lowest.get(name) ?? own;
  };
  const lower = (name: string, to: number) =>
    lowest.set(name, Math.min(lowest.get(name) ?? to, to));
  for (const name of graph.keys()) if (!index.has(name)) visit(name);
  return circles;
}

function ofFiles(circle: readonly string[]): Violation {
  const [first = ''] = circle;
  return { path: first, line: 1, message: `files in a circle: ${circle.join(', ')}` };
}
