import { defineConfig } from '@playwright/test';
import { systemChromium } from './scripts/test/chromium.ts';

const executablePath = systemChromium();

/** Left to `npm run test:long`. */
const LONG = '**/*.long.spec.ts';

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results/e2e',
  projects: [
    { name: 'window', testIgnore: LONG },
    { name: 'long', testMatch: LONG },
  ],
  // The tests of a file run one after the other, two files at a time. Sound is compared to the page's
  // own clock, so another test can only delay it.
  fullyParallel: false,
  workers: 2,
  retries: 0,
  // For tests that hang, with a margin for slow machines; passing tests never wait this long.
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
      ...(executablePath === null ? {} : { executablePath }),
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
