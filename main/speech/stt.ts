/** Speech recognition behind one interface. Audio is 16 kHz mono s16. */
export interface SttEngine {
  /** Shown in the timeline, e.g. `openai`. */
  readonly name: string;
  /** Opens one utterance of one caller. Throws `SttFailure` when the engine cannot be used. */
  open(options: SttOptions, observer: SttObserver): SttStream;
}

export interface SttOptions {
  /** BCP 47, e.g. `en-US`. */
  readonly language: string;
  /** `accurate` may take its time (about 200 ms more) for better words. */
  readonly mode: 'fast' | 'accurate';
}

export interface SttObserver {
  /** Words so far, from engines that stream; each replaces the one before. */
  partial(text: string): void;
}

export interface SttStream {
  push(samples: Int16Array): void;
  /** The utterance is over. Rejects with `SttFailure`. An empty text means no words were heard. */
  finish(signal: AbortSignal): Promise<Recognition>;
  /** Nothing of it is wanted any more. */
  close(): void;
}

export interface Recognition {
  readonly text: string;
  /** 0 to 1; engines that give none answer 1. */
  readonly confidence: number;
}

/** Says what happened, why, and what to do next; shown in the window. */
export class SttFailure extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SttFailure';
  }
}
