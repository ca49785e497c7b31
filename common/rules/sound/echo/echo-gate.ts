import { WINDOW_SAMPLES } from '../spectrum.ts';

/**
 * The treatment of a window: it passes, it is silenced, or it waits until it is known to be echo or
 * the caller's voice.
 */
export type Gate = 'open' | 'shut' | 'undecided';

/**
 * The most sound that can wait: 320 ms. A decision takes up to 13 windows; the rest is for short
 * pauses between words.
 */
const MOST_WAITING_WINDOWS = 16;
/** Fades in and out over 2 ms. */
const FADE_SAMPLES = 32;

interface WaitingSound {
  readonly samples: Int16Array;
  readonly atUs: number;
}

/**
 * Silences echo. Sound that may be echo or the caller waits for the decision, and then passes whole
 * or not at all. So a caller's first word is not cut, and the listener behind the gate gets it all
 * at once.
 */
export class EchoGate {
  readonly #out: (samples: Int16Array, atUs: number) => void;
  readonly #waiting: WaitingSound[] = [];
  #waitingSamples = 0;
  #open = true;

  /** @param out gets all sound, passed or silenced, in order and with its original times */
  constructor(out: (samples: Int16Array, atUs: number) => void) {
    this.#out = out;
  }

  /** The next sound, heard from `atUs` on. */
  push(samples: Int16Array, gate: Gate, atUs: number): void {
    if (gate === 'undecided') {
      this.#wait({ samples: samples.slice(), atUs });
      return;
    }
    this.#decide(gate);
    this.#pass({ samples, atUs }, gate);
  }

  /** No sound follows: whatever is still waiting is silenced. */
  end(): void {
    this.#decide('shut');
  }

  #wait(sound: WaitingSound): void {
    this.#waiting.push(sound);
    this.#waitingSamples += sound.samples.length;
    while (this.#waitingSamples > MOST_WAITING_WINDOWS * WINDOW_SAMPLES) {
      const oldest = this.#waiting.shift();
      if (!oldest) return;
      this.#waitingSamples -= oldest.samples.length;
      this.#pass(oldest, 'shut');
    }
  }

  #decide(gate: 'open' | 'shut'): void {
    for (const sound of this.#waiting.splice(0)) this.#pass(sound, gate);
    this.#waitingSamples = 0;
  }

  #pass({ samples, atUs }: WaitingSound, gate: 'open' | 'shut'): void {
    const wasOpen = this.#open;
    this.#open = gate === 'open';
    if (this.#open && wasOpen) {
      this.#out(samples, atUs);
      return;
    }
    const faded = new Int16Array(samples.length);
    if (this.#open) faded.set(samples.subarray(FADE_SAMPLES), FADE_SAMPLES);
    const fading = this.#open === wasOpen ? 0 : Math.min(FADE_SAMPLES, samples.length);
    for (let n = 0; n < fading; n += 1) {
      const share = n / FADE_SAMPLES;
      faded[n] = Math.round((samples[n] as number) * (this.#open ? share : 1 - share));
    }
    this.#out(faded, atUs);
  }
}
