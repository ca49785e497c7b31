import { LeastDelay } from '../../../common/rules/sound/echo/least-delay.ts';
import { JitterBuffer } from '../../../common/rules/sound/jitter-buffer.ts';
import { Resampler } from '../../../common/rules/sound/resampler.ts';
import { StreamPositions } from '../../../common/rules/sound/stream-positions.ts';
import { type CallerSound, SAMPLE_RATE_HZ } from '../../carriers/carrier.ts';
import { joinedSamples } from '../../speech/joined-samples.ts';
import { SilenceHabit } from './silence-habit.ts';

/** A gap this long, followed by the sound that belongs in it, means that the line stalled. */
const STALL_US = 250_000;
/** Sound that is at most this late counts as on time: jitter explains it. */
const ON_TIME_US = 120_000;
/** Sound cannot arrive earlier than this, even if everything before it was held up. */
const MOST_AHEAD_US = 1_000_000;
/**
 * After a stall, this much time shows whether the line catches up; if not, the far end had paused.
 */
const CATCHES_UP_WITHIN_US = 100_000;
/** A line that catches up does so at least this fast: 4 s of sound in 3. */
const LEAST_CAUGHT_UP_US = CATCHES_UP_WITHIN_US / 3;

/** Figures on what the line did to one stream. */
export interface LineFigures {
  readonly lostMs: number;
  readonly lateMs: number;
  readonly reordered: number;
}

/** Times are microseconds of the product clock. */
export interface LineStreamObserver {
  /**
   * 16 kHz, in order. `ownUs` is when its first sample was spoken, assuming the least delay of the
   * line.
   */
  sound(samples: Int16Array, ownUs: number): void;
  /** 16 kHz sound that arrived after its time had been passed on without it. */
  late(samples: Int16Array, ownUs: number): void;
  /** Sound has resumed after a gap of this length. */
  stalled(durationMs: number): void;
}

/**
 * One socket or microphone session, whose clock counts samples: its frames in order, at 16 kHz,
 * each with its product time.
 */
export class LineStream {
  readonly number: number;
  readonly rateHz: number;
  readonly #observer: LineStreamObserver;
  readonly #positions: StreamPositions;
  readonly #buffer: JitterBuffer;
  readonly #delay = new LeastDelay();
  readonly #habit = new SilenceHabit();
  #arrivedUs: number | null = null;
  /** Sound has been late since a stall, and it is undecided whether the line catches up. */
  #heldUp: { readonly sinceUs: number; readonly fromUs: number; leastUs: number } | null = null;
  #resampler: Resampler;
  /**
   * The position that the resampler expects next, and the time of its next output on the stream's
   * clock.
   */
  #resampledTo: number | null = null;
  #outputUs = 0;

  constructor({ stream, rateHz }: CallerSound, observer: LineStreamObserver) {
    this.number = stream;
    this.rateHz = rateHz;
    this.#observer = observer;
    this.#positions = new StreamPositions(rateHz);
    this.#resampler = new Resampler(rateHz, SAMPLE_RATE_HZ);
    this.#buffer = new JitterBuffer(rateHz, {
      sound: (position, samples, isConcealed) => {
        if (!isConcealed) this.#habit.heard(samples, this.#usOf(samples.length));
        this.#resample(position, samples);
      },
      late: (position, samples) => this.#late(position, samples),
    });
  }

  /** Whether the far end sends no frames during silence, so that missing frames mean silence. */
  get suppressesSilence(): boolean {
    return this.#habit.suppresses;
  }

  /** When to call `expire`; null: not before the next frame. */
  get dueUs(): number | null {
    return this.#buffer.dueUs;
  }

  get figures(): LineFigures {
    const { lostSamples, lateSamples, reordered } = this.#buffer;
    const ms = (samples: number) => (samples * 1000) / this.rateHz;
    return { lostMs: ms(lostSamples), lateMs: ms(lateSamples), reordered };
  }

  hear(sound: CallerSound, nowUs: number): void {
    const { samples } = sound;
    const delayUs = this.#delay.us;
    const latestUs = delayUs === null ? Number.POSITIVE_INFINITY : nowUs + MOST_AHEAD_US - delayUs;
    const position = this.#positions.place(sound.position, samples, this.#samplesIn(latestUs));
    if (position === null) return;
    const endUs = this.#usOf(position + samples.length);
    const latenessUs = nowUs - endUs - this.#delay.note(nowUs - endUs, nowUs);
    this.#watchPace(latenessUs, nowUs, endUs);
    this.#arrivedUs = nowUs;
    const missingUs = this.#usOf(position - (this.#buffer.end ?? position));
    const isOnTime = latenessUs <= ON_TIME_US;
    if (isOnTime && this.#habit.isSilence(missingUs)) this.#buffer.skipTo(position);
    this.#buffer.push(position, samples, nowUs);
  }

  expire(nowUs: number): void {
    this.#buffer.expire(nowUs);
  }

  /** No more sound is expected for now: passes on everything that is held back. */
  flush(): void {
    this.#buffer.flush();
    this.#endResampling();
  }

  /**
   * Reports stalls. If it was the far end that paused, rather than the line that stalled, the delay
   * is measured anew.
   */
  #watchPace(latenessUs: number, nowUs: number, endUs: number): void {
    const idleUs = nowUs - (this.#arrivedUs ?? nowUs);
    if (idleUs >= STALL_US && latenessUs > ON_TIME_US) {
      this.#heldUp = { sinceUs: nowUs, fromUs: latenessUs, leastUs: latenessUs };
      this.#observer.stalled(Math.round(idleUs / 1000));
    }
    const heldUp = this.#heldUp;
    if (!heldUp) return;
    heldUp.leastUs = Math.min(heldUp.leastUs, latenessUs);
    if (nowUs - heldUp.sinceUs < CATCHES_UP_WITHIN_US) return;
    this.#heldUp = null;
    if (heldUp.fromUs - heldUp.leastUs < LEAST_CAUGHT_UP_US)
      this.#delay.restart(nowUs - endUs, nowUs);
  }

  #resample(position: number, samples: Int16Array): void {
    if (position !== this.#resampledTo) {
      this.#endResampling();
      this.#outputUs = this.#usOf(position);
    }
    this.#resampledTo = position + samples.length;
    this.#output(this.#resampler.push(samples));
  }

  /** Flushes the last 2 ms, which the filter holds back. */
  #endResampling(): void {
    if (this.#resampledTo === null) return;
    this.#resampledTo = null;
    this.#output(this.#resampler.flush());
    this.#resampler = new Resampler(this.rateHz, SAMPLE_RATE_HZ);
  }

  #output(samples: Int16Array): void {
    if (samples.length === 0) return;
    const ownUs = this.#outputUs + (this.#delay.us ?? 0);
    this.#outputUs += (samples.length * 1_000_000) / SAMPLE_RATE_HZ;
    this.#observer.sound(samples, ownUs);
  }

  #late(position: number, samples: Int16Array): void {
    const resampler = new Resampler(this.rateHz, SAMPLE_RATE_HZ);
    const whole = joinedSamples([resampler.push(samples), resampler.flush()]);
    this.#observer.late(whole, this.#usOf(position) + (this.#delay.us ?? 0));
  }

  #usOf(samples: number): number {
    return (samples * 1_000_000) / this.rateHz;
  }

  #samplesIn(us: number): number {
    return (us * this.rateHz) / 1_000_000;
  }
}
