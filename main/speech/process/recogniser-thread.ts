import { basename, dirname } from 'node:path';
import { parentPort } from 'node:worker_threads';
import type { AutomaticSpeechRecognitionPipeline } from '@huggingface/transformers';
import { asSamples } from '../sample-bytes.ts';
import type { RecogniserJob, RecogniserPreparation, RecogniserResult } from './recogniser.ts';

/**
 * The entry of the recogniser's thread: transformers.js with a model from the disk. It keeps one
 * model in memory, and never looks for models anywhere else.
 */
const port = parentPort;
if (!port) throw new Error('This is the entry of a worker thread.');

let loaded: { folder: string; model: Promise<AutomaticSpeechRecognitionPipeline> } | null = null;

port.on('message', (job: RecogniserJob | RecogniserPreparation) => {
  if ('prepare' in job) {
    modelIn(job.prepare).catch(() => undefined);
    return;
  }
  recognise(job).then(
    (text) => port.postMessage({ id: job.id, text } satisfies RecogniserResult),
    (error: Error) =>
      port.postMessage({ id: job.id, error: error.message } satisfies RecogniserResult),
  );
});

async function recognise(job: RecogniserJob): Promise<string> {
  const recogniser = await modelIn(job.folder);
  const samples = Float32Array.from(asSamples(job.samples), (sample) => sample / 32_768);
  const options = job.language === null ? {} : { language: job.language, task: 'transcribe' };
  const output = await recogniser(samples, options);
  return (Array.isArray(output) ? output.map(({ text }) => text).join(' ') : output.text).trim();
}

async function modelIn(folder: string): Promise<AutomaticSpeechRecognitionPipeline> {
  const before = loaded;
  const now = before?.folder === folder ? before : { folder, model: load(folder) };
  loaded = now;
  if (before !== now) await before?.model.then((old) => old.dispose()).catch(() => undefined);
  return now.model.catch((error: unknown) => {
    // Let the next utterance try again: the files may have been repaired.
    if (loaded === now) loaded = null;
    throw error;
  });
}

async function load(folder: string): Promise<AutomaticSpeechRecognitionPipeline> {
  const { env, pipeline } = await import('@huggingface/transformers');
  env.allowRemoteModels = false;
  env.useFSCache = false;
  env.localModelPath = dirname(folder);
  return pipeline('automatic-speech-recognition', basename(folder), {
    local_files_only: true,
    dtype: 'q8',
    device: 'cpu',
    session_options: { intraOpNumThreads: 2, logSeverityLevel: 3 },
  });
}
