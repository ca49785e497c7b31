/**
 * `npm test`: build, browser tests, desktop tests, then the rest with vitest, whose summary ends the
 * output. Tests in files named `*.long.*` are left out: those that need packages of other languages
 * or much time. `npm run test:long` runs exactly these.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readRequirements } from './check/requirements.ts';
import { browserFailures } from './test/browser-failures.ts';
import { CHROMIUM_VARIABLE, ensureChromium } from './test/chromium.ts';
import { whyNoElectronTests } from './test/electron.ts';
import { compareRan, type RanTest, ranByPlaywright, ranByVitest } from './test/requirements-ran.ts';

const root = join(import.meta.dirname, '..');
const onlyUnits = process.argv.includes('--no-browser');
const onlyLong = process.argv.includes('--long');

/** As the configurations of both runners call them. */
const BROWSER_PROJECTS = onlyLong ? ['long'] : ['window'];
const VITEST_PROJECTS = onlyLong ? ['long'] : ['rules', 'house', 'desktop', 'conformance'];

function succeeds(args: readonly string[], env: Record<string, string> = {}): boolean {
  const { status } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  return status === 0;
}

/** Whether the file is one of this run; the other run shows what the others show. */
function isOfThisRun({ file }: { readonly file: string }): boolean {
  return /\.long\.(test|spec)\.ts$/.test(file) === onlyLong;
}

/** Whether every test that `docs/requirements.md` names ran, as far as it is in this run. */
function areRequirementsShown(): boolean {
  const ran: RanTest[] = [];
  if (existsSync(vitestReport)) ran.push(...ranByVitest(root, readJson(vitestReport)));
  if (!onlyUnits && existsSync(browserReport))
    ran.push(...ranByPlaywright(readJson(browserReport)));
  const requirements = readRequirements(root).map((requirement) => ({
    ...requirement,
    tests: requirement.tests.filter(isOfThisRun),
  }));
  const { skipped, missing } = compareRan(
    requirements,
    ran,
    (file) => onlyUnits && file.startsWith('test/e2e/'),
  );
  for (const test of skipped) console.error(`Not shown in this run, left out: ${test}`);
  for (const test of missing)
    console.error(`Named by the requirements, but it did not run: ${test}`);
  return missing.length === 0;
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}

const browserReport = join(root, 'test-results', 'e2e.json');
const vitestReport = join(root, 'test-results', 'vitest.json');
const tool = (path: string) => join('node_modules', path);
const named = (projects: readonly string[]) => projects.map((name) => `--project=${name}`);
const failed: string[] = [];

if (!succeeds(['scripts/build.mjs'])) {
  console.error('The build failed, so nothing was tested.');
  process.exit(1);
}

if (onlyUnits) {
  console.error('Browser and desktop tests are left out (--no-browser).');
} else {
  const env = {
    [CHROMIUM_VARIABLE]: await ensureChromium(),
    PLAYWRIGHT_JSON_OUTPUT_FILE: browserReport,
  };
  rmSync(browserReport, { force: true });
  const browserTests = [tool('@playwright/test/cli.js'), 'test', '--reporter=list,json'];
  if (!succeeds([...browserTests, ...named(BROWSER_PROJECTS)], env)) failed.push('browser');
}

if (!onlyUnits && !onlyLong) {
  const reason = whyNoElectronTests(root);
  const electronTests = [tool('@playwright/test/cli.js'), 'test', '-c', 'test/e2e-electron'];
  if (reason) console.error(`\nDesktop tests: skipped, for ${reason}.`);
  else if (!succeeds(electronTests)) failed.push('desktop');
}

rmSync(vitestReport, { force: true });
const reporters = ['default', 'json'].map((name) => `--reporter=${name}`);
const vitest = [tool('vitest/vitest.mjs'), 'run', ...named(VITEST_PROJECTS), ...reporters];
if (!succeeds([...vitest, `--outputFile.json=${vitestReport}`])) failed.push('vitest');
if (!areRequirementsShown()) failed.push('requirements');
if (failed.length > 0) {
  if (failed.includes('browser') && existsSync(browserReport)) {
    const failures = browserFailures(JSON.parse(readFileSync(browserReport, 'utf8')));
    console.error(`\n${failures.join('\n\n')}\n`);
  }
  console.error(`Failed: ${failed.join(', ')} (see above).`);
  process.exit(1);
}
