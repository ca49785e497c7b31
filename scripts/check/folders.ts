import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { SourceFile, Violation } from './sources.ts';

/** Style sheets are next to their component and do not count. */
const COUNTED = /\.(ts|tsx|mjs)$/;
const MOST_FILES = 20;
/** With up to this many files, a folder is clear without a page. */
const MOST_WITHOUT_PAGE = 8;
/** Folders that a newcomer opens first have a page, however few files they contain. */
const OPENED_FIRST = [
  'common',
  'main',
  'preload',
  'renderer',
  'test',
  'scripts',
  'docs',
  ...['api', 'assembly', 'carriers', 'control', 'desktop', 'llm', 'outbound', 'platform'].map(
    (name) => `main/${name}`,
  ),
  ...['services', 'speech', 'store', 'voice'].map((name) => `main/${name}`),
];

/** Checks that no folder is crowded, and that those with more than a few files have a page. */
export function checkFolders(root: string, files: readonly SourceFile[]): Violation[] {
  const counts = new Map<string, number>();
  for (const { path } of files) {
    if (!COUNTED.test(path)) continue;
    const folder = posix.dirname(path);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  const large = [...counts].filter(([, count]) => count > MOST_WITHOUT_PAGE);
  const withPage = new Set([...OPENED_FIRST, ...large.map(([folder]) => folder)]);
  return [
    ...[...counts].flatMap(([folder, count]) => crowded(folder, count)),
    ...[...withPage].flatMap((folder) => withoutPage(root, folder)),
  ];
}

function crowded(folder: string, count: number): Violation[] {
  if (count <= MOST_FILES) return [];
  const message = `${count} files; no folder has more than ${MOST_FILES}. Find the second idea in it`;
  return [{ path: folder, line: 1, message }];
}

function withoutPage(root: string, folder: string): Violation[] {
  if (existsSync(join(root, folder, 'README.md'))) return [];
  const message = 'is missing: a page on what lives here, what does not, and how to add one more';
  return [{ path: `${folder}/README.md`, line: 1, message }];
}
