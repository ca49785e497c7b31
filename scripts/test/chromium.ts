import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** The environment variable with the Chromium for browser tests. */
export const CHROMIUM_VARIABLE = 'AGENTPHONE_CHROMIUM';

/** The shell without a window of its own needs little more than half of the processor time. */
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

/**
 * The Chromium in the variable, otherwise one that is installed on this system; null if there is
 * none, so that Playwright's own is meant.
 */
export function systemChromium(
  env: Readonly<Record<string, string | undefined>> = process.env,
): string | null {
  const named = env[CHROMIUM_VARIABLE];
  if (named && existsSync(named)) return named;
  return INSTALLED.find((path) => existsSync(path)) ?? null;
}

/** As above, or Playwright's own. */
async function findChromium(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string | null> {
  const named = env[CHROMIUM_VARIABLE];
  if (named && !existsSync(named)) return null;
  const installed = systemChromium(env);
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
