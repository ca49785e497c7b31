import type { CallerSound } from '../../../main/carriers/carrier.ts';
import { ProductClock } from '../../../main/platform/time/clock.ts';
import { CallerStream } from '../../../main/voice/listening/caller-stream.ts';
import { clearWay, type SentStream, sendOver, type Way } from '../calls/caller-line.ts';
import { ManualTime } from '../manual-time.ts';

export interface ToldSound {
  readonly samples: Int16Array;
  /** The time of the first sample, and of its arrival, in milliseconds since the beginning. */
  readonly atMs: number;
  readonly toldMs: number;
}

/** A caller's stream whose output is recorded, in time that the test moves. */
export class HeardStream {
  readonly real = new ManualTime();
  readonly clock = new ProductClock({ real: this.real });
  readonly heard: ToldSound[] = [];
  readonly recorded: ToldSound[] = [];
  readonly stalls: number[] = [];
  readonly #startUs = this.clock.nowUs();
  readonly stream = new CallerStream({
    clock: this.clock,
    observer: {
      sound: this.#noteIn(this.heard),
      record: this.#noteIn(this.recorded),
      stalled: (durationMs) => void this.stalls.push(durationMs),
    },
  });

  get nowMs(): number {
    return (this.clock.nowUs() - this.#startUs) / 1_000;
  }

  /** Sends sound (16 kHz by default) over a line that delays or loses frames. */
  send(
    sound: Int16Array,
    way: Way = clearWay,
    more: Partial<SentStream> & { hear?: (sound: CallerSound) => void } = {},
  ): Promise<void> {
    const line = {
      pass: async (ms: number) => this.real.pass(ms),
      hear: more.hear ?? ((frame: CallerSound) => this.stream.hear(frame)),
    };
    return sendOver(line, sound, { rateHz: 16_000, way, ...more });
  }

  /** Sends one frame of 20 ms now. */
  frame(number: number, samples: Int16Array): void {
    this.stream.hear({ samples, rateHz: 16_000, position: number * 320, stream: 1 });
  }

  /** The recording of the stream, from its beginning. */
  recording(): Int16Array {
    const lastMs = this.recorded.map(({ samples, atMs }) => atMs + samples.length / 16);
    const output = new Int16Array(Math.ceil(Math.max(...lastMs) * 16));
    for (const { samples, atMs } of this.recorded) {
      const at = Math.round(atMs * 16);
      output.set(samples.subarray(Math.max(0, -at)), Math.max(0, at));
    }
    return output;
  }

  #noteIn(list: ToldSound[]) {
    return (samples: Int16Array, atUs: number) =>
      void list.push({ samples, atMs: (atUs - this.#startUs) / 1_000, toldMs: this.nowMs });
  }
}

/** Sound in which each 20 ms frame is identified by its level. */
export function levels(frames: number, first = 1_000): Int16Array {
  return new Int16Array(frames * 320).map((_, n) => first + Math.floor(n / 320));
}

export function silence(frames: number): Int16Array {
  return new Int16Array(frames * 320);
}

export function joined(...parts: readonly Int16Array[]): Int16Array {
  return Int16Array.from(parts.flatMap((part) => [...part]));
}

export function allOf(told: readonly ToldSound[]): Int16Array {
  return joined(...told.map(({ samples }) => samples));
}

/** Levels with the number of samples they last, which is quicker to compare and to read. */
export function runs(samples: Int16Array): string[] {
  const list: { level: number; length: number }[] = [];
  for (const level of samples) {
    const last = list.at(-1);
    if (last?.level === level) last.length += 1;
    else list.push({ level, length: 1 });
  }
  return list.map(({ level, length }) => `${level} x ${length}`);
}

/** When the first sample of each level was heard, in milliseconds. */
export function timesOf(told: readonly ToldSound[]): Map<number, number> {
  const times = new Map<number, number>();
  for (const { samples, atMs } of told) {
    for (const [n, level] of samples.entries()) {
      if (level !== 0 && !times.has(level)) times.set(level, atMs + n / 16);
    }
  }
  return times;
}
