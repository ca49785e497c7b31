import { WINDOW_SAMPLES } from '../spectrum.ts';

/**
 * What is done with a window: it passes, it is silenced, or it waits until it is known whether it
 * is echo or the caller's voice.
 */
export type Gate = 'open' | 'shut' | 'undecided';

/**
 * So much sound waits at most: 320 ms. Who speaks is known after 13 windows; the rest is for the
 * short pauses between them.
 */
const MOST_WAITING_WINDOWS = 16;
/** Sound is faded in and out over 2 ms. */
const FADE_SAMPLES = 32;

interface WaitingSound {
  readonly samples: Int16Array;
  readonly atUs: number;
}

/**
 * Silences echo. Sound that may be echo or the caller waits for the decision, and then passes whole
 * or not at all: a caller's first word is not cut, and an ear behind the gate has it at once.
 */
export class EchoGate {
  readonly #out: (samples: Int16Array, atUs: number) => void;
  readonly #waiting: WaitingSound[] = [];
  #waitingSamples = 0;
  #open = true;

  /** `out`: all the sound, in its order and at its own times, as it came or silenced. */
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

  /** Nothing follows: what still waits is silenced. */
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
