import type { InferenceSession, Tensor } from 'onnxruntime-common';

/** The part of ONNX Runtime that both of its builds have in common. */
export interface OnnxRuntime {
  readonly kind: 'native' | 'wasm';
  readonly Tensor: typeof Tensor;
  createSession(model: Uint8Array): Promise<InferenceSession>;
}

/** One thread: a window is too small to be divided, and the cores are needed for calls. */
const OPTIONS: InferenceSession.SessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  logSeverityLevel: 3,
};

/**
 * Loads the native build if it has a binary for this platform, else WebAssembly (Macs with Intel
 * chips).
 *
 * @param preferred `wasm` skips the native build
 * @throws Error if neither can be loaded
 */
export async function loadOnnxRuntime(preferred?: 'wasm'): Promise<OnnxRuntime> {
  if (preferred !== 'wasm') {
    try {
      const native = await import('onnxruntime-node');
      return {
        kind: 'native',
        Tensor: native.Tensor,
        createSession: (model) => native.InferenceSession.create(model, OPTIONS),
      };
    } catch {
      // No binary for this platform.
    }
  }
  const wasm = await import('onnxruntime-web');
  wasm.env.wasm.numThreads = 1;
  return {
    kind: 'wasm',
    Tensor: wasm.Tensor,
    createSession: (model) =>
      wasm.InferenceSession.create(model, { ...OPTIONS, executionProviders: ['wasm'] }),
  };
}
