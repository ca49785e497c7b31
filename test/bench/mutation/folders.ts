import { existsSync, globSync } from 'node:fs';
import { join, posix } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const RULES = 'common/rules';
const TESTS = 'test/common/rules';

/** Tests that lie elsewhere and are cheap to run, by the folder of rules that they cover as well. */
const TESTED_ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  answers: ['turns/answer-forms'],
  turns: ['timeline/timeline', 'timeline/dead-air', 'speech-text/stock-sentences'],
};

/** A folder of rules: the files that are mutated, and the tests that are run on each change. */
export interface RulesFolder {
  readonly name: string;
  readonly files: readonly string[];
  readonly tests: readonly string[];
}

/** Each folder with rules of its own; `(root)` has those in none. Sub-folders are folders by themselves. */
export function rulesFolders(): RulesFolder[] {
  const byFolder = Map.groupBy(globSync(`${RULES}/**/*.ts`, { cwd: root }).sort(), (file) =>
    posix.relative(RULES, posix.dirname(file)),
  );
  return [...byFolder].map(([folder, files]) => ({
    name: folder === '' ? '(root)' : folder,
    files,
    tests: testsOf(folder, [...byFolder.keys()]),
  }));
}

/**
 * Those in the folder of the same name below the tests, or the nearest one above it. The tests of a
 * sub-folder with rules of its own are run for those alone.
 */
function testsOf(folder: string, all: readonly string[]): string[] {
  const own = nearest(folder);
  const depth = own === '' ? '*' : `${own}/**/*`;
  const apart = all.filter((other) => own !== '' && other.startsWith(`${own}/`));
  return [
    ...globSync(`${TESTS}/${depth}.test.ts`, { cwd: root })
      .filter((test) => !apart.some((other) => test.startsWith(`${TESTS}/${other}/`)))
      .sort(),
    ...(TESTED_ELSEWHERE[folder] ?? []).map((name) => `${TESTS}/${name}.test.ts`),
  ];
}

function nearest(folder: string): string {
  if (folder === '' || existsSync(join(root, TESTS, folder))) return folder;
  const above = posix.dirname(folder);
  return nearest(above === '.' ? '' : above);
}
