import type { CapturedFrame } from './worklet-messages.ts';

declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;
declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort;
  abstract process(inputs: Float32Array[][]): boolean;
}

/** 20 ms at 16 kHz, as the simulated carrier frames it. */
const FRAME_SAMPLES = 320;

/** What the browser hands over at once. */
const BLOCK_SAMPLES = 128;

/**
 * Collects the microphone's blocks into frames of 16-bit samples, and numbers them: the session's
 * clock. It goes on where the microphone gives nothing, for it was muted or pulled out.
 */
class CaptureProcessor extends AudioWorkletProcessor {
  #samples = new Int16Array(FRAME_SAMPLES);
  #filled = 0;
  #frame = 0;

  process(inputs: Float32Array[][]): boolean {
    const block = inputs[0]?.[0];
    const length = block?.length ?? BLOCK_SAMPLES;
    for (let n = 0; n < length; n += 1) {
      this.#samples[this.#filled] = Math.max(-1, Math.min(1, block?.[n] ?? 0)) * 32_767;
      this.#filled += 1;
      if (this.#filled === FRAME_SAMPLES) this.#send();
    }
    return true;
  }

  #send(): void {
    const captured: CapturedFrame = { frame: this.#frame, samples: this.#samples };
    this.port.postMessage(captured, [this.#samples.buffer]);
    this.#samples = new Int16Array(FRAME_SAMPLES);
    this.#filled = 0;
    this.#frame += 1;
  }
}

registerProcessor('agentphone-capture', CaptureProcessor);
