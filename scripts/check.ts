/**
 * `npm run check`: format, lint, types and the rules of the project. Runs all checks even if one
 * fails.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { checkCitations } from './check/citations.ts';
import { checkCommits } from './check/commits.ts';
import { checkDependencies } from './check/dependencies.ts';
import { checkHouse } from './check/house.ts';
import { checkLicences } from './check/licences.ts';
import { checkRequirements } from './check/requirements.ts';
import { readSources, type Violation } from './check/sources.ts';

const root = join(import.meta.dirname, '..');

function runs(command: string, args: string[]): boolean {
  const path = join(root, 'node_modules', '.bin', command);
  const { status } = spawnSync(path, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  return status === 0;
}

function isClean(violations: readonly Violation[]): boolean {
  for (const { path, line, message } of violations) console.error(`${path}:${line} ${message}`);
  return violations.length === 0;
}

function areCommitsFine(): boolean {
  const { violations, skipped } = checkCommits(root);
  if (skipped !== null) console.log(`Commit messages were not looked at: ${skipped}.`);
  return isClean(violations);
}

const steps: readonly (readonly [string, () => boolean])[] = [
  ['format and lint', () => runs('biome', ['check', '--error-on-warnings', '.'])],
  ['types', () => runs('tsc', ['--noEmit'])],
  ['house', () => isClean(checkHouse(root))],
  ['citations and links', () => isClean(checkCitations(root))],
  ['requirements', () => isClean(checkRequirements(root))],
  ['commit messages', areCommitsFine],
  ['unused exports and packages', () => runs('knip', ['--no-progress'])],
  ['dependencies', () => isClean(checkDependencies(root, readSources(root)))],
  ['licences', () => isClean(checkLicences(root))],
];

const results = steps.map(([name, isFine]) => [name, isFine()] as const);
console.log();
for (const [name, isFine] of results) console.log(`${isFine ? '✓' : '✗'} ${name}`);
process.exitCode = results.every(([, isFine]) => isFine) ? 0 : 1;
