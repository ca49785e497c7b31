import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

/** The system's Chromium where there is one; else the one that `npx playwright install` fetched. */
const systemChromium = [process.env.AGENTPHONE_CHROMIUM ?? '', '/usr/bin/chromium'].find(
  (path) => path !== '' && existsSync(path),
);

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results/e2e',
  // The tests of a file go one after the other, two files beside each other: what is heard is held
  // against the page's own clock, so a neighbour only makes it late.
  fullyParallel: false,
  workers: 2,
  retries: 0,
  // Bounds for what hangs, wide enough for a slow machine; nothing waits for them otherwise.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    viewport: { width: 1280, height: 800 },
    colorScheme: 'light',
    permissions: ['clipboard-read', 'clipboard-write'],
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(systemChromium === undefined ? {} : { executablePath: systemChromium }),
      args: [
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        '--autoplay-policy=no-user-gesture-required',
      ],
    },
  },
});
