import { defineConfig } from 'vitest/config';

/** Left to `npm run test:long`. */
const LONG = 'test/**/*.long.test.ts';

function project(name: string, include: string, more: { isolate?: true; exclude?: string[] } = {}) {
  return {
    test: {
      name,
      include: [include],
      exclude: [LONG],
      // Their modules keep no state, and importing them anew for each file took half of the time.
      isolate: false,
      testTimeout: 20_000,
      hookTimeout: 30_000,
      // Long enough for a busy machine; a test that passes never waits this long.
      expect: { poll: { interval: 10, timeout: 10_000 } },
      ...more,
    },
  };
}

/** They replace modules, Electron above all. */
const DESKTOP = 'test/main/desktop/**/*.test.ts';

export default defineConfig({
  test: {
    // All cores, because no test here measures speed.
    maxWorkers: '100%',
    // V8 miscounts its code pages when WebAssembly is recompiled at run time (nodejs/node#64500).
    execArgv: ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering'],
    globalSetup: 'test/doubles/processes/built-threads.ts',
    projects: [
      project('rules', 'test/{common,renderer}/**/*.test.{ts,tsx}'),
      project('house', 'test/{main,preload,scripts}/**/*.test.ts', { exclude: [DESKTOP, LONG] }),
      project('desktop', DESKTOP, { isolate: true }),
      project('conformance', 'test/conformance/**/*.test.ts'),
      project('long', LONG, { exclude: [] }),
    ],
  },
});
