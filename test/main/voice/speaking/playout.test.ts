import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProductClock } from '../../../../main/platform/time/clock.ts';
import { Playout } from '../../../../main/voice/speaking/playout.ts';
import { counting, FRAME, joined, playoutHarness } from '../../../doubles/calls/playout-harness.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';

describe('playout', () => {
  it('sends a frame every 20 ms, the first at once, and ends after the last had its time', () => {
    const { real, play, frames, log } = playoutHarness();
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
        const { real, playout, frames } = playoutHarness();
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
    const { real, play, frames } = playoutHarness();
    play(1, counting(50 * FRAME));
    for (let n = 0; n < 100; n += 1) real.pass(13);
    expect(frames.map((frame) => frame.dueMs)).toEqual(
      Array.from({ length: 50 }, (_, n) => n * 20),
    );
  });

  it('sends what is up to 100 ms late at once', () => {
    const { real, play, frames } = playoutHarness();
    play(1, counting(20 * FRAME));
    real.stall(90);
    expect(frames.map((frame) => frame.dueMs)).toEqual([0, 20, 40, 60, 80]);
    expect(frames.slice(1).every((frame) => frame.sentMs === 90)).toBe(true);
    real.pass(10);
    expect(frames.at(-1)?.dueMs).toBe(100);
  });

  it('rushes nothing after a longer stall: the grid moves on to now', () => {
    const { real, play, frames } = playoutHarness();
    play(1, counting(20 * FRAME));
    real.stall(500);
    expect(frames.map((frame) => frame.dueMs)).toEqual([0, 500]);
    real.pass(20);
    expect(frames.at(-1)?.dueMs).toBe(520);
    expect(joined(frames)).toEqual([...counting(3 * FRAME)]);
  });

  it('pauses, and goes on at the same sample', () => {
    const { real, play, playout, frames } = playoutHarness();
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
    const { real, play, frames, log } = playoutHarness();
    play(1, counting(FRAME + 100));
    play(2, counting(FRAME));
    real.pass(100);
    expect(frames).toHaveLength(3);
    expect(frames[1]?.samples.slice(100).every((sample) => sample === 0)).toBe(true);
    expect(log).toEqual(['started 1', 'ended 1', 'started 2', 'ended 2', 'drained']);
  });

  it('waits for an engine that is behind, and starts the grid anew', () => {
    const { real, playout, frames, log } = playoutHarness();
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
    const { real, playout, play, log } = playoutHarness();
    playout.open(1);
    play(2, counting(FRAME));
    expect(log).toEqual([]);
    playout.close(1);
    real.pass(40);
    expect(log).toEqual(['started 2', 'ended 2', 'drained']);
  });

  it('is drained also when there was nothing but pieces without sound', () => {
    const { playout, log } = playoutHarness();
    playout.open(1);
    playout.close(1);
    expect(log).toEqual(['drained']);
    expect(playout.idle).toBe(true);
  });

  it('tells how much was heard of the piece that was cut', () => {
    const { real, play, playout, frames, log } = playoutHarness();
    play(1, counting(10 * FRAME));
    play(2, counting(10 * FRAME));
    real.pass(70);
    expect(playout.cut()).toEqual([{ piece: 1, playedMs: 80, totalMs: 200, complete: true }]);
    expect(playout.playingPiece).toBeNull();
    real.pass(1_000);
    expect(frames).toHaveLength(4);
    expect(log).toEqual(['started 1']);
    expect(playout.cut()).toEqual([]);
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

describe('playout with a lead', () => {
  const LEAD_MS = 160;

  it('sends the first frame at once, rushes until the lead is reached, then keeps it', () => {
    const { real, play, frames } = playoutHarness(LEAD_MS);
    play(1, counting(20 * FRAME));
    expect(frames.map(({ dueMs }) => dueMs)).toEqual([0, 20, 40, 60, 80, 100, 120, 140, 160]);
    real.pass(1_000);
    expect(frames.slice(9).map(({ dueMs, sentMs }) => dueMs - sentMs)).toEqual(
      new Array(11).fill(LEAD_MS),
    );
    expect(joined(frames)).toEqual([...counting(20 * FRAME)]);
  });

  it('tells pieces by the pace, not by the sending', () => {
    const { real, play, playout, frames, log } = playoutHarness(LEAD_MS);
    play(1, counting(2 * FRAME));
    play(2, counting(FRAME));
    expect(frames).toHaveLength(3);
    expect(log).toEqual(['started 1']);
    real.pass(39);
    expect(log).toEqual(['started 1']);
    real.pass(1);
    expect(log).toEqual(['started 1', 'ended 1', 'started 2']);
    expect(playout.idle).toBe(false);
    real.pass(20);
    expect(log.slice(3)).toEqual(['ended 2', 'drained']);
    expect(playout.idle).toBe(true);
  });

  it('goes on without a gap when an engine that was behind comes back in time', () => {
    const { real, playout, frames, log } = playoutHarness(LEAD_MS);
    playout.open(1);
    playout.push(1, counting(5 * FRAME));
    real.pass(95);
    playout.push(1, counting(FRAME));
    expect(frames.at(-1)).toMatchObject({ dueMs: 100, sentMs: 95 });
    playout.close(1);
    real.pass(24);
    expect(log).toEqual(['started 1']);
    real.pass(1);
    expect(log).toEqual(['started 1', 'ended 1', 'drained']);
  });

  it('starts the grid anew when it comes back too late', () => {
    const { real, playout, frames } = playoutHarness(LEAD_MS);
    playout.open(1);
    playout.push(1, counting(2 * FRAME));
    real.pass(45);
    playout.push(1, counting(FRAME));
    expect(frames.map(({ dueMs }) => dueMs)).toEqual([0, 20, 45]);
  });

  it('is late with nothing after a stall within the lead', () => {
    const { real, play, frames } = playoutHarness(LEAD_MS);
    play(1, counting(30 * FRAME));
    real.pass(100);
    real.stall(LEAD_MS);
    expect(frames.every(({ dueMs, sentMs }) => sentMs <= dueMs)).toBe(true);
    expect(frames.at(-1)?.dueMs).toBe(420);
  });

  it('moves the grid on after a longer one, and rushes no more than the lead', () => {
    const { real, play, frames } = playoutHarness(LEAD_MS);
    play(1, counting(50 * FRAME));
    real.stall(600);
    expect(frames.slice(9).map(({ dueMs }) => dueMs)).toEqual([
      600, 620, 640, 660, 680, 700, 720, 740, 760,
    ]);
  });
});

describe('sound that is taken back', () => {
  it('is sent again from the first sample that was not heard', () => {
    const { real, play, playout, frames } = playoutHarness(160);
    play(1, counting(30 * FRAME));
    real.pass(100);
    expect(frames).toHaveLength(14);
    playout.pause(10 * 20);
    real.pass(3_000);
    expect(frames).toHaveLength(14);
    playout.resume();
    expect(frames[14]).toMatchObject({ dueMs: 3_100, sentMs: 3_100 });
    real.pass(1_000);
    expect(joined([...frames.slice(0, 4), ...frames.slice(14)])).toEqual([...counting(30 * FRAME)]);
  });

  it('takes back a frame whole of which only a part was not heard', () => {
    const { playout, play, frames } = playoutHarness();
    play(1, counting(2 * FRAME));
    playout.pause(1);
    playout.resume();
    expect(joined(frames)).toEqual([...counting(FRAME), ...counting(FRAME)]);
  });

  it('is put back into pieces that were over by the pace', () => {
    const { real, play, playout, frames, log } = playoutHarness(160);
    play(1, counting(3 * FRAME - 50));
    play(2, counting(FRAME, 2_000));
    play(3, counting(20 * FRAME, 4_000));
    real.pass(85);
    expect(log).toEqual(['started 1', 'ended 1', 'started 2', 'ended 2', 'started 3']);
    // Only the first frame was heard.
    playout.pause((frames.length - 1) * 20);
    expect(playout.playingPiece).toBe(1);
    expect(playout.allTakenBack).toBe(false);
    const before = frames.length;
    log.length = 0;
    playout.resume();
    real.pass(1_000);
    expect(log).toEqual(['ended 1', 'started 2', 'ended 2', 'started 3', 'ended 3', 'drained']);
    const heard = joined([...frames.slice(0, 1), ...frames.slice(before)]);
    expect(heard.filter((sample) => sample !== 0)).toEqual([
      ...counting(3 * FRAME - 50),
      ...counting(FRAME, 2_000),
      ...counting(20 * FRAME, 4_000),
    ]);
  });

  it('begins its piece anew when nothing of it was heard', () => {
    const { real, play, playout, frames, log } = playoutHarness(160);
    play(1, counting(5 * FRAME));
    real.pass(30);
    playout.pause(frames.length * 20);
    expect([playout.playingPiece, playout.allTakenBack]).toEqual([1, true]);
    playout.resume();
    expect(playout.allTakenBack).toBe(false);
    real.pass(200);
    expect(log).toEqual(['started 1', 'started 1', 'ended 1', 'drained']);
  });

  it('is said again also when everything was over by the pace', () => {
    const { real, play, playout, log } = playoutHarness(160);
    play(1, counting(2 * FRAME));
    real.pass(50);
    expect(log.at(-1)).toBe('drained');
    playout.pause(20);
    expect([playout.idle, playout.playingPiece]).toEqual([false, 1]);
    playout.resume();
    real.pass(50);
    expect(log).toEqual(['started 1', 'ended 1', 'drained', 'ended 1', 'drained']);
  });

  it('is what several pieces are cut short by', () => {
    const { real, play, playout, frames } = playoutHarness(160);
    play(1, counting(3 * FRAME));
    play(2, counting(2 * FRAME));
    play(3, counting(20 * FRAME));
    real.pass(70);
    const piece = { complete: true };
    expect(playout.cut((frames.length - 2) * 20)).toEqual([
      { ...piece, piece: 1, playedMs: 40, totalMs: 60 },
      { ...piece, piece: 2, playedMs: 0, totalMs: 40 },
    ]);
    expect(playout.idle).toBe(true);
  });

  it('is forgotten with the turn it belongs to', () => {
    const { real, play, playout, frames } = playoutHarness(160);
    play(1, counting(2 * FRAME));
    real.pass(40);
    playout.settle();
    play(2, counting(2 * FRAME, 2_000));
    playout.pause(frames.length * 20);
    playout.resume();
    real.pass(100);
    expect(joined(frames.slice(4))).toEqual([...counting(2 * FRAME, 2_000)]);
  });

  it('is kept for five seconds, whatever the carrier says', () => {
    const { real, play, playout, frames } = playoutHarness();
    play(1, new Int16Array(1_000 * FRAME));
    real.pass(15_000);
    const sent = frames.length;
    playout.pause(60_000);
    expect(playout.cut()[0]?.playedMs).toBeGreaterThan((sent - 252) * 20);
  });

  it('is none where all that left will be heard: it goes on behind that', () => {
    const { real, play, playout, frames } = playoutHarness(160);
    play(1, counting(20 * FRAME));
    playout.pause(0);
    real.pass(30);
    playout.resume();
    real.pass(500);
    expect(frames.map(({ dueMs }) => dueMs)).toEqual(Array.from({ length: 20 }, (_, n) => n * 20));
  });

  it('is none where all that left will be heard: it counts when the rest is cut', () => {
    const { play, playout, log } = playoutHarness(160);
    play(1, counting(2 * FRAME));
    play(2, counting(20 * FRAME));
    expect(playout.cut(0)).toEqual([{ piece: 2, playedMs: 140, totalMs: 400, complete: true }]);
    expect(log).toEqual(['started 1', 'ended 1', 'started 2']);
  });
});
