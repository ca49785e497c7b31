import type { InferenceSession, Tensor } from 'onnxruntime-common';

/** The part of ONNX Runtime that both of its builds share. */
export interface OnnxRuntime {
  readonly kind: 'native' | 'wasm';
  readonly Tensor: typeof Tensor;
  createSession(model: Uint8Array): Promise<InferenceSession>;
}

/** One thread: a window is far too small to share, and the cores belong to the calls. */
const OPTIONS: InferenceSession.SessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  logSeverityLevel: 3,
};

/**
 * The native build where it has a binary, WebAssembly elsewhere (Macs with Intel chips).
 *
 * @param preferred `wasm` skips the native build
 * @throws Error when neither can be loaded
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
