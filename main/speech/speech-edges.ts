import { VAD_WINDOW_SAMPLES } from './process/messages.ts';
import { VAD_THRESHOLDS, type VadObserver } from './vad.ts';

/**
 * Turns the scores of consecutive windows into beginnings and ends of speech, by `VAD_THRESHOLDS`.
 */
export class SpeechEdges {
  readonly #observer: VadObserver;
  #speaking = false;
  /** The number of consecutive windows above the threshold while there is no speech. */
  #rising = 0;

  constructor(observer: VadObserver) {
    this.#observer = observer;
  }

  /** Speech may have begun; the next window will decide. */
  get rising(): boolean {
    return !this.#speaking && this.#rising > 0;
  }

  accept(window: number, probability: number): void {
    const start = window * VAD_WINDOW_SAMPLES;
    const decided = start + VAD_WINDOW_SAMPLES;
    if (this.#speaking) {
      if (probability >= VAD_THRESHOLDS.off) return;
      this.#speaking = false;
      this.#rising = 0;
      this.#observer.speechEnded(start, decided);
      return;
    }
    this.#rising = probability >= VAD_THRESHOLDS.on ? this.#rising + 1 : 0;
    if (this.#rising < VAD_THRESHOLDS.windowsToStart) return;
    this.#speaking = true;
    const onset = start - (VAD_THRESHOLDS.windowsToStart - 1) * VAD_WINDOW_SAMPLES;
    this.#observer.speechStarted(onset, decided);
  }
}
