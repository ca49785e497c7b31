import { isPlausible, LEAST_SPEECH_MS } from '../../../common/rules/turns/spoken-words.ts';
import { SAMPLE_RATE_HZ } from '../../carriers/carrier.ts';
import type { Clock } from '../../platform/time/clock.ts';
import {
  type Recognition,
  type SttEngine,
  SttFailure,
  type SttOptions,
  type SttStream,
} from '../../speech/stt.ts';

/** The result of recognising an utterance. */
export type Understood =
  | { readonly kind: 'words'; readonly recognition: Recognition }
  /** It contained hardly any speech, or no words. */
  | { readonly kind: 'noise' }
  /** There is no recogniser, or it failed; `failure` says why and what to do. */
  | {
      readonly kind: 'notRecognised';
      readonly why: 'noEngine' | 'failed';
      readonly failure: string;
    };

export interface UtteranceDeps {
  /** Numbered from 0 within the call. */
  readonly number: number;
  readonly clock: Clock;
  /** Null: spoken words cannot be understood. */
  readonly stt: SttEngine | null;
  readonly options: SttOptions;
  readonly onPartial: (text: string) => void;
  /** The words have been missing for so long that a person should know. */
  readonly onSlow: (engine: string, afterMs: number) => void;
}

/** After this wait for words, the timeline mentions it. */
const SLOW_MS = 3_000;
/**
 * A recogniser that returned no words by then never will, and later lines are waiting behind it.
 */
const LIMIT_MS = 25_000;
/**
 * A failure that took longer than this was a hang, and a second one would delay every later line:
 * no retry.
 */
const RETRY_WITHIN_MS = 5_000;
/** One minute is kept for a retry; longer speech is not worth recognising again. */
const MOST_KEPT_SAMPLES = 60 * SAMPLE_RATE_HZ;

const NO_ENGINE =
  'No speech recogniser is set up, so spoken words cannot be understood. Choose one in the settings, or type what the caller says.';
const HUNG = `The recogniser gave no words within ${LIMIT_MS / 1000} seconds. Choose another one under Settings, Engines, or try again.`;

/**
 * One utterance of the caller on its way to words. If the recogniser fails, it is tried once more.
 */
export class Utterance {
  readonly number: number;
  readonly #deps: UtteranceDeps;
  readonly #kept: Int16Array[] = [];
  #keptSamples = 0;
  #stream: SttStream | null = null;
  /** Why no stream could be opened: a matter of configuration, so a retry would not help. */
  #refused: string | null = null;

  constructor(deps: UtteranceDeps) {
    this.#deps = deps;
    this.number = deps.number;
    if (!deps.stt) return;
    try {
      this.#stream = this.#open(deps.stt);
    } catch (error) {
      this.#refused = reasonOf(error);
    }
  }

  /** 16 kHz sound, in order. */
  push(samples: Int16Array): void {
    if (!this.#stream) return;
    this.#stream.push(samples);
    if (this.#keptSamples > MOST_KEPT_SAMPLES) return;
    this.#kept.push(samples.slice());
    this.#keptSamples += samples.length;
  }

  /**
   * Recognises the utterance, which has ended. Does not reject.
   *
   * @param speechMs how much of it was speech
   */
  async understand(speechMs: number, signal: AbortSignal): Promise<Understood> {
    const { stt, clock, onSlow } = this.#deps;
    if (speechMs < LEAST_SPEECH_MS) return { kind: 'noise' };
    if (!stt) return { kind: 'notRecognised', why: 'noEngine', failure: NO_ENGINE };
    if (this.#refused !== null) return failed(this.#refused);
    const slow = clock.real.after(SLOW_MS, () => onSlow(stt.name, SLOW_MS));
    const hung = new AbortController();
    const limit = clock.real.after(LIMIT_MS, () => hung.abort());
    // Recognition is under way: a frozen clock must not run the call's other timers in the
    // meantime.
    const landed = clock.flow();
    try {
      const recognition = await this.#recognise(stt, AbortSignal.any([signal, hung.signal]));
      const { text } = recognition;
      const hasWords = text.trim() !== '' && isPlausible(text, speechMs);
      return hasWords ? { kind: 'words', recognition } : { kind: 'noise' };
    } catch (error) {
      return failed(hung.signal.aborted ? HUNG : reasonOf(error));
    } finally {
      slow.cancel();
      limit.cancel();
      landed();
      this.close();
    }
  }

  /** Its words are not wanted any more. */
  close(): void {
    this.#stream?.close();
    this.#stream = null;
    this.#kept.length = 0;
  }

  async #recognise(stt: SttEngine, signal: AbortSignal): Promise<Recognition> {
    const { clock } = this.#deps;
    const sinceMs = clock.real.monotonicMs();
    try {
      return await this.#finish(signal);
    } catch (error) {
      const isLate = clock.real.monotonicMs() - sinceMs > RETRY_WITHIN_MS;
      if (signal.aborted || isLate || this.#keptSamples > MOST_KEPT_SAMPLES) throw error;
      this.#stream?.close();
      this.#stream = this.#open(stt);
      for (const samples of this.#kept) this.#stream.push(samples);
      return await this.#finish(signal);
    }
  }

  /** Settles when aborted, even if the engine ignores the signal. */
  async #finish(signal: AbortSignal): Promise<Recognition> {
    const aborted = Promise.withResolvers<never>();
    const abort = () => aborted.reject(new SttFailure('The words are no longer wanted.'));
    if (!this.#stream || signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    try {
      return await Promise.race([this.#stream?.finish(signal) ?? aborted.promise, aborted.promise]);
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  #open(stt: SttEngine): SttStream {
    const { options, onPartial } = this.#deps;
    return stt.open(options, { partial: onPartial });
  }
}

function failed(failure: string): Understood {
  return { kind: 'notRecognised', why: 'failed', failure };
}

function reasonOf(error: unknown): string {
  if (error instanceof SttFailure) return error.message;
  return `The recogniser failed: ${(error as Error).message}`;
}
