import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const home = import.meta.dirname;
const program = join(home, 'node_modules/@stryker-mutator/core/bin/stryker.js');

/** The rules, their tests, and what those read; nothing else is copied. */
const COPIED = [
  'common',
  'examples',
  'test/common',
  'test/doubles',
  'test/fixtures',
  'package.json',
];
/** Above what a busy machine adds to a run; endless loops are found by counting and by processor time. */
const MOST_MS = 60_000;

/** One change of the code, and what the tests said to it (the words are Stryker's). */
export interface Mutant {
  readonly status: string;
  readonly statusReason?: string;
  readonly mutatorName: string;
  readonly replacement: string;
  readonly location: {
    readonly start: { readonly line: number; readonly column: number };
    readonly end: { readonly line: number; readonly column: number };
  };
}

/** The part of Stryker's report that is read: mutants by file. */
export interface MutationReport {
  readonly files: Readonly<
    Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>
  >;
}

/** Installs Stryker beside this file, as locked and without scripts, where it is not there yet. */
export function installStryker(): void {
  if (existsSync(program)) return;
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: home,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error('Stryker could not be installed; it needs the npm registry.');
}

/** A copy of rules and tests in `folder`: Stryker changes it, never the repository. */
export function copyRules(folder: string): void {
  for (const path of COPIED) cpSync(join(root, path), join(folder, path), { recursive: true });
  for (const file of ['vitest.config.ts', 'resident-runner.ts', 'resident-messages.ts']) {
    cpSync(join(home, file), join(folder, file));
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
}

/**
 * Mutates these files of the copy and runs these tests. Stryker 10 sends nothing anywhere: its one
 * reporter that does, the dashboard's, is not among those named.
 */
export function runStryker(
  copy: string,
  { name, files, tests }: { name: string; files: readonly string[]; tests: readonly string[] },
): MutationReport {
  const folder = join(copy, 'reports');
  mkdirSync(folder, { recursive: true });
  const report = join(folder, `${name}.json`);
  const config = join(folder, `${name}.config.json`);
  writeFileSync(join(copy, 'all.test.ts'), allTests(tests));
  writeFileSync(
    config,
    JSON.stringify({
      mutate: files,
      inPlace: true,
      tempDirName: join(copy, '.backup'),
      plugins: [join(home, 'resident-plugin.ts')],
      testRunner: 'resident',
      disableTypeChecks: false,
      // Stryker cannot read a tsconfig with TypeScript 7, and needs none.
      tsconfigFile: 'none.json',
      ignoreStatic: true,
      reporters: ['json'],
      jsonReporter: { fileName: report },
      timeoutMS: MOST_MS,
      timeoutFactor: 3,
      concurrency: 1,
      logLevel: 'error',
      allowConsoleColors: false,
    }),
  );
  const { status } = spawnSync(process.execPath, [program, 'run', config], {
    cwd: copy,
    stdio: 'inherit',
  });
  if (status !== 0 || !existsSync(report))
    throw new Error(`Stryker did not come to an end of ${name}.`);
  return JSON.parse(readFileSync(report, 'utf8')) as MutationReport;
}

/** One file for all. A property that fails is enough: its smallest counterexample takes long to find. */
function allTests(tests: readonly string[]): string {
  const imports = tests.map((test) => `import './${test}';\n`);
  return `import fc from 'fast-check';\n${imports.join('')}fc.configureGlobal({ endOnFailure: true });\n`;
}
