import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProductClock } from '../../../main/platform/clock.ts';
import { Playout } from '../../../main/voice/playout.ts';
import { ManualTime } from '../../doubles/manual-time.ts';

const FRAME = 320;

function setUp() {
  const real = new ManualTime();
  const clock = new ProductClock({ real });
  const startUs = clock.nowUs();
  const log: string[] = [];
  const frames: { samples: Int16Array; dueMs: number; sentMs: number }[] = [];
  const sinceStart = (us: number) => (us - startUs) / 1000;
  const playout = new Playout(clock, {
    frame: (samples, dueUs) =>
      frames.push({ samples, dueMs: sinceStart(dueUs), sentMs: sinceStart(clock.nowUs()) }),
    started: (piece) => log.push(`started ${piece}`),
    ended: (piece) => log.push(`ended ${piece}`),
    drained: () => log.push('drained'),
  });
  /** A piece with all its sound. */
  const play = (piece: number, samples: Int16Array) => {
    playout.open(piece);
    playout.push(piece, samples);
    playout.close(piece);
  };
  return { real, clock, playout, log, frames, play };
}

/** Every sample is another one, so that order and gaps show. */
const counting = (count: number, from = 1) => new Int16Array(count).map((_, n) => from + n);
const joined = (frames: readonly { samples: Int16Array }[]) =>
  frames.flatMap((frame) => [...frame.samples]);

describe('playout', () => {
  it('sends a frame every 20 ms, the first at once, and ends after the last had its time', () => {
    const { real, play, frames, log } = setUp();
    play(1, counting(3 * FRAME));
    expect(frames).toHaveLength(1);
    real.pass(59);
    expect(frames.map((frame) => frame.dueMs)).toEqual([0, 20, 40]);
    expect(log).toEqual(['started 1']);
    real.pass(1);
    expect(log).toEqual(['started 1', 'ended 1', 'drained']);
    expect(joined(frames)).toEqual([...counting(3 * FRAME)]);
  });

  it('plays every sample once and in order, however it arrives', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(1_500), fc.nat(60)), { maxLength: 12 }), (chunks) => {
        const { real, playout, frames } = setUp();
        playout.open(1);
        let made = 0;
        for (const [size, waitMs] of chunks) {
          playout.push(1, counting(size, made + 1));
          made += size;
          real.pass(waitMs);
        }
        playout.close(1);
        real.pass(2_000);
        expect(joined(frames).filter((sample) => sample !== 0)).toEqual([...counting(made)]);
      }),
    );
  });

  it('keeps its deadlines absolute: timers that fire late do not add up', () => {
    const { real, play, frames } = setUp();
    play(1, counting(50 * FRAME));
    for (let n = 0; n < 100; n += 1) real.pass(13);
    expect(frames.map((frame) => frame.dueMs)).toEqual(
      Array.from({ length: 50 }, (_, n) => n * 20),
    );
  });

  it('sends what is up to 100 ms late at once', () => {
    const { real, play, frames } = setUp();
    play(1, counting(20 * FRAME));
    real.stall(90);
    expect(frames.map((frame) => frame.dueMs)).toEqual([0, 20, 40, 60, 80]);
    expect(frames.slice(1).every((frame) => frame.sentMs === 90)).toBe(true);
    real.pass(10);
    expect(frames.at(-1)?.dueMs).toBe(100);
  });

  it('rushes nothing after a longer stall: the grid moves on to now', () => {
    const { real, play, frames } = setUp();
    play(1, counting(20 * FRAME));
    real.stall(500);
    expect(frames.map((frame) => frame.dueMs)).toEqual([0, 500]);
    real.pass(20);
    expect(frames.at(-1)?.dueMs).toBe(520);
    expect(joined(frames)).toEqual([...counting(3 * FRAME)]);
  });

  it('pauses, and goes on at the same sample', () => {
    const { real, play, playout, frames } = setUp();
    play(1, counting(5 * FRAME));
    real.pass(25);
    playout.pause();
    real.pass(10_000);
    expect(frames).toHaveLength(2);
    playout.resume();
    real.pass(200);
    expect(joined(frames)).toEqual([...counting(5 * FRAME)]);
    expect(frames[2]?.dueMs).toBe(10_025);
  });

  it('starts each piece on a frame of its own, filled up with silence', () => {
    const { real, play, frames, log } = setUp();
    play(1, counting(FRAME + 100));
    play(2, counting(FRAME));
    real.pass(100);
    expect(frames).toHaveLength(3);
    expect(frames[1]?.samples.slice(100).every((sample) => sample === 0)).toBe(true);
    expect(log).toEqual(['started 1', 'ended 1', 'started 2', 'ended 2', 'drained']);
  });

  it('waits for an engine that is behind, and starts the grid anew', () => {
    const { real, playout, frames, log } = setUp();
    playout.open(1);
    playout.push(1, counting(FRAME));
    real.pass(100);
    expect(log).toEqual(['started 1']);
    playout.push(1, counting(FRAME));
    playout.close(1);
    real.pass(100);
    expect(frames.map((frame) => frame.dueMs)).toEqual([0, 100]);
    expect(log).toEqual(['started 1', 'ended 1', 'drained']);
  });

  it('passes over a piece without sound', () => {
    const { real, playout, play, log } = setUp();
    playout.open(1);
    play(2, counting(FRAME));
    expect(log).toEqual([]);
    playout.close(1);
    real.pass(40);
    expect(log).toEqual(['started 2', 'ended 2', 'drained']);
  });

  it('is drained also when there was nothing but pieces without sound', () => {
    const { playout, log } = setUp();
    playout.open(1);
    playout.close(1);
    expect(log).toEqual(['drained']);
    expect(playout.idle).toBe(true);
  });

  it('tells how much was heard of the piece that was cut', () => {
    const { real, play, playout, frames, log } = setUp();
    play(1, counting(10 * FRAME));
    play(2, counting(10 * FRAME));
    real.pass(70);
    expect(playout.cut()).toEqual({ piece: 1, playedMs: 80, playedShare: 0.4 });
    expect(playout.playingPiece).toBeNull();
    real.pass(1_000);
    expect(frames).toHaveLength(4);
    expect(log).toEqual(['started 1']);
    expect(playout.cut()).toBeNull();
    play(3, counting(FRAME));
    expect(frames).toHaveLength(5);
  });

  it('can be paused and cut by what a frame brings about', () => {
    const real = new ManualTime();
    let sent = 0;
    const playout: Playout = new Playout(new ProductClock({ real }), {
      frame: () => {
        sent += 1;
        if (sent === 2) playout.pause();
        if (sent === 4) playout.cut();
      },
      started: () => {},
      ended: () => {},
      drained: () => {},
    });
    playout.open(1);
    playout.push(1, counting(50 * FRAME));
    real.pass(500);
    expect(sent).toBe(2);
    playout.resume();
    real.pass(500);
    expect(sent).toBe(4);
  });
});
