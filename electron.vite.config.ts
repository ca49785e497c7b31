import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const root = import.meta.dirname;

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      rollupOptions: {
        input: {
          electron: resolve(root, 'main/electron.ts'),
          headless: resolve(root, 'main/headless.ts'),
          'reader-thread': resolve(root, 'main/store/reader/reader-thread.ts'),
          'speech-process': resolve(root, 'main/speech/process/speech-process.ts'),
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
      emptyOutDir: true,
      outDir: resolve(root, 'out/renderer'),
      // Everything the window loads is a file of ours: the CSP allows no data: scripts or fonts.
      assetsInlineLimit: 0,
      rollupOptions: { input: resolve(root, 'renderer/index.html') },
    },
  },
});
