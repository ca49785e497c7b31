import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { THREADS } from '../../../scripts/main-bundle.ts';

/**
 * Where the threads and processes of the app begin. Vitest builds them once (`built-threads.ts`);
 * without it, in a bench, they are their sources, which each thread has to compile anew.
 */
export const BUILT_THREADS_VARIABLE = 'AGENTPHONE_BUILT_THREADS';

const root = resolve(import.meta.dirname, '../../..');

function entry(name: keyof typeof THREADS): URL {
  const built = process.env[BUILT_THREADS_VARIABLE];
  return pathToFileURL(
    built === undefined ? resolve(root, THREADS[name]) : resolve(built, `${name}.js`),
  );
}

/** As the app takes them. */
export const ENTRY_POINTS = {
  reader: entry('reader-thread'),
  importer: entry('import-thread'),
  speech: entry('speech-process'),
  fliteThread: entry('flite-thread'),
  recogniserThread: entry('recogniser-thread'),
} as const;

export const VAD_MODEL = pathToFileURL(resolve(root, 'resources/models/silero-vad-v6.onnx'));

/** As the client of the speech process takes them. */
export const SPEECH_ENTRIES = {
  entry: ENTRY_POINTS.speech,
  fliteThreadEntry: ENTRY_POINTS.fliteThread,
  recogniserThreadEntry: ENTRY_POINTS.recogniserThread,
  vadModel: VAD_MODEL,
} as const;
