import { ringSamples } from './ring-samples.ts';

/** Sounds from `start` to `stop`. Where the browser lets no page sound yet, it is silent. */
export class RingTone {
  #context: AudioContext | null = null;
  #source: AudioBufferSourceNode | null = null;

  start(): void {
    if (this.#source !== null) return;
    try {
      const context = new AudioContext();
      const buffer = context.createBuffer(1, context.sampleRate * 3, context.sampleRate);
      buffer.copyToChannel(ringSamples(context.sampleRate), 0);
      const source = new AudioBufferSourceNode(context, { buffer, loop: true });
      source.connect(context.destination);
      source.start();
      this.#context = context;
      this.#source = source;
      // A page that was not clicked on yet is kept silent; it rings once it was.
      void context.resume();
    } catch {
      // No sound card: the card on the screen rings alone.
    }
  }

  stop(): void {
    this.#source?.stop();
    // Closed, it holds no device: a window may be open for days.
    void this.#context?.close();
    this.#source = null;
    this.#context = null;
  }
}
