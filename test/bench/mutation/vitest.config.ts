import { defineConfig } from 'vitest/config';

/** For Stryker alone, beside a copy of the rules; `all.test.ts` imports the tests that are wanted. */
export default defineConfig({
  test: {
    include: ['all.test.ts'],
    runner: './resident-runner.ts',
    pool: 'threads',
    testTimeout: 60_000,
  },
});
