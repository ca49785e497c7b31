import { describe, expect, it } from 'vitest';
import { counting, FRAME, joined, playoutHarness } from '../../../doubles/calls/playout-harness.ts';

describe('pieces in playout', () => {
  it('waits for a whole frame of a piece whose sound still comes, also ahead of the pace', () => {
    const { real, playout, frames } = playoutHarness(200);
    playout.open(1);
    playout.push(1, counting(FRAME + 100));
    real.pass(5);
    expect(joined(frames)).toEqual([...counting(FRAME)]);
    playout.push(1, counting(FRAME, FRAME + 101));
    playout.close(1);
    real.pass(500);
    expect(joined(frames).filter((sample) => sample !== 0)).toEqual([...counting(2 * FRAME + 100)]);
    expect(frames[1]?.samples).toEqual(counting(FRAME, FRAME + 1));
  });

  it('puts a pause before a piece that is no part of it', () => {
    const { real, play, playout, frames, log } = playoutHarness();
    play(1, counting(FRAME));
    playout.open(2);
    playout.pauseBefore(2, 3);
    playout.push(2, counting(2 * FRAME));
    playout.close(2);
    real.pass(79);
    expect(log).toEqual(['started 1', 'ended 1']);
    expect(playout.playingPiece).toBe(2);
    real.pass(1);
    expect(log.at(-1)).toBe('started 2');
    expect(frames.slice(1, 4).every(({ samples }) => samples.every((sample) => sample === 0))).toBe(
      true,
    );
    expect(frames[4]?.dueMs).toBe(80);
    real.pass(10);
    expect(playout.cut()).toEqual([{ piece: 2, playedMs: 20, totalMs: 40, complete: true }]);
  });

  it('tells nothing of a piece that is cut in the pause before it', () => {
    const { real, play, playout, log } = playoutHarness();
    play(1, counting(FRAME));
    playout.open(2);
    playout.pauseBefore(2, 3);
    playout.push(2, counting(2 * FRAME));
    real.pass(50);
    expect(playout.cut()).toEqual([]);
    real.pass(500);
    expect(log).toEqual(['started 1', 'ended 1']);
  });

  it('tells how long it has been silent, but not while it is held still', () => {
    const { real, play, playout } = playoutHarness();
    expect(playout.silentMs).toBe(Number.POSITIVE_INFINITY);
    play(1, counting(FRAME));
    real.pass(20);
    expect(playout.silentMs).toBe(0);
    real.pass(75);
    expect(playout.silentMs).toBe(75);
    playout.pause();
    expect(playout.silentMs).toBe(0);
  });
});
