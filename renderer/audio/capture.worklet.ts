import { Resampler } from '../../common/rules/sound/resampler.ts';
import { CAPTURE_RATE_HZ, type CapturedFrame } from './worklet-messages.ts';

/** That of the audio context: the microphone's own, as a rule. */
declare const sampleRate: number;
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;
declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort;
  abstract process(inputs: Float32Array[][]): boolean;
}

/** 20 ms, as the simulated carrier frames it. */
const FRAME_SAMPLES = CAPTURE_RATE_HZ / 50;

/** What the browser hands over at once. */
const BLOCK_SAMPLES = 128;

/**
 * Collects the microphone's blocks, at whatever rate, into frames of 16-bit samples at 16 kHz, and
 * numbers them: the session's clock. It goes on where the microphone gives nothing, for it was muted or
 * pulled out.
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
