import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { BUNDLED, THREADS } from './scripts/main-bundle.ts';

const root = import.meta.dirname;

/** Modules that only parts share which are loaded after the first screen. */
const LOADED_LATER = [
  'node_modules/zod',
  'react-(?:select|dialog|checkbox|tabs)',
  'common/contract/(?:api|control|[a-z-]+\\.ts)',
  'common/rules/(?:timeline|turns|quoting|signatures|handler-faults)',
  'ui/(?:json|settings-list|header-rows|overlays/dialog|forms/(?:select|checkbox))',
  'renderer/(?:timeline|inspector/(?:detail|actions))',
];
const ON_FIRST_SCREEN = new RegExp(`^(?!.*(?:${LOADED_LATER.join('|')})).*$`);

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      externalizeDeps: { exclude: BUNDLED },
      chunkSizeWarningLimit: 8_000,
      rollupOptions: {
        input: {
          electron: resolve(root, 'main/electron.ts'),
          headless: resolve(root, 'main/headless.ts'),
          ...Object.fromEntries(
            Object.entries(THREADS).map(([name, source]) => [name, resolve(root, source)]),
          ),
        },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rollupOptions: {
        input: { index: resolve(root, 'preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve(root, 'renderer'),
    plugins: [react()],
    build: {
      minify: true,
      // Loaded from this machine, not over a network.
      chunkSizeWarningLimit: 4_000,
      emptyOutDir: true,
      outDir: resolve(root, 'out/renderer'),
      // Everything the window loads is a file of ours: the CSP allows no data: scripts or fonts.
      assetsInlineLimit: 0,
      rollupOptions: {
        input: resolve(root, 'renderer/index.html'),
        // What several parts share is one file, or the first screen would ask for fifty small ones.
        output: {
          codeSplitting: { groups: [{ name: 'shared', minShareCount: 3, test: ON_FIRST_SCREEN }] },
        },
      },
    },
  },
});
