/** An echo that was kept from being taken for the caller. Product microseconds. */
export interface EchoStretch {
  readonly fromUs: number;
  readonly untilUs: number;
  /** Its level against what was sent. */
  readonly levelDb: number;
  /** How long after the sound it came. */
  readonly delayMs: number;
}

/** So much silenced sound would have counted as speech: two windows of the voice activity detection. */
const VOICE_US = 64_000;
/** Echoes that are closer than this are one stretch: the agent takes a breath. */
const PAUSE_US = 2_000_000;

/** Joins silenced windows to the stretches that are told. */
export class EchoStretches {
  readonly #ended: (stretch: EchoStretch) => void;
  #stretch: EchoStretch | null = null;
  #silencedUs = 0;

  /** `ended` is told of each stretch that would have counted as a voice. */
  constructor(ended: (stretch: EchoStretch) => void) {
    this.#ended = ended;
  }

  /** A window of echo was silenced. */
  silenced(window: EchoStretch): void {
    this.passed(window.fromUs);
    this.#stretch = { ...window, fromUs: this.#stretch?.fromUs ?? window.fromUs };
    this.#silencedUs += window.untilUs - window.fromUs;
  }

  /** It is this late. */
  passed(nowUs: number): void {
    if (this.#stretch && nowUs - this.#stretch.untilUs >= PAUSE_US) this.end();
  }

  /** Nothing follows. */
  end(): void {
    const stretch = this.#stretch;
    const counts = this.#silencedUs >= VOICE_US;
    this.#stretch = null;
    this.#silencedUs = 0;
    if (stretch && counts) this.#ended(stretch);
  }
}
