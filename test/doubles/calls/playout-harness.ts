import { ProductClock } from '../../../main/platform/time/clock.ts';
import { Playout } from '../../../main/voice/speaking/playout.ts';
import { ManualTime } from '../manual-time.ts';

/** The number of samples in a frame. */
export const FRAME = 320;

/** A playout in time that the test moves, with its output recorded. */
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
  /** Queues a piece whose sound is complete. */
  const play = (piece: number, samples: Int16Array) => {
    playout.open(piece);
    playout.push(piece, samples);
    playout.close(piece);
  };
  return { real, clock, playout, log, frames, play };
}

/** All samples differ, so that order and gaps are visible. */
export const counting = (count: number, from = 1) => new Int16Array(count).map((_, n) => from + n);
export const joined = (frames: readonly { samples: Int16Array }[]) =>
  frames.flatMap((frame) => [...frame.samples]);
