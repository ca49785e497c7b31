/**
 * `npm test`: everything, in this order: build, browser tests, desktop tests, then the rest with
 * vitest, whose summary ends the output.
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

function succeeds(args: readonly string[], env: Record<string, string> = {}): boolean {
  const { status } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  return status === 0;
}

/** Whether every test that `docs/requirements.md` names ran. */
function areRequirementsShown(): boolean {
  const ran: RanTest[] = [];
  if (existsSync(vitestReport)) ran.push(...ranByVitest(root, readJson(vitestReport)));
  if (!onlyUnits && existsSync(browserReport))
    ran.push(...ranByPlaywright(readJson(browserReport)));
  const { skipped, missing } = compareRan(
    readRequirements(root),
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
  if (!succeeds([tool('@playwright/test/cli.js'), 'test', '--reporter=list,json'], env))
    failed.push('browser');

  const reason = whyNoElectronTests(root);
  const electronTests = [tool('@playwright/test/cli.js'), 'test', '-c', 'test/e2e-electron'];
  if (reason) console.error(`\nDesktop tests: skipped, for ${reason}.`);
  else if (!succeeds(electronTests)) failed.push('desktop');
}

rmSync(vitestReport, { force: true });
const reporters = ['default', 'json'].map((name) => `--reporter=${name}`);
const vitest = [tool('vitest/vitest.mjs'), 'run', ...reporters];
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
