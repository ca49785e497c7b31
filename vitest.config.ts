import { defineConfig } from 'vitest/config';

function project(name: string, include: string, isolate = true) {
  return {
    test: {
      name,
      include: [include],
      isolate,
      testTimeout: 20_000,
      hookTimeout: 30_000,
      // Long enough for a busy machine; a test that passes never waits this long.
      expect: { poll: { interval: 10, timeout: 10_000 } },
    },
  };
}

export default defineConfig({
  test: {
    // All cores, because no test here measures speed.
    maxWorkers: '100%',
    // V8 miscounts its code pages when WebAssembly is recompiled at run time (nodejs/node#64500).
    execArgv: ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering'],
    projects: [
      // Their modules keep no state, and importing them anew for each file took half of the time.
      project('rules', 'test/{common,renderer}/**/*.test.{ts,tsx}', false),
      project('house', 'test/{main,preload,scripts}/**/*.test.ts'),
      project('conformance', 'test/conformance/**/*.test.ts'),
    ],
  },
});
