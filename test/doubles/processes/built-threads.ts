import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { THREADS, UNBUNDLED } from '../../../scripts/main-bundle.ts';
import { BUILT_THREADS_VARIABLE } from './entry-points.ts';

const root = resolve(import.meta.dirname, '../../..');

/**
 * Vitest's global setup: builds the app's threads from their sources for this run. A test that
 * starts an app starts three of them, and compiling their sources took most of its time.
 */
export async function setup(): Promise<() => void> {
  // Within the project, where the packages that are not bundled are found.
  const outDir = mkdtempSync(join(root, 'node_modules', '.threads-'));
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true, external: UNBUNDLED },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      rollupOptions: {
        input: Object.fromEntries(
          Object.entries(THREADS).map(([name, source]) => [name, resolve(root, source)]),
        ),
      },
    },
  });
  writeFileSync(join(outDir, 'package.json'), '{ "type": "module" }');
  process.env[BUILT_THREADS_VARIABLE] = outDir;
  return () => rmSync(outDir, { recursive: true, force: true });
}
