import { seededRandom } from '../../../common/rules/seeded-random.ts';
import type { CallerSound } from '../../../main/carriers/carrier.ts';

const FRAME_MS = 20;

/**
 * What the network does to frame `n` of a stream: its delay in milliseconds, or null if it is lost.
 */
export type Way = (n: number) => number | null;

export const clearWay: Way = () => 0;

/**
 * Every frame has a random delay, up to this much more or less than usual, so some overtake others.
 */
export function jittery(plusMinusMs: number, seed = 1): Way {
  const random = seededRandom(seed);
  const delays: number[] = [];
  return (n) => {
    while (delays.length <= n) delays.push(random() * 2 * plusMinusMs);
    return delays[n] ?? 0;
  };
}

/** This percentage of frames is lost. */
export function lossy(percent: number, seed = 1): Way {
  const random = seededRandom(seed);
  const lost: boolean[] = [];
  return (n) => {
    while (lost.length <= n) lost.push(random() * 100 < percent);
    return lost[n] ? null : 0;
  };
}

/** Nothing arrives for a while; then everything at once. */
export function stalled(fromMs: number, forMs: number): Way {
  return (n) => {
    const sentMs = (n + 1) * FRAME_MS;
    return sentMs > fromMs && sentMs < fromMs + forMs ? fromMs + forMs - sentMs : 0;
  };
}

/** The far end sends no frames during silence. */
export function suppressing(sound: Int16Array, rateHz: number): Way {
  const length = (rateHz * FRAME_MS) / 1000;
  return (n) => {
    const frame = sound.subarray(n * length, (n + 1) * length);
    return frame.some((sample) => Math.abs(sample) > 100) ? 0 : null;
  };
}

/** Adds up the delays; a frame lost by any of them is lost. */
export function together(...ways: Way[]): Way {
  return (n) =>
    ways.reduce<number | null>((sum, way) => {
      const delayMs = way(n);
      return sum === null || delayMs === null ? null : sum + delayMs;
    }, 0);
}

/**
 * Sends sound over a line: frame `n` has been spoken after `n + 1` times 20 ms, and arrives after
 * the line's delay. Ends when everything has been spoken and has arrived.
 */
export async function sendOver(
  line: {
    /** Lets this much time pass. */
    pass(ms: number): Promise<void>;
    hear(sound: CallerSound): void | Promise<void>;
  },
  sound: Int16Array,
  { rateHz = 8_000, way = clearWay, position = 0, stream = 1 }: Partial<SentStream> = {},
): Promise<void> {
  const length = (rateHz * FRAME_MS) / 1000;
  const frames = Math.ceil(sound.length / length);
  const arrivals: { atMs: number; n: number }[] = [];
  for (let n = 0; n < frames; n += 1) {
    const delayMs = way(n);
    if (delayMs !== null) arrivals.push({ atMs: (n + 1) * FRAME_MS + delayMs, n });
  }
  arrivals.sort((a, b) => a.atMs - b.atMs);
  let nowMs = 0;
  const passTo = async (atMs: number) => {
    if (atMs > nowMs) await line.pass(atMs - nowMs);
    nowMs = Math.max(nowMs, atMs);
  };
  for (const { atMs, n } of arrivals) {
    await passTo(atMs);
    const samples = new Int16Array(length);
    samples.set(sound.subarray(n * length, (n + 1) * length));
    await line.hear({ samples, rateHz, position: position + n * length, stream });
  }
  await passTo(frames * FRAME_MS);
}

export interface SentStream {
  readonly rateHz: 8_000 | 16_000;
  readonly way: Way;
  /** The position of its first sample on the stream's clock. */
  readonly position: number;
  readonly stream: number;
}
