declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;
declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort;
  abstract process(inputs: Float32Array[][]): boolean;
}

/** 20 ms at 16 kHz, as the simulated carrier frames it. */
const FRAME_SAMPLES = 320;

/** Collects the microphone's 128-sample blocks into frames of 16-bit samples. */
class CaptureProcessor extends AudioWorkletProcessor {
  #frame = new Int16Array(FRAME_SAMPLES);
  #filled = 0;

  process(inputs: Float32Array[][]): boolean {
    for (const sample of inputs[0]?.[0] ?? []) {
      this.#frame[this.#filled] = Math.max(-1, Math.min(1, sample)) * 32_767;
      this.#filled += 1;
      if (this.#filled === FRAME_SAMPLES) {
        this.port.postMessage(this.#frame, [this.#frame.buffer]);
        this.#frame = new Int16Array(FRAME_SAMPLES);
        this.#filled = 0;
      }
    }
    return true;
  }
}

registerProcessor('agentphone-capture', CaptureProcessor);
