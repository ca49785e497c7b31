import { basename, dirname } from 'node:path';
import { parentPort } from 'node:worker_threads';
import type { AutomaticSpeechRecognitionPipeline } from '@huggingface/transformers';
import { asSamples } from '../sample-bytes.ts';
import type { RecogniserJob, RecogniserResult } from './recogniser.ts';

/**
 * Entry of the recogniser's thread: transformers.js with a model from the disk. It keeps one
 * model in memory and never looks for one anywhere else.
 */
const port = parentPort;
if (!port) throw new Error('This is the entry of a worker thread.');

let loaded: { folder: string; model: Promise<AutomaticSpeechRecognitionPipeline> } | null = null;

port.on('message', (job: RecogniserJob) => {
  recognise(job).then(
    (text) => port.postMessage({ id: job.id, text } satisfies RecogniserResult),
    (error: Error) =>
      port.postMessage({ id: job.id, error: error.message } satisfies RecogniserResult),
  );
});

async function recognise(job: RecogniserJob): Promise<string> {
  if (loaded?.folder !== job.folder) {
    const before = loaded;
    loaded = { folder: job.folder, model: load(job.folder) };
    await before?.model.then((model) => model.dispose()).catch(() => undefined);
  }
  const { model } = loaded;
  const recogniser = await model.catch((error: unknown) => {
    loaded = null;
    throw error;
  });
  const samples = Float32Array.from(asSamples(job.samples), (sample) => sample / 32_768);
  const options = job.language === null ? {} : { language: job.language, task: 'transcribe' };
  const output = await recogniser(samples, options);
  return (Array.isArray(output) ? output.map(({ text }) => text).join(' ') : output.text).trim();
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
