import { LeastDelay } from '../../../common/rules/sound/echo/least-delay.ts';
import { JitterBuffer } from '../../../common/rules/sound/jitter-buffer.ts';
import { Resampler } from '../../../common/rules/sound/resampler.ts';
import { StreamPositions } from '../../../common/rules/sound/stream-positions.ts';
import { type CallerSound, SAMPLE_RATE_HZ } from '../../carriers/carrier.ts';
import { joinedSamples } from '../../speech/joined-samples.ts';
import { SilenceHabit } from './silence-habit.ts';

/** Nothing for so long, and then what was meant to come: the line stalled. */
const STALL_US = 250_000;
/** Sound that is no later than this came at its own pace: jitter explains it. */
const ON_TIME_US = 120_000;
/** Sound cannot be here this long before its time, even if all before it was held up on the way. */
const MOST_AHEAD_US = 1_000_000;
/** After a stall it is seen by then whether the line catches up; if not, the far end had paused. */
const CATCHES_UP_WITHIN_US = 100_000;
/** A line that catches up does so faster than this: 4 s of sound in 3. */
const LEAST_CAUGHT_UP_US = CATCHES_UP_WITHIN_US / 3;

/** What the line did to one stream. */
export interface LineFigures {
  readonly lostMs: number;
  readonly lateMs: number;
  readonly reordered: number;
}

/** Times are microseconds on the product's clock. */
export interface LineStreamObserver {
  /** 16 kHz, in order; `ownUs` is when its first sample was heard by the least delay of the line. */
  sound(samples: Int16Array, ownUs: number): void;
  /** 16 kHz; its time has been told without it. */
  late(samples: Int16Array, ownUs: number): void;
  /** Sound comes again after none came for so long. */
  stalled(durationMs: number): void;
}

/**
 * One socket or microphone session, whose clock counts samples: its frames in order, at 16 kHz,
 * each with its time on the product's clock.
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
  /** Sound is late since a stall; whether the line catches up is still open. */
  #heldUp: { readonly sinceUs: number; readonly fromUs: number; leastUs: number } | null = null;
  #resampler: Resampler;
  /** Position that the resampler expects, and the time on the stream's clock of what it gives next. */
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

  /** The far end sends no frames in silence: none for a moment tells that there is silence. */
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

  /** Nothing more is expected for now: what is held back anywhere is told. */
  flush(): void {
    this.#buffer.flush();
    this.#endResampling();
  }

  /** Tells stalls; and of a far end that had paused, rather than a line that stalled, makes a new start. */
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

  /** The filter holds the last 2 ms back. */
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
