import type { Clock } from '../platform/clock.ts';
import type { TtsEngine } from '../speech/tts.ts';
import { Playout } from './playout.ts';

/** The simulated caller's voice: another one than most agents have. */
const VOICE = 'flite-rms';

/**
 * Makes a simulated caller's words audible: synthesised, and played at the pace of speech. One
 * line follows the other.
 */
export class CallerVoice {
  readonly #tts: TtsEngine;
  readonly #playout: Playout;
  readonly #said = new Map<number, () => void>();
  readonly #wanted = new AbortController();
  #nextLine = 0;

  constructor(clock: Clock, tts: TtsEngine, onFrame: (samples: Int16Array, dueUs: number) => void) {
    this.#tts = tts;
    this.#playout = new Playout(clock, {
      frame: onFrame,
      started: () => {},
      ended: (line) => this.#finish(line),
      drained: () => {},
    });
  }

  /** Says the line; `onSaid` is called when its last sound is over, or if it has none. */
  say(text: string, onSaid: () => void): void {
    const line = this.#nextLine++;
    this.#said.set(line, onSaid);
    this.#playout.open(line);
    this.#synthesize(line, text).catch(() => {
      this.#playout.close(line);
      this.#finish(line);
    });
  }

  /** Nobody listens any more. */
  stop(): void {
    this.#wanted.abort();
    this.#said.clear();
    this.#playout.cut();
  }

  async #synthesize(line: number, text: string): Promise<void> {
    const request = { text, voice: VOICE, speed: 1 };
    let silent = true;
    for await (const samples of this.#tts.synthesize(request, this.#wanted.signal)) {
      if (samples.length > 0) silent = false;
      this.#playout.push(line, samples);
    }
    this.#playout.close(line);
    if (silent) this.#finish(line);
  }

  #finish(line: number): void {
    const said = this.#said.get(line);
    this.#said.delete(line);
    said?.();
  }
}
