import type { CallerSound } from '../../carriers/carrier.ts';
import type { Clock, ClockTimer } from '../../platform/time/clock.ts';
import { type LineFigures, LineStream } from './line-stream.ts';
import { type SilentStretch, ToldSound } from './told-sound.ts';

/**
 * After this long without a frame, the caller counts as silent for whatever reason, because a turn
 * must be able to end. A stalled network is usually back sooner; if not, its sound comes after that
 * silence.
 */
const GIVEN_UP_AFTER_US = 1_800_000;
/**
 * After this long it is certain that no frame is coming. This does not hold if our own event loop
 * was blocked: then frames are waiting to be read.
 */
const MISSED_AFTER_US = 200_000;
/** How late a far end that suppresses silence can be because of jitter alone. */
const SILENT_AFTER_US = 120_000;
/**
 * Silence is passed on in steps like those of a real line, except for the frame that may still be
 * on its way …
 */
const SILENCE_STEP_MS = 20;
/** … until there has been this much of it, which is longer than any endpointing time. */
const SILENCE_LASTS_US = 6_000_000;
/** A timer this late means that the event loop was blocked, and frames are waiting to be read. */
const HELD_UP_US = 50_000;
const READ_WITHIN_MS = 20;

/** The defects of the caller's line, in milliseconds and counts. */
export interface LineQuality extends LineFigures {
  readonly stalls: number;
}

export interface CallerStreamObserver {
  /** The caller's next sound, including silence: 16 kHz, with no sample missing or repeated. */
  sound(samples: Int16Array, atUs: number): void;
  /** Sound for the recording only, at this place. */
  record(samples: Int16Array, atUs: number): void;
  /** Sound has resumed after a gap of this length. */
  stalled(durationMs: number): void;
}

/**
 * The caller's sound by its own clock. This is where jitter, reordering and losses of the line end:
 * what is passed on is one sound without gaps, each piece with the time at which it was spoken, as
 * far as the least delay of the line reveals it. A network stall does not count as a pause of the
 * caller: nothing is passed on during it, and everything in its place afterwards.
 */
export class CallerStream {
  readonly #clock: Clock;
  readonly #observer: CallerStreamObserver;
  readonly #told = new ToldSound();
  #line: LineStream | null = null;
  /** The figures of earlier streams of this call. */
  #before: LineFigures = { lostMs: 0, lateMs: 0, reordered: 0 };
  #stalls = 0;
  #arrivedUs = 0;
  /** No frame arrived although the event loop was running. */
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

  /** Takes a frame as it arrives. A frame of a stream that was replaced by another is ignored. */
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

  /** Passes on whatever is still held back. */
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

  /** Silence needs no recording. */
  #tellSilent(silence: SilentStretch | null): void {
    if (silence) this.#observer.sound(silence.samples, silence.atUs);
  }

  /** Checks an open gap for as long as it is held open. */
  #watchHold(line: LineStream): void {
    const { dueUs } = line;
    if (dueUs === null || this.#hold !== null) return;
    this.#hold = this.#at(dueUs, () => {
      this.#hold = null;
      this.#line?.expire(this.#clock.nowUs());
      if (this.#line) this.#watchHold(this.#line);
    });
  }

  /** One timer regardless of the number of frames: it looks at when the last one came. */
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

  /** How long after the last frame the next action is due. */
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
