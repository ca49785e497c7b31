/** Speech recognition behind one interface. Audio is 16 kHz mono s16. */
export interface SttEngine {
  /** Shown in the timeline, e.g. `openai`. */
  readonly name: string;
  /** Opens one utterance of a caller. Throws `SttFailure` if the engine cannot be used. */
  open(options: SttOptions, observer: SttObserver): SttStream;
}

export interface SttOptions {
  /** BCP 47, e.g. `en-US`. */
  readonly language: string;
  /** `accurate` may take about 200 ms longer for better words. */
  readonly mode: 'fast' | 'accurate';
}

export interface SttObserver {
  /** The words so far, from engines that stream; each call replaces the previous words. */
  partial(text: string): void;
}

export interface SttStream {
  push(samples: Int16Array): void;
  /**
   * The utterance is over. Rejects with `SttFailure`. An empty text means that no words were heard.
   */
  finish(signal: AbortSignal): Promise<Recognition>;
  /** The utterance is no longer wanted. */
  close(): void;
}

export interface Recognition {
  readonly text: string;
  /** 0 to 1; 1 for engines that do not report it. */
  readonly confidence: number;
}

/** What happened, why, and what to do; shown in the window. */
export class SttFailure extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SttFailure';
  }
}
