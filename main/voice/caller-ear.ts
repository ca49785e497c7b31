import { SAMPLE_RATE_HZ } from '../carriers/carrier.ts';
import type { Clock, ClockTimer } from '../platform/clock.ts';
import { RecentSound } from '../speech/recent-sound.ts';
import {
  type Recognition,
  type SttEngine,
  SttFailure,
  type SttOptions,
  type SttStream,
} from '../speech/stt.ts';
import type { VadEngine, VadStream } from '../speech/vad.ts';

/** What is heard of the caller. Times are product microseconds (`clock.nowUs`). */
export interface CallerEarObserver {
  /** The VAD is sure that the caller speaks, since `onsetUs`. */
  speechStarted(onsetUs: number): void;
  /** There is no sound since `lastUs`; whether the turn is over, only the endpointing time tells. */
  paused(lastUs: number): void;
  /** The caller goes on within the endpointing time. */
  resumed(onsetUs: number): void;
  /** The caller has been silent for the endpointing time; recognition begins. */
  turnOver(stoppedUs: number): void;
  recognised(recognition: Recognition): void;
  /** There is no recogniser, or it failed; `failure` says why and what to do. */
  notRecognised(why: 'noEngine' | 'failed', failure: string): void;
  partial(text: string): void;
}

/** Sound before the VAD's decision that belongs to the first word. */
const PRE_ROLL_SAMPLES = (SAMPLE_RATE_HZ * 400) / 1000;
/** A pause in the sound itself (a microphone that was unplugged, a lost line) longer than this is silence. */
const GAP_US = 200_000;
/** How often to look, while the caller speaks, whether sound still comes. */
const WATCH_MS = 100;
/**
 * The VAD is behind when so much sound waits for its judgement (128 ms): on a busy machine a
 * decision that rests on silence, or on speech that goes on, waits for what was heard meanwhile.
 */
const BEHIND_SAMPLES = 4 * 512;
/** How soon to look again. */
export const BEHIND_RECHECK_MS = 20;
const US_PER_SAMPLE = 1_000_000 / SAMPLE_RATE_HZ;

const NO_ENGINE =
  'No speech recogniser is set up, so spoken words cannot be understood. Choose one in the settings, or type what the caller says.';

/**
 * Listens to the caller of one call: voice activity, end of turn, recognition. One utterance at a
 * time; speech that goes on within the endpointing silence belongs to the same one.
 */
export class CallerEar {
  readonly #clock: Clock;
  readonly #vad: VadStream;
  readonly #stt: SttEngine | null;
  readonly #options: SttOptions;
  readonly #silenceMs: () => number;
  readonly #observer: CallerEarObserver;
  readonly #closed = new AbortController();
  readonly #preRoll = new RecentSound(PRE_ROLL_SAMPLES);
  /** When sample 0 was heard; null before the first sound. */
  #originUs: number | null = null;
  #samples = 0;
  #speaking = false;
  #inUtterance = false;
  #utterance: SttStream | null = null;
  #utteranceFailure: string | null = null;
  #end: ClockTimer | null = null;
  #watch: ClockTimer | null = null;

  constructor(deps: {
    clock: Clock;
    vad: VadEngine;
    stt: SttEngine | null;
    options: SttOptions;
    /** Asked at the end of each speech, so that it can be changed during a call. */
    silenceMs: () => number;
    observer: CallerEarObserver;
  }) {
    this.#clock = deps.clock;
    this.#stt = deps.stt;
    this.#options = deps.options;
    this.#silenceMs = deps.silenceMs;
    this.#observer = deps.observer;
    this.#vad = deps.vad.open({
      speechStarted: (onset) => this.#started(onset),
      speechEnded: (last) => this.#ended(last),
    });
  }

  get speaking(): boolean {
    return this.#speaking;
  }

  /** Whether what was heard lately has not been judged yet. */
  get behind(): boolean {
    return this.#samples - this.#vad.judgedSamples >= BEHIND_SAMPLES;
  }

  /** Sound of the caller, as it arrives. */
  hear(samples: Int16Array): void {
    const beganUs = this.#clock.nowUs() - samples.length * US_PER_SAMPLE;
    this.#originUs ??= beganUs;
    if (this.#pausedUs(beganUs) > GAP_US) this.#hearPause(beganUs);
    this.#samples += samples.length;
    if (this.#utterance) this.#utterance.push(samples);
    else this.#preRoll.push(samples);
    this.#vad.push(samples);
  }

  close(): void {
    this.#closed.abort();
    this.#end?.cancel();
    this.#watch?.cancel();
    this.#utterance?.close();
    this.#vad.close();
  }

  #started(onsetSample: number): void {
    if (this.#closed.signal.aborted) return;
    this.#speaking = true;
    this.#end?.cancel();
    this.#end = null;
    if (this.#inUtterance) {
      this.#observer.resumed(this.#timeOf(onsetSample));
      return;
    }
    this.#inUtterance = true;
    this.#watchLine(false);
    this.#openUtterance();
    this.#observer.speechStarted(this.#timeOf(onsetSample));
  }

  #ended(lastSample: number): void {
    if (this.#closed.signal.aborted || !this.#inUtterance) return;
    this.#speaking = false;
    const stoppedUs = this.#timeOf(lastSample);
    this.#observer.paused(stoppedUs);
    const silentMs = (this.#clock.nowUs() - stoppedUs) / 1000;
    this.#end?.cancel();
    this.#end = this.#clock.after(this.#silenceMs() - silentMs, () => this.#turnOver(stoppedUs));
  }

  #turnOver(stoppedUs: number): void {
    if (this.behind) {
      this.#end = this.#clock.after(BEHIND_RECHECK_MS, () => this.#turnOver(stoppedUs));
      return;
    }
    this.#end = null;
    this.#inUtterance = false;
    this.#watch?.cancel();
    this.#observer.turnOver(stoppedUs);
    void this.#recognise();
  }

  #openUtterance(): void {
    this.#utteranceFailure = null;
    if (!this.#stt) return;
    try {
      this.#utterance = this.#stt.open(this.#options, {
        partial: (text) => this.#observer.partial(text),
      });
      this.#utterance.push(this.#preRoll.copy());
    } catch (error) {
      this.#utteranceFailure = messageOf(error);
    }
    this.#preRoll.clear();
  }

  async #recognise(): Promise<void> {
    const utterance = this.#utterance;
    this.#utterance = null;
    if (!utterance) {
      if (this.#utteranceFailure === null) this.#observer.notRecognised('noEngine', NO_ENGINE);
      else this.#observer.notRecognised('failed', this.#utteranceFailure);
      return;
    }
    const landed = this.#clock.flow();
    const { signal } = this.#closed;
    try {
      const recognition = await utterance.finish(signal);
      if (!signal.aborted) this.#observer.recognised(recognition);
    } catch (error) {
      if (!signal.aborted) this.#observer.notRecognised('failed', messageOf(error));
    } finally {
      landed();
      utterance.close();
    }
  }

  /** How long there was no sound until then. */
  #pausedUs(untilUs: number): number {
    return untilUs - this.#timeOf(this.#samples);
  }

  /** Positions stay true to the clock when the sound paused: the VAD hears the pause as silence. */
  #hearPause(untilUs: number): void {
    const missing = Math.round(this.#pausedUs(untilUs) / US_PER_SAMPLE);
    const silence = Math.min(missing, SAMPLE_RATE_HZ);
    this.#vad.push(new Int16Array(silence));
    this.#originUs = (this.#originUs ?? untilUs) + (missing - silence) * US_PER_SAMPLE;
    this.#samples += silence;
  }

  /**
   * Ends the turn of a caller whose sound stops in the middle of a word. Twice in a row it must be
   * missing: after a stall of ours, it only waits to be read.
   */
  #watchLine(wasMissing: boolean): void {
    this.#watch = this.#clock.after(WATCH_MS, () => {
      const nowUs = this.#clock.nowUs();
      const isMissing = this.#pausedUs(nowUs) > GAP_US;
      this.#watchLine(isMissing);
      if (isMissing && wasMissing) this.#hearPause(nowUs);
    });
  }

  #timeOf(sample: number): number {
    return Math.round((this.#originUs ?? this.#clock.nowUs()) + sample * US_PER_SAMPLE);
  }
}

function messageOf(error: unknown): string {
  if (error instanceof SttFailure) return error.message;
  return `The recogniser failed: ${(error as Error).message}`;
}
