import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LiveLane } from '../../../../renderer/timeline/sound/live-lane.ts';

/** A frame identified by its level, 1 to 100. */
const frame = (level: number) => new Int16Array(320).fill(level << 8);

/** The levels drawn, step by step. */
function drawn(lane: LiveLane): number[] {
  const highest = [...lane.extremes].filter((_, n) => n % 2 === 1);
  return highest.slice(0, highest.findLastIndex((level) => level !== 0) + 1);
}

/** Frames as they arrive: number and milliseconds since the start of the call. */
function laneOf(arrivals: readonly (readonly [frame: number, atMs: number])[]): LiveLane {
  const lane = new LiveLane();
  for (const [n, atMs] of arrivals) lane.receive(n, frame(n + 1), atMs);
  return lane;
}

describe('the waveform of a live call', () => {
  it('has each frame at its time, and pauses between spurts', () => {
    const arrivals = [0, 1, 2, 3].map((n) => [n, 100 + n * 20 + (n > 1 ? 400 : 0)] as const);
    expect(drawn(laneOf(arrivals))).toEqual([
      ...Array(5).fill(0),
      1,
      2,
      ...Array(20).fill(0),
      3,
      4,
    ]);
  });

  it('does not move with the jitter of the socket', () => {
    const jitter = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 60, maxLength: 60 });
    fc.assert(
      fc.property(jitter, (delays) => {
        const arrivals = delays.map((delayMs, n) => [n, 200 + n * 20 + delayMs] as const);
        const first = 10 + Math.min(...delays.map((delayMs) => Math.floor(delayMs / 20)));
        expect(drawn(laneOf([...arrivals, [60, 1_400] as const]))).toEqual([
          ...Array(Math.min(first, 10)).fill(0),
          ...Array.from({ length: 61 }, (_, n) => n + 1),
        ]);
      }),
    );
  });

  it.each([300, 1_500])(
    'draws what a window that stalls for %d ms gets late in its place',
    (ms) => {
      const arrivals = Array.from({ length: 90 }, (_, n) => {
        const sentMs = n * 20;
        return [n, sentMs > 100 && sentMs < 100 + ms ? 100 + ms : sentMs] as const;
      });
      expect(drawn(laneOf(arrivals))).toEqual(Array.from({ length: 90 }, (_, n) => n + 1));
    },
  );

  it('leaves out frames that the window was spared', () => {
    const lane = laneOf([0, 1, 2, 8, 9].map((n) => [n, n * 20] as const));
    expect(drawn(lane)).toEqual([1, 2, 3, 0, 0, 0, 0, 0, 9, 10]);
  });

  it('follows a count that begins anew', () => {
    const lane = laneOf([
      [40, 0],
      [41, 20],
      [0, 40],
      [1, 60],
    ]);
    expect(drawn(lane)).toEqual([41, 42, 1, 2]);
  });

  it('grows with the call', () => {
    expect(drawn(laneOf([[0, 3_600_000]]))).toHaveLength(180_001);
  });
});
