import type { CallerSound } from '../../carriers/carrier.ts';
import type { Clock, ClockTimer } from '../../platform/time/clock.ts';
import { type LineFigures, LineStream } from './line-stream.ts';
import { type SilentStretch, ToldSound } from './told-sound.ts';

/**
 * No frame for so long is silence, whatever the reason: a turn must end. A network that stalls is
 * back sooner as a rule; if not, what it then brings is told after the silence.
 */
const GIVEN_UP_AFTER_US = 1_800_000;
/** By then it is seen that none comes. In a stall of ours it is not: all waits to be read. */
const MISSED_AFTER_US = 200_000;
/** How long a far end that suppresses silence may be late by jitter alone. */
const SILENT_AFTER_US = 120_000;
/** Silence is told at this pace, as a line would send it: all but the frame that may be under way … */
const SILENCE_STEP_MS = 20;
/** … until there was so much of it: longer than any end of a turn is waited for. */
const SILENCE_LASTS_US = 6_000_000;
/** A timer that comes so much too late was held up with everything else: frames wait to be read. */
const HELD_UP_US = 50_000;
const READ_WITHIN_MS = 20;

/** What was amiss on the caller's line: milliseconds and counts. */
export interface LineQuality extends LineFigures {
  readonly stalls: number;
}

export interface CallerStreamObserver {
  /** The next sound of the caller, silence included: 16 kHz, no sample of it missing or twice. */
  sound(samples: Int16Array, atUs: number): void;
  /** What belongs into the recording there. */
  record(samples: Int16Array, atUs: number): void;
  /** Sound comes again after none came for so long. */
  stalled(durationMs: number): void;
}

/**
 * The caller's sound by its own clock. Jitter, reordering and losses of the line end here: what is
 * told is one sound without a gap, each piece with the time at which it was spoken, as far as the
 * least delay of the line tells. A stall of the network is not a pause of the caller: nothing is told
 * meanwhile, and then everything in its place.
 */
export class CallerStream {
  readonly #clock: Clock;
  readonly #observer: CallerStreamObserver;
  readonly #told = new ToldSound();
  #line: LineStream | null = null;
  /** Figures of the streams before this one. */
  #before: LineFigures = { lostMs: 0, lateMs: 0, reordered: 0 };
  #stalls = 0;
  #arrivedUs = 0;
  /** We were awake, and no frame came. */
  #isMissed = false;
  #hold: ClockTimer | null = null;
  #silence: ClockTimer | null = null;
  #closed = false;

  constructor(deps: { clock: Clock; observer: CallerStreamObserver }) {
    this.#clock = deps.clock;
    this.#observer = deps.observer;
  }

  get quality(): LineQuality {
    const { lostMs, lateMs, reordered } = sumOf(this.#before, this.#line?.figures);
    return {
      lostMs: Math.round(lostMs),
      lateMs: Math.round(lateMs),
      reordered,
      stalls: this.#stalls,
    };
  }

  /** A frame, as it arrives. One of a stream that another has followed is not heard. */
  hear(sound: CallerSound): void {
    if (this.#closed || sound.samples.length === 0) return;
    const line = this.#lineOf(sound);
    if (line.number > sound.stream) return;
    const nowUs = this.#clock.nowUs();
    this.#arrivedUs = nowUs;
    const suppressed = line.suppressesSilence;
    line.hear(sound, nowUs);
    this.#watchHold(line);
    const wasMissed = this.#isMissed;
    this.#isMissed = false;
    const isKnown = this.#silence !== null && !wasMissed && line.suppressesSilence === suppressed;
    if (!isKnown) this.#watchSilence();
  }

  /** Tells what is still held back. */
  close(): void {
    this.#closed = true;
    this.#hold?.cancel();
    this.#silence?.cancel();
    this.#line?.flush();
  }

  #lineOf(sound: CallerSound): LineStream {
    const current = this.#line;
    if (current && current.number >= sound.stream) return current;
    current?.flush();
    this.#before = sumOf(this.#before, current?.figures);
    const line = new LineStream(sound, {
      sound: (samples, ownUs) => this.#tell(samples, ownUs),
      late: (samples, ownUs) => this.#observer.record(samples, this.#told.placeOfLate(ownUs)),
      stalled: (durationMs) => {
        if (!this.#isMissed) return;
        this.#stalls += 1;
        this.#observer.stalled(durationMs);
      },
    });
    this.#line = line;
    return line;
  }

  #tell(samples: Int16Array, ownUs: number): void {
    const { before, atUs } = this.#told.next(samples, ownUs);
    this.#tellSilent(before);
    this.#observer.record(samples, atUs);
    this.#observer.sound(samples, atUs);
  }

  /** Silence is nothing to be recorded. */
  #tellSilent(silence: SilentStretch | null): void {
    if (silence) this.#observer.sound(silence.samples, silence.atUs);
  }

  /** Looks after an open gap for as long as it is held. */
  #watchHold(line: LineStream): void {
    const { dueUs } = line;
    if (dueUs === null || this.#hold !== null) return;
    this.#hold = this.#at(dueUs, () => {
      this.#hold = null;
      this.#line?.expire(this.#clock.nowUs());
      if (this.#line) this.#watchHold(this.#line);
    });
  }

  /** One timer, whatever the number of frames: it looks when the last one came. */
  #watchSilence(): void {
    this.#silence?.cancel();
    this.#silence = null;
    if (this.#isMissed && this.#told.silentUs >= SILENCE_LASTS_US) return;
    const afterUs = this.#waitsUs();
    this.#silence = this.#at(this.#arrivedUs + afterUs, () => {
      const isOver = this.#clock.nowUs() - this.#arrivedUs >= afterUs;
      if (isOver && afterUs !== MISSED_AFTER_US) {
        this.#tellSilence();
      } else {
        this.#isMissed ||= isOver;
        this.#watchSilence();
      }
    });
  }

  /** How long after the last frame there is something to be done. */
  #waitsUs(): number {
    if (this.#line?.suppressesSilence) return SILENT_AFTER_US;
    return this.#isMissed ? GIVEN_UP_AFTER_US : MISSED_AFTER_US;
  }

  #tellSilence(): void {
    this.#isMissed = true;
    this.#line?.flush();
    this.#tellSilent(this.#told.silenceUntil(this.#clock.nowUs() - SILENCE_STEP_MS * 1000));
    this.#silence = this.#clock.after(SILENCE_STEP_MS, () => {
      if (this.#told.silentUs < SILENCE_LASTS_US) this.#tellSilence();
      else this.#silence = null;
    });
  }

  #at(dueUs: number, run: () => void): ClockTimer {
    const inMs = (us: number) => Math.max(0, us - this.#clock.nowUs()) / 1000;
    let timer = this.#clock.after(inMs(dueUs), () => {
      if (this.#clock.nowUs() - dueUs < HELD_UP_US) run();
      else timer = this.#clock.after(READ_WITHIN_MS, run);
    });
    return { cancel: () => timer.cancel() };
  }
}

function sumOf(a: LineFigures, b: LineFigures | undefined): LineFigures {
  if (!b) return a;
  return {
    lostMs: a.lostMs + b.lostMs,
    lateMs: a.lateMs + b.lateMs,
    reordered: a.reordered + b.reordered,
  };
}
