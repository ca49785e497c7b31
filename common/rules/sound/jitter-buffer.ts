import { Concealment } from './concealment.ts';

/**
 * How long to wait for sound to fill a gap. On a line with 60 ms of jitter either way, a frame can
 * arrive up to 120 ms after one that was sent later.
 */
export const JITTER_WINDOW_MS = 120;
/** The most sound to make up for one gap; beyond that, the position just moves on. */
const MOST_CONCEALED_SECONDS = 1;
/** The most sound to hold, whatever arrives; beyond that, the oldest gap is given up. */
const MOST_HELD_SECONDS = 2;
const MOST_HELD_PIECES = 128;
/** How many lost gaps to remember, in case their sound still arrives. */
const MOST_REMEMBERED_GAPS = 32;

/** Positions are samples of the stream. */
export interface JitterObserver {
  /**
   * The next sound. It directly follows the sound passed on before, unless more was lost than is
   * concealed.
   */
  sound(position: number, samples: Int16Array, isConcealed: boolean): void;
  /** Sound that arrived after its place had been passed on without it. */
  late(position: number, samples: Int16Array): void;
}

interface Piece {
  readonly from: number;
  readonly samples: Int16Array;
  readonly arrivedUs: number;
}

/** A stretch that was passed on without its sound. */
interface Gap {
  readonly from: number;
  readonly to: number;
  /** True: it was lost and concealed. False: it counted as silence that was never sent. */
  readonly isLoss: boolean;
}

/**
 * Sorts the frames of one stream by their positions. Frames in order pass at once; a gap is held
 * open for `JITTER_WINDOW_MS`, then concealed and counted as lost. No sound is passed on twice. The
 * owner supplies the time, and calls `expire` at `dueUs`.
 */
export class JitterBuffer {
  readonly #rateHz: number;
  readonly #observer: JitterObserver;
  readonly #concealment: Concealment;
  /** Everything before this position has been passed on; null before the first frame. */
  #next: number | null = null;
  /** Sound that arrived early: sorted, with gaps in between, all after `#next`. */
  #held: Piece[] = [];
  #heldSamples = 0;
  #gaps: Gap[] = [];
  #lostSamples = 0;
  #lateSamples = 0;
  #reordered = 0;

  constructor(rateHz: number, observer: JitterObserver) {
    this.#rateHz = rateHz;
    this.#observer = observer;
    this.#concealment = new Concealment(rateHz);
  }

  /** Sound that never arrived. */
  get lostSamples(): number {
    return this.#lostSamples;
  }

  /** Sound that arrived after its place had been passed on. */
  get lateSamples(): number {
    return this.#lateSamples;
  }

  /** Frames that arrived out of order and were sorted. */
  get reordered(): number {
    return this.#reordered;
  }

  /** Where the furthest frame so far ends; null before the first one. */
  get end(): number | null {
    const last = this.#held.at(-1);
    return last ? last.from + last.samples.length : this.#next;
  }

  /** When to give up the open gap; null if there is none. */
  get dueUs(): number | null {
    if (this.#held.length === 0) return null;
    let firstUs = Number.POSITIVE_INFINITY;
    for (const { arrivedUs } of this.#held) firstUs = Math.min(firstUs, arrivedUs);
    return firstUs + JITTER_WINDOW_MS * 1000;
  }

  /** Takes a frame as it arrives. Its samples must not change afterwards. */
  push(position: number, samples: Int16Array, nowUs: number): void {
    const end = position + samples.length;
    if (samples.length === 0 || !Number.isSafeInteger(position) || !Number.isSafeInteger(end))
      return;
    const next = this.#next ?? this.#begin(position);
    const told = Math.min(Math.max(0, next - position), samples.length);
    if (told > 0) this.#tellLate(position, samples.subarray(0, told));
    if (told === samples.length) return;
    if (this.#held.length === 0 && position + told === next) {
      this.#tell(samples.subarray(told));
      return;
    }
    this.#hold(position + told, samples.subarray(told), nowUs);
    this.#tellHeld();
    while (this.#isFull()) this.#giveUp();
  }

  /** Gives up the gaps that have been open for too long. */
  expire(nowUs: number): void {
    for (let dueUs = this.dueUs; dueUs !== null && dueUs <= nowUs; dueUs = this.dueUs)
      this.#giveUp();
  }

  /** No sound before this position will arrive: what was not sent there was silence. */
  skipTo(position: number): void {
    this.flush();
    if (this.#next === null || position <= this.#next) return;
    this.#remember({ from: this.#next, to: position, isLoss: false });
    this.#next = position;
  }

  /** Passes on everything that is held. */
  flush(): void {
    while (this.#held.length > 0) this.#giveUp();
  }

  /** Frames sent before the first one to arrive count as late. */
  #begin(position: number): number {
    const from = position - (JITTER_WINDOW_MS * this.#rateHz) / 1000;
    this.#remember({ from, to: position, isLoss: false });
    this.#next = position;
    return position;
  }

  #tell(samples: Int16Array): void {
    const position = this.#next ?? 0;
    this.#next = position + samples.length;
    this.#concealment.heard(samples);
    this.#observer.sound(position, samples, false);
  }

  /** Passes on what now follows without a gap. */
  #tellHeld(): void {
    for (let first = this.#held[0]; first && first.from === this.#next; first = this.#held[0]) {
      this.#held.shift();
      this.#heldSamples -= first.samples.length;
      this.#tell(first.samples);
    }
  }

  /** Conceals the first gap, and passes on what follows it. */
  #giveUp(): void {
    const first = this.#held[0];
    const from = this.#next;
    if (!first || from === null) return;
    const lost = first.from - from;
    this.#next = first.from;
    this.#lostSamples += lost;
    this.#remember({ from, to: first.from, isLoss: true });
    const concealed = Math.min(lost, MOST_CONCEALED_SECONDS * this.#rateHz);
    if (concealed > 0) this.#observer.sound(from, this.#concealment.fill(concealed), true);
    this.#tellHeld();
  }

  /** Holds those parts of the frame that are not held already. */
  #hold(from: number, samples: Int16Array, arrivedUs: number): void {
    const end = from + samples.length;
    const isReordered = end <= (this.end ?? from);
    const fresh: Piece[] = [];
    let at = from;
    const keep = (until: number) => {
      if (until <= at) return;
      fresh.push({ from: at, samples: samples.subarray(at - from, until - from), arrivedUs });
      this.#heldSamples += until - at;
    };
    for (const piece of this.#held) {
      if (piece.from >= end) break;
      keep(piece.from);
      at = Math.max(at, piece.from + piece.samples.length);
    }
    keep(end);
    if (fresh.length === 0) return;
    if (isReordered) this.#reordered += 1;
    this.#held = [...this.#held, ...fresh].sort((a, b) => a.from - b.from);
  }

  /** Passes on only the samples that were missing; the rest was passed on before. */
  #tellLate(position: number, samples: Int16Array): void {
    const end = position + samples.length;
    const gaps = this.#gaps;
    this.#gaps = [];
    const late: { from: number; to: number }[] = [];
    for (const gap of gaps) {
      const from = Math.max(gap.from, position);
      const to = Math.min(gap.to, end);
      if (from >= to) {
        this.#gaps.push(gap);
        continue;
      }
      if (gap.from < from) this.#gaps.push({ ...gap, to: from });
      if (to < gap.to) this.#gaps.push({ ...gap, from: to });
      if (gap.isLoss) this.#lostSamples -= to - from;
      this.#lateSamples += to - from;
      late.push({ from, to });
    }
    this.#gaps = this.#gaps.slice(-MOST_REMEMBERED_GAPS);
    for (const { from, to } of late) {
      this.#observer.late(from, samples.subarray(from - position, to - position));
    }
  }

  #remember(gap: Gap): void {
    this.#gaps.push(gap);
    if (this.#gaps.length > MOST_REMEMBERED_GAPS) this.#gaps.shift();
  }

  #isFull(): boolean {
    const { length } = this.#held;
    return length > MOST_HELD_PIECES || this.#heldSamples > MOST_HELD_SECONDS * this.#rateHz;
  }
}
