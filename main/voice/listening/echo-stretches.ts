/** An echo that was prevented from counting as the caller. In product microseconds. */
export interface EchoStretch {
  readonly fromUs: number;
  readonly untilUs: number;
  /** Its level relative to what was sent. */
  readonly levelDb: number;
  /** The delay between the sound and its echo. */
  readonly delayMs: number;
}

/** This much silenced sound would have counted as speech: two windows of the VAD. */
const VOICE_US = 64_000;
/** Echoes closer than this form one stretch: in between, the agent takes a breath. */
const PAUSE_US = 2_000_000;

/** Joins silenced windows into the stretches that are reported. */
export class EchoStretches {
  readonly #ended: (stretch: EchoStretch) => void;
  #stretch: EchoStretch | null = null;
  #silencedUs = 0;

  /** @param ended is called for each stretch that would have counted as a voice */
  constructor(ended: (stretch: EchoStretch) => void) {
    this.#ended = ended;
  }

  silenced(window: EchoStretch): void {
    this.passed(window.fromUs);
    this.#stretch = { ...window, fromUs: this.#stretch?.fromUs ?? window.fromUs };
    this.#silencedUs += window.untilUs - window.fromUs;
  }

  /** Time has passed, up to `nowUs`. */
  passed(nowUs: number): void {
    if (this.#stretch && nowUs - this.#stretch.untilUs >= PAUSE_US) this.end();
  }

  /** No more echo follows. */
  end(): void {
    const stretch = this.#stretch;
    const counts = this.#silencedUs >= VOICE_US;
    this.#stretch = null;
    this.#silencedUs = 0;
    if (stretch && counts) this.#ended(stretch);
  }
}
