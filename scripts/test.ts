/**
 * `npm test`: everything, in the order build, browser tests, desktop tests, then the rest by
 * vitest, whose summary closes the output.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
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

const tool = (path: string) => join('node_modules', path);
const failed: string[] = [];

if (!succeeds(['scripts/build.mjs'])) {
  console.error('The build failed, so nothing was tested.');
  process.exit(1);
}

if (onlyUnits) {
  console.error('Browser and desktop tests are left out (--no-browser).');
} else {
  const env = { [CHROMIUM_VARIABLE]: await ensureChromium() };
  if (!succeeds([tool('@playwright/test/cli.js'), 'test'], env)) failed.push('browser');

  const reason = whyNoElectronTests(root);
  const electronTests = [tool('@playwright/test/cli.js'), 'test', '-c', 'test/e2e-electron'];
  if (reason) console.error(`\nDesktop tests: skipped, for ${reason}.`);
  else if (!succeeds(electronTests)) failed.push('desktop');
}

if (!succeeds([tool('vitest/vitest.mjs'), 'run'])) failed.push('vitest');
if (failed.length > 0) {
  console.error(`Failed: ${failed.join(', ')} (see above).`);
  process.exit(1);
}
