import { readFile } from 'node:fs/promises';
import { VAD_WINDOW_SAMPLES } from './messages.ts';
import { loadOnnxRuntime } from './onnx-runtime.ts';

/** The model's state of one stream between two windows. */
export interface SileroState {
  /** The last samples of the previous window; without them the scores are wrong. */
  readonly context: Float32Array;
  /** Two layers with `LAYER` values each. */
  readonly memory: Float32Array;
}

export interface SileroInput {
  readonly state: SileroState;
  /** `VAD_WINDOW_SAMPLES` samples, -1 to 1. */
  readonly window: Float32Array;
}

export interface SileroModel {
  readonly runtime: 'native' | 'wasm';
  /** Scores one window of each of several streams in one run, and updates their states. */
  run(inputs: readonly SileroInput[]): Promise<Float32Array>;
}

const CONTEXT = 64;
const LAYER = 128;

export function freshState(): SileroState {
  return { context: new Float32Array(CONTEXT), memory: new Float32Array(2 * LAYER) };
}

/** Loads Silero VAD v6 for 16 kHz. @throws Error if the model or the runtime cannot be loaded */
export async function loadSilero(file: URL, preferred?: 'wasm'): Promise<SileroModel> {
  const runtime = await loadOnnxRuntime(preferred);
  const session = await runtime.createSession(await readFile(file));
  const rate = new runtime.Tensor('int64', BigInt64Array.from([16_000n]), []);
  return {
    runtime: runtime.kind,
    async run(inputs) {
      const batch = inputs.length;
      const width = CONTEXT + VAD_WINDOW_SAMPLES;
      const samples = new Float32Array(batch * width);
      const memories = new Float32Array(2 * batch * LAYER);
      for (const [row, { state, window }] of inputs.entries()) {
        samples.set(state.context, row * width);
        samples.set(window, row * width + CONTEXT);
        memories.set(state.memory.subarray(0, LAYER), row * LAYER);
        memories.set(state.memory.subarray(LAYER), (batch + row) * LAYER);
      }
      const { output, stateN } = await session.run({
        input: new runtime.Tensor('float32', samples, [batch, width]),
        state: new runtime.Tensor('float32', memories, [2, batch, LAYER]),
        sr: rate,
      });
      const next = stateN?.data;
      const scores = output?.data;
      if (!(next instanceof Float32Array) || !(scores instanceof Float32Array)) {
        throw new Error('The VAD model gave no scores; is its file the one the app came with?');
      }
      for (const [row, { state, window }] of inputs.entries()) {
        state.context.set(window.subarray(VAD_WINDOW_SAMPLES - CONTEXT));
        state.memory.set(next.subarray(row * LAYER, (row + 1) * LAYER));
        state.memory.set(next.subarray((batch + row) * LAYER, (batch + row + 1) * LAYER), LAYER);
      }
      return scores;
    },
  };
}
