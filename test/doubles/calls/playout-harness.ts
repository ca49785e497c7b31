import { ProductClock } from '../../../main/platform/time/clock.ts';
import { Playout } from '../../../main/voice/speaking/playout.ts';
import { ManualTime } from '../manual-time.ts';

/** Samples of a frame. */
export const FRAME = 320;

/** Playout on time that the test moves, and what came of it. */
export function playoutHarness(leadMs = 0) {
  const real = new ManualTime();
  const clock = new ProductClock({ real });
  const startUs = clock.nowUs();
  const log: string[] = [];
  const frames: { samples: Int16Array; dueMs: number; sentMs: number }[] = [];
  const sinceStart = (us: number) => (us - startUs) / 1000;
  const playout = new Playout(
    clock,
    {
      frame: (samples, dueUs) =>
        frames.push({ samples, dueMs: sinceStart(dueUs), sentMs: sinceStart(clock.nowUs()) }),
      started: (piece) => log.push(`started ${piece}`),
      ended: (piece) => log.push(`ended ${piece}`),
      drained: () => log.push('drained'),
    },
    leadMs,
  );
  /** A piece with all its sound. */
  const play = (piece: number, samples: Int16Array) => {
    playout.open(piece);
    playout.push(piece, samples);
    playout.close(piece);
  };
  return { real, clock, playout, log, frames, play };
}

/** Every sample is another one, so that order and gaps show. */
export const counting = (count: number, from = 1) => new Int16Array(count).map((_, n) => from + n);
export const joined = (frames: readonly { samples: Int16Array }[]) =>
  frames.flatMap((frame) => [...frame.samples]);
