import { ringSamples } from './ring-samples.ts';

/** Rings from `start` to `stop`. Silent where the browser does not let the page make sound yet. */
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
      // The browser keeps a page silent until its first click; the ringing is heard from then on.
      void context.resume();
    } catch {
      // There is no sound card, so only the card on the screen shows the ringing.
    }
  }

  stop(): void {
    this.#source?.stop();
    // Releases the sound device, because a window may be open for days.
    void this.#context?.close();
    this.#source = null;
    this.#context = null;
  }
}
