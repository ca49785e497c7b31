/**
 * `npm run bench`: runs each test/bench/*.bench.ts in a separate process, one after the other, so
 * that they do not disturb each other. Each prints its figures, and fails if they miss its limits.
 * `npm run bench -- timeline` runs those with "timeline" in their name; `mutation` has to be named.
 */
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const words = process.argv.slice(2);
/** Measures the tests and not the app, for many minutes, and has a package of its own to install. */
const NAMED_ONLY = 'mutation';
const files = globSync('test/bench/**/*.bench.ts', { cwd: root })
  .filter((file) => words.every((word) => file.includes(word)))
  .filter((file) => words.includes(NAMED_ONLY) || !file.includes(NAMED_ONLY))
  .sort();

if (files.length === 0) {
  console.error(
    words.length > 0 ? `No benchmark is named "${words.join(' ')}".` : 'No benchmark yet.',
  );
  process.exit(1);
}
const failed = files.filter((file) => {
  console.log(`\n${file}`);
  const { status } = spawnSync(process.execPath, ['--expose-gc', file], {
    cwd: root,
    stdio: 'inherit',
  });
  return status !== 0;
});
console.log(`\n${files.length - failed.length} of ${files.length} benchmarks reach their floor.`);
for (const file of failed) console.log(`  ✗ ${file}`);
process.exitCode = failed.length > 0 ? 1 : 0;
