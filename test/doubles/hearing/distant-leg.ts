import { FRAME_MS } from '../../../main/carriers/carrier.ts';
import { PlaybackMarks } from '../../../main/carriers/twilio/media/playback-marks.ts';
import type { ClockTimer, RealTime } from '../../../main/platform/time/clock.ts';
import { RecordingLeg } from '../calls/call-harness.ts';

/** A connection with a delay that keeps the order of its messages. */
export class Way {
  readonly #real: RealTime;
  readonly #delayMs: () => number;
  #lastMs = 0;

  /** @param delayMs called for each message */
  constructor(real: RealTime, delayMs: () => number) {
    this.#real = real;
    this.#delayMs = delayMs;
  }

  carry(arrive: () => void): void {
    const nowMs = this.#real.monotonicMs();
    this.#lastMs = Math.max(this.#lastMs, nowMs + this.#delayMs());
    this.#real.after(this.#lastMs - nowMs, arrive);
  }

  /** Nothing arrives for this long; then everything at once. */
  stall(ms: number): void {
    this.#lastMs = Math.max(this.#lastMs, this.#real.monotonicMs() + ms);
  }
}

/** Plays what it gets at the speed of sound, and echoes marks like Twilio. */
export class FarEar {
  readonly #real: RealTime;
  readonly #echo: (mark: string) => void;
  #queue: (Int16Array | string)[] = [];
  #playing: { samples: Int16Array; sinceMs: number; over: ClockTimer } | null = null;
  /** Frames that were heard completely, and when they began. */
  readonly heard: { samples: Int16Array; atMs: number }[] = [];
  /** How much was heard of frames that a `clear` cut off. */
  #cutOffMs = 0;
  readonly clearedAtMs: number[] = [];

  constructor(real: RealTime, echo: (mark: string) => void) {
    this.#real = real;
    this.#echo = echo;
  }

  /** A frame, and the mark that follows it. */
  receive(samples: Int16Array, mark: string): void {
    this.#queue.push(samples, mark);
    this.#play();
  }

  clear(): void {
    const marks = this.#queue.filter((item) => typeof item === 'string');
    this.#cutOffMs += this.#playingMs();
    this.#playing?.over.cancel();
    this.#playing = null;
    this.#queue = [];
    this.clearedAtMs.push(this.#real.monotonicMs());
    for (const mark of marks) this.#echo(mark);
  }

  /** Everything that ever reached the ear, to the millisecond. */
  get playedMs(): number {
    return this.heard.length * FRAME_MS + this.#cutOffMs + this.#playingMs();
  }

  /** The gaps in what was heard, one per frame that followed a gap. */
  get holesMs(): number[] {
    return this.heard.slice(1).flatMap(({ atMs }, n) => {
      const holeMs = atMs - (this.heard[n]?.atMs ?? 0) - FRAME_MS;
      return holeMs > 0.01 ? [holeMs] : [];
    });
  }

  #playingMs(): number {
    return this.#playing ? this.#real.monotonicMs() - this.#playing.sinceMs : 0;
  }

  #play(): void {
    while (!this.#playing) {
      const item = this.#queue.shift();
      if (item === undefined) return;
      if (typeof item === 'string') {
        this.#echo(item);
        continue;
      }
      const sinceMs = this.#real.monotonicMs();
      const over = this.#real.after(FRAME_MS, () => {
        this.#playing = null;
        this.heard.push({ samples: item, atMs: sinceMs });
        this.#play();
      });
      this.#playing = { samples: item, sinceMs, over };
    }
  }
}

/** A leg with a distant far end, and a carrier that reports what it played. */
export class DistantLeg extends RecordingLeg {
  readonly leadMs = 160;
  readonly ear: FarEar;
  readonly out: Way;
  readonly #marks = new PlaybackMarks();

  constructor(
    real: RealTime,
    { outMs = () => 0, backMs = () => 0 }: { outMs?: () => number; backMs?: () => number } = {},
  ) {
    super();
    const back = new Way(real, backMs);
    this.out = new Way(real, outMs);
    this.ear = new FarEar(real, (mark) =>
      back.carry(() => {
        const frame = this.#marks.echoed(mark);
        if (frame !== null) this.observer?.heard(frame, FRAME_MS, 'twilioEstimate');
      }),
    );
  }

  override sendFrame(frame: number, samples: Int16Array): void {
    super.sendFrame(frame, samples);
    const mark = this.#marks.frameSent(frame, samples);
    this.out.carry(() => this.ear.receive(samples, mark));
  }

  override clear(): void {
    this.takeBack();
  }

  takeBack(): number {
    const unheardMs = this.#marks.unheardMs();
    this.clears += 1;
    this.#marks.cleared();
    this.out.carry(() => this.ear.clear());
    return unheardMs;
  }
}
