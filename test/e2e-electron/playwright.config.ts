import { defineConfig } from '@playwright/test';

/** The desktop shell in a real Electron. `npm test` runs it if there is one, and a display. */
export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/electron',
  timeout: 60_000,
  workers: 1,
  reporter: [['line']],
});
