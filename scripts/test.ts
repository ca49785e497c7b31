/**
 * `npm test`: everything, in the order build, browser tests, desktop tests, then the rest by
 * vitest, whose summary closes the output.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { browserFailures } from './test/browser-failures.ts';
import { CHROMIUM_VARIABLE, ensureChromium } from './test/chromium.ts';
import { whyNoElectronTests } from './test/electron.ts';

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

const browserReport = join(root, 'test-results', 'e2e.json');
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

if (!succeeds([tool('vitest/vitest.mjs'), 'run'])) failed.push('vitest');
if (failed.length > 0) {
  if (failed.includes('browser') && existsSync(browserReport)) {
    const failures = browserFailures(JSON.parse(readFileSync(browserReport, 'utf8')));
    console.error(`\n${failures.join('\n\n')}\n`);
  }
  console.error(`Failed: ${failed.join(', ')} (see above).`);
  process.exit(1);
}
