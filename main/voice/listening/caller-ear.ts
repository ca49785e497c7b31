import { quietAfter } from '../../../common/rules/sound/silences.ts';
import { SAMPLE_RATE_HZ } from '../../carriers/carrier.ts';
import type { Clock, ClockTimer } from '../../platform/time/clock.ts';
import { RecentSound } from '../../speech/recent-sound.ts';
import type { SttEngine, SttOptions } from '../../speech/stt.ts';
import type { VadEngine, VadStream } from '../../speech/vad.ts';
import { type Understood, Utterance } from './utterance.ts';

/** What is heard of the caller. Times are product microseconds (`clock.nowUs`). */
export interface CallerEarObserver {
  /** The VAD is sure that the caller speaks, since `onsetUs`. */
  speechStarted(utterance: number, onsetUs: number): void;
  /** There is no sound since `lastUs`, as far as the noise of the line lets it be heard; whether the turn is over, only the endpointing time tells. */
  paused(lastUs: number): void;
  /** The caller goes on within the endpointing time. */
  resumed(onsetUs: number): void;
  /**
   * The caller has been silent for the endpointing time; recognition begins. `speechMs`: how much
   * of the utterance was speech.
   */
  turnOver(utterance: number, stoppedUs: number, speechMs: number): void;
  /** What became of its words: told in the order in which they were said. */
  understood(utterance: number, result: Understood): void;
  partial(utterance: number, text: string): void;
  /** The words of the utterance have been awaited for `afterMs`. */
  slow(utterance: number, engine: string, afterMs: number): void;
}

export interface CallerEarDeps {
  readonly clock: Clock;
  readonly vad: VadEngine;
  readonly stt: SttEngine | null;
  readonly options: SttOptions;
  /** Asked at the end of each speech, so that it can be changed during a call. */
  readonly silenceMs: () => number;
  /** The next number of an utterance of the call. */
  readonly newUtterance: () => number;
  readonly observer: CallerEarObserver;
}

/** Sound before the onset that belongs to the first word, whatever the utterance before was given. */
const PRE_ROLL_SAMPLES = (SAMPLE_RATE_HZ * 400) / 1000;
/** A busy VAD decides late; by then the onset lies this far back at most. */
const RECENT_SAMPLES = PRE_ROLL_SAMPLES + 2 * SAMPLE_RATE_HZ;
/** The VAD lets go of a voice up to so long after its last sound. */
const LETS_GO_SAMPLES = (SAMPLE_RATE_HZ * 160) / 1000;
/** How soon to look again for what was not judged yet. */
const RECHECK_MS = 10;
const US_PER_SAMPLE = 1_000_000 / SAMPLE_RATE_HZ;

/**
 * Listens to the caller of one call: voice activity, end of turn, recognition. Speech that goes on
 * within the endpointing silence belongs to the same utterance; positions are samples of the
 * caller's own stream, so that a stall of the network is not a pause.
 */
export class CallerEar {
  readonly #deps: CallerEarDeps;
  readonly #vad: VadStream;
  readonly #closed = new AbortController();
  readonly #recent = new RecentSound(RECENT_SAMPLES);
  /** Product time of sample 0; null before the first sound. */
  #originUs: number | null = null;
  #samples = 0;
  /** Where the speech that is going on began; null in a pause. */
  #onset: number | null = null;
  #spokenSamples = 0;
  #utterance: Utterance | null = null;
  #end: { readonly until: number; readonly timer: ClockTimer } | null = null;
  /** Where the last speech of the utterance ended. */
  #last = 0;
  /** Settles when all words so far have been told. */
  #told: Promise<void> = Promise.resolve();
  #awaited = 0;

  constructor(deps: CallerEarDeps) {
    this.#deps = deps;
    this.#vad = deps.vad.open({
      speechStarted: (onset) => this.#started(onset),
      speechEnded: (last) => this.#ended(last),
    });
  }

  /** Somebody speaks at this moment. */
  get speaking(): boolean {
    return this.#onset !== null;
  }

  /** Something is being said, pauses included, or waits for its words. */
  get busy(): boolean {
    return this.#utterance !== null || this.#awaited > 0;
  }

  /** How much was spoken in this utterance so far, as far as it has been judged. */
  get spokenMs(): number {
    const ongoing = this.#onset === null ? 0 : this.#vad.judgedSamples - this.#onset;
    return ((this.#spokenSamples + Math.max(0, ongoing)) * US_PER_SAMPLE) / 1000;
  }

  /**
   * The next sound of the caller: 16 kHz, without a gap to the one before.
   *
   * @param atUs product time of its first sample
   */
  hear(samples: Int16Array, atUs: number): void {
    this.#originUs = atUs - this.#samples * US_PER_SAMPLE;
    this.#samples += samples.length;
    this.#recent.push(samples);
    this.#utterance?.push(samples);
    this.#vad.push(samples);
    // The sound that was waited for: on a line that is late, the timer came before it.
    if (this.#end && this.#samples >= this.#end.until) this.#endOnceSilent(this.#end.until);
  }

  /**
   * No more sound comes: what is being said is over. Settles when all words were told, or when
   * `limitMs` of time have passed; null when none are awaited.
   */
  finish(limitMs: number): Promise<void> | null {
    const { clock, stt } = this.#deps;
    if (!this.busy || !stt) return null;
    if (this.#utterance) this.#turnOver(this.#utterance);
    const limit = Promise.withResolvers<void>();
    const timer = clock.after(limitMs, limit.resolve);
    return Promise.race([this.#told, limit.promise]).then(() => timer.cancel());
  }

  close(): void {
    this.#closed.abort();
    this.#endTimer();
    this.#utterance?.close();
    this.#vad.close();
  }

  #started(onset: number): void {
    if (this.#closed.signal.aborted) return;
    const { clock, stt, options, newUtterance, observer } = this.#deps;
    this.#onset = onset;
    this.#endTimer();
    if (this.#utterance) {
      observer.resumed(this.#timeOf(onset));
      return;
    }
    const number = newUtterance();
    this.#spokenSamples = 0;
    this.#utterance = new Utterance({
      number,
      clock,
      stt,
      options,
      onPartial: (text) => observer.partial(number, text),
      onSlow: (engine, afterMs) => observer.slow(number, engine, afterMs),
    });
    const recent = this.#recent.copy();
    const wanted = this.#samples - onset + PRE_ROLL_SAMPLES;
    this.#utterance.push(recent.subarray(Math.max(0, recent.length - wanted)));
    observer.speechStarted(number, this.#timeOf(onset));
  }

  #ended(last: number): void {
    if (this.#closed.signal.aborted || this.#onset === null) return;
    this.#spokenSamples += last - this.#onset;
    this.#onset = null;
    this.#last = this.#lastSoundBefore(last);
    this.#deps.observer.paused(this.#timeOf(this.#last));
    const heardMs = ((this.#samples - last) * US_PER_SAMPLE) / 1000;
    const silenceMs = this.#deps.silenceMs();
    this.#lookAgain(last + (silenceMs * 1000) / US_PER_SAMPLE, silenceMs - heardMs);
  }

  /** Where the last sound was heard of speech that is over by this sample. */
  #lastSoundBefore(sample: number): number {
    const recent = this.#recent.copy();
    const end = Math.max(0, recent.length - (this.#samples - sample));
    return sample - quietAfter(recent.subarray(Math.max(0, end - LETS_GO_SAMPLES), end));
  }

  #lookAgain(until: number, delayMs: number): void {
    this.#end?.timer.cancel();
    const timer = this.#deps.clock.after(delayMs, () => this.#endOnceSilent(until));
    this.#end = { until, timer };
  }

  #endTimer(): void {
    this.#end?.timer.cancel();
    this.#end = null;
  }

  /**
   * The turn is over once the caller's own time has come that far without speech. What has not
   * arrived, or was not judged, may be speech; so may a sound that has only just begun.
   */
  #endOnceSilent(until: number): void {
    if (this.#vad.judgedSamples < until || this.#vad.rising) {
      this.#lookAgain(until, RECHECK_MS);
      return;
    }
    if (this.#utterance) this.#turnOver(this.#utterance);
  }

  #turnOver(utterance: Utterance): void {
    this.#endTimer();
    if (this.#onset !== null) {
      this.#spokenSamples += this.#samples - this.#onset;
      this.#last = this.#samples;
      this.#onset = null;
    }
    this.#utterance = null;
    const speechMs = (this.#spokenSamples * US_PER_SAMPLE) / 1000;
    this.#deps.observer.turnOver(utterance.number, this.#timeOf(this.#last), speechMs);
    this.#awaited += 1;
    const { signal } = this.#closed;
    const understood = utterance.understand(speechMs, signal);
    this.#told = this.#told.then(async () => {
      const result = await understood;
      this.#awaited -= 1;
      if (!signal.aborted) this.#deps.observer.understood(utterance.number, result);
    });
  }

  #timeOf(sample: number): number {
    return Math.round((this.#originUs ?? this.#deps.clock.nowUs()) + sample * US_PER_SAMPLE);
  }
}
