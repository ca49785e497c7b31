import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * The environment variable with the Chromium for browser tests, which playwright.config.ts reads
 * too.
 */
export const CHROMIUM_VARIABLE = 'AGENTPHONE_CHROMIUM';

const INSTALLED = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Debian's package of the Chromium that has no window of its own. */
const SHELL = 'chromium-headless-shell';

const DOWNLOAD_MS = 300_000;

/** An installed Chromium: the one in the variable, a system package, or Playwright's own. */
async function findChromium(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string | null> {
  const named = env[CHROMIUM_VARIABLE];
  if (named) return existsSync(named) ? named : null;
  const installed = INSTALLED.find((path) => existsSync(path));
  if (installed) return installed;
  const { chromium } = await import('@playwright/test');
  const own = chromium.executablePath();
  return existsSync(own) ? own : null;
}

/**
 * Finds a Chromium or installs one: Playwright's download or, as root on Debian and its
 * derivatives, the system's package.
 *
 * @throws Error saying what to do by hand
 */
export async function ensureChromium(): Promise<string> {
  const here = await findChromium();
  if (here) return here;
  console.error('No Chromium here; fetching one for the browser tests …');
  const ways: readonly (readonly [string, readonly string[]])[] = [
    ['npx', ['playwright', 'install', 'chromium']],
    ...(process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
      ? ([
          ['apt-get', ['update', '-qq']],
          ['apt-get', ['install', '-y', '-qq', '--no-install-recommends', SHELL]],
        ] as const)
      : []),
  ];
  for (const [command, args] of ways) {
    spawnSync(command, args, { stdio: ['ignore', 2, 2], timeout: DOWNLOAD_MS });
    const found = await findChromium();
    if (found) return found;
  }
  throw new Error(
    `The browser tests need Chromium, and it could not be had. Install it, or name one in ${CHROMIUM_VARIABLE}, then run the tests again.`,
  );
}
