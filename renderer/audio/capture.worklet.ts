import { Resampler } from '../../common/rules/sound/resampler.ts';
import { CAPTURE_RATE_HZ, type CapturedFrame } from './worklet-messages.ts';

/** The rate of the audio context, usually the microphone's own. */
declare const sampleRate: number;
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;
declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort;
  abstract process(inputs: Float32Array[][]): boolean;
}

/** 20 ms, the frame length of the simulated carrier. */
const FRAME_SAMPLES = CAPTURE_RATE_HZ / 50;

/** The number of samples that the browser delivers at a time. */
const BLOCK_SAMPLES = 128;

/**
 * Collects the microphone's blocks, at any rate, into numbered frames of 16-bit samples at 16 kHz.
 * The numbers are the session's clock, so they go on while the microphone is muted or unplugged.
 */
class CaptureProcessor extends AudioWorkletProcessor {
  readonly #resampler = new Resampler(Math.round(sampleRate), CAPTURE_RATE_HZ);
  #samples = new Int16Array(FRAME_SAMPLES);
  #filled = 0;
  #frame = 0;

  process(inputs: Float32Array[][]): boolean {
    const block = inputs[0]?.[0];
    const given = new Int16Array(block?.length ?? BLOCK_SAMPLES);
    for (const [n, sample] of block?.entries() ?? []) {
      given[n] = Math.max(-1, Math.min(1, sample)) * 32_767;
    }
    for (const sample of this.#resampler.push(given)) {
      this.#samples[this.#filled] = sample;
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
