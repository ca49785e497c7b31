import type { Clock } from '../../platform/time/clock.ts';
import type { TtsEngine } from '../../speech/tts.ts';
import { Playout } from '../speaking/playout.ts';

/** The simulated caller's voice: another one than most agents have. */
const VOICE = 'flite-rms';

/**
 * Makes a simulated caller's words audible: synthesised, and played at the pace of speech. One
 * line follows the other.
 */
export class CallerVoice {
  readonly #tts: TtsEngine;
  readonly #playout: Playout;
  readonly #wanted = new AbortController();
  /** Settles when the line said last is over. */
  #lines: Promise<void> = Promise.resolve();
  #nextLine = 0;
  #waiting = 0;
  #ended: () => void = () => {};

  constructor(clock: Clock, tts: TtsEngine, onFrame: (samples: Int16Array, dueUs: number) => void) {
    this.#tts = tts;
    this.#playout = new Playout(clock, {
      frame: onFrame,
      started: () => {},
      ended: () => {},
      drained: () => this.#ended(),
    });
  }

  /** Lines that are not over yet. */
  get waiting(): number {
    return this.#waiting;
  }

  /**
   * Says the line when those before it are over. `started` is called when it begins, at once if
   * nothing is being said; `said` when its last sound is over, or if it has none.
   *
   * @param text null: typed, so nothing is to be heard
   */
  say(text: string | null, { started, said }: { started: () => void; said: () => void }): void {
    const atOnce = this.#waiting === 0;
    this.#waiting += 1;
    if (atOnce) started();
    this.#lines = this.#lines.then(async () => {
      if (!atOnce && !this.#wanted.signal.aborted) started();
      if (text !== null && !this.#wanted.signal.aborted) await this.#speak(text);
      this.#waiting -= 1;
      if (!this.#wanted.signal.aborted) said();
    });
  }

  /** Nobody listens any more. */
  stop(): void {
    this.#wanted.abort();
    this.#playout.cut();
  }

  async #speak(text: string): Promise<void> {
    const line = this.#nextLine++;
    const over = new Promise<void>((resolve) => {
      this.#ended = resolve;
    });
    this.#playout.open(line);
    try {
      const request = { text, voice: VOICE, speed: 1 };
      for await (const samples of this.#tts.synthesize(request, this.#wanted.signal)) {
        this.#playout.push(line, samples);
      }
    } catch {
      // A line that cannot be made audible is said all the same.
    }
    this.#playout.close(line);
    await over;
  }
}
