import type { Clock } from '../../platform/time/clock.ts';
import type { TtsEngine } from '../../speech/tts.ts';
import { Playout } from '../speaking/playout.ts';

/** The simulated caller's voice, which few agents use. */
const VOICE = 'flite-rms';

/**
 * Makes a simulated caller's words audible: synthesised, and played at the pace of speech, one line
 * after the other.
 */
export class CallerVoice {
  readonly #tts: TtsEngine;
  readonly #playout: Playout;
  readonly #wanted = new AbortController();
  /** Settles when the latest line is over. */
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

  /** The number of lines that are not over yet. */
  get waiting(): number {
    return this.#waiting;
  }

  /**
   * Says the line after those before it. `started` is called when it begins, which is at once if
   * nothing else is being said; `said` is called after its last sound, or at once if it has none.
   *
   * @param text null: the line was typed, so it is silent
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

  /** The call is over, so stop speaking. */
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
      // A line that cannot be synthesised still counts as said.
    }
    this.#playout.close(line);
    await over;
  }
}
