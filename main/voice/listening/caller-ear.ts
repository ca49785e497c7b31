import { quietAfter } from '../../../common/rules/sound/silences.ts';
import { SAMPLE_RATE_HZ } from '../../carriers/carrier.ts';
import type { Clock, ClockTimer } from '../../platform/time/clock.ts';
import { RecentSound } from '../../speech/recent-sound.ts';
import type { SttEngine, SttOptions } from '../../speech/stt.ts';
import type { VadEngine, VadStream } from '../../speech/vad.ts';
import { type Understood, Utterance } from './utterance.ts';

/** Receives what is heard of the caller. Times are product microseconds (`clock.nowUs`). */
export interface CallerEarObserver {
  /** The VAD is sure that the caller has been speaking since `onsetUs`. */
  speechStarted(utterance: number, onsetUs: number): void;
  /**
   * There has been no sound since `lastUs`, as far as that is audible over the noise of the line.
   * Whether the turn is over depends on the endpointing time.
   */
  paused(lastUs: number): void;
  /** The caller resumed within the endpointing time. */
  resumed(onsetUs: number): void;
  /**
   * The caller was silent for the endpointing time, so recognition begins. `speechMs` is how much
   * of the utterance was speech.
   */
  turnOver(utterance: number, stoppedUs: number, speechMs: number): void;
  /**
   * The result of recognition. Results are reported in the order in which the utterances were
   * spoken.
   */
  understood(utterance: number, result: Understood): void;
  partial(utterance: number, text: string): void;
  /** The words of the utterance are still missing after `afterMs`. */
  slow(utterance: number, engine: string, afterMs: number): void;
}

export interface CallerEarDeps {
  readonly clock: Clock;
  readonly vad: VadEngine;
  readonly stt: SttEngine | null;
  readonly options: SttOptions;
  /** Called at the end of each stretch of speech, so that the setting can change during a call. */
  readonly silenceMs: () => number;
  /** Returns the next utterance number of the call. */
  readonly newUtterance: () => number;
  readonly observer: CallerEarObserver;
}

/**
 * How much sound before the onset belongs to the first word, even if the previous utterance
 * included it too.
 */
const PRE_ROLL_SAMPLES = (SAMPLE_RATE_HZ * 400) / 1000;
/** A busy VAD decides late; by then the onset is at most this far back. */
const RECENT_SAMPLES = PRE_ROLL_SAMPLES + 2 * SAMPLE_RATE_HZ;
/** The VAD may report speech for up to this long after its last sound. */
const LETS_GO_SAMPLES = (SAMPLE_RATE_HZ * 160) / 1000;
/** How soon to check again for sound that the VAD has not judged yet. */
const RECHECK_MS = 10;
const US_PER_SAMPLE = 1_000_000 / SAMPLE_RATE_HZ;

/**
 * Listens to the caller of one call: voice activity, endpointing, recognition. Speech that resumes
 * within the endpointing silence belongs to the same utterance. Positions are samples of the
 * caller's own stream, so a network stall does not count as a pause.
 */
export class CallerEar {
  readonly #deps: CallerEarDeps;
  readonly #vad: VadStream;
  readonly #closed = new AbortController();
  readonly #recent = new RecentSound(RECENT_SAMPLES);
  /** Product time of sample 0; null before the first sound. */
  #originUs: number | null = null;
  #samples = 0;
  /** Where the current speech began; null during a pause. */
  #onset: number | null = null;
  #spokenSamples = 0;
  #utterance: Utterance | null = null;
  #end: { readonly until: number; readonly timer: ClockTimer } | null = null;
  /** Where the utterance's last speech ended. */
  #last = 0;
  /** Settles when all words so far have been reported. */
  #told: Promise<void> = Promise.resolve();
  #awaited = 0;

  constructor(deps: CallerEarDeps) {
    this.#deps = deps;
    this.#vad = deps.vad.open({
      speechStarted: (onset) => this.#started(onset),
      speechEnded: (last) => this.#ended(last),
    });
  }

  /** Whether the caller is speaking at this moment. */
  get speaking(): boolean {
    return this.#onset !== null;
  }

  /** Whether an utterance is in progress, including its pauses, or awaits its words. */
  get busy(): boolean {
    return this.#utterance !== null || this.#awaited > 0;
  }

  /** The amount of speech in this utterance so far, as far as it has been judged. */
  get spokenMs(): number {
    const ongoing = this.#onset === null ? 0 : this.#vad.judgedSamples - this.#onset;
    return ((this.#spokenSamples + Math.max(0, ongoing)) * US_PER_SAMPLE) / 1000;
  }

  /**
   * Takes the caller's next sound: 16 kHz, directly following the previous sound.
   *
   * @param atUs product time of its first sample
   */
  hear(samples: Int16Array, atUs: number): void {
    this.#originUs = atUs - this.#samples * US_PER_SAMPLE;
    this.#samples += samples.length;
    this.#recent.push(samples);
    this.#utterance?.push(samples);
    this.#vad.push(samples);
    // On a late line, the timer fired before the sound it was waiting for; this is that sound.
    if (this.#end && this.#samples >= this.#end.until) this.#endOnceSilent(this.#end.until);
  }

  /**
   * The sound is complete, so the current utterance is over. Settles when all words have been
   * reported, or after `limitMs`; null if no words are awaited.
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

  /** Where the last sound was heard in the speech that ended at or before this sample. */
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
   * Ends the turn once the caller's own stream has reached this sample without speech. Sound that
   * has not arrived or was not judged yet may be speech, and so may a sound that just began.
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
