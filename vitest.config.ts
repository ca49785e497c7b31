import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // All cores, because no test here measures speed.
    maxWorkers: '100%',
    // V8 miscounts its code pages when WebAssembly is recompiled at run time (nodejs/node#64500).
    execArgv: ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering'],
    projects: [
      {
        test: {
          name: 'house',
          include: ['test/{common,main,preload,renderer,scripts}/**/*.test.{ts,tsx}'],
          testTimeout: 20_000,
          hookTimeout: 30_000,
          // Long enough for a busy machine; a test that passes never waits this long.
          expect: { poll: { interval: 10, timeout: 10_000 } },
        },
      },
      {
        test: {
          name: 'conformance',
          include: ['test/conformance/**/*.test.ts'],
          testTimeout: 20_000,
          hookTimeout: 30_000,
          // Long enough for a busy machine; a test that passes never waits this long.
          expect: { poll: { interval: 10, timeout: 10_000 } },
        },
      },
    ],
  },
});
