import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProductClock } from '../../../../main/platform/time/clock.ts';
import { WorkSlices } from '../../../../main/platform/time/work-slices.ts';
import { settled } from '../../../doubles/calls/call-harness.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';

function setUp(frozen = false) {
  const real = new ManualTime();
  const clock = new ProductClock({ real, frozen });
  const defects: unknown[] = [];
  const slices = new WorkSlices({ clock, onDefect: (error) => defects.push(error) });
  const done: string[] = [];
  /** A piece of work that takes this many milliseconds. */
  const takes = (name: string, ms: number) => () => {
    done.push(name);
    real.stall(ms);
  };
  return { real, clock, slices, defects, done, takes };
}

describe('work in slices', () => {
  it('is done at once while there is time', () => {
    const { slices, done, takes } = setUp();
    const line = slices.line();
    for (const name of ['a', 'b', 'c']) line.push(takes(name, 1));
    expect([done, line.idle]).toEqual([['a', 'b', 'c'], true]);
  });

  it('waits for the next turn of the event loop when its time is used up', async () => {
    const { slices, done, takes } = setUp();
    const line = slices.line();
    for (const name of ['a', 'b', 'c', 'd']) line.push(takes(name, 3));
    expect([done, line.idle]).toEqual([['a', 'b'], false]);
    await line.whenIdle();
    expect([done, line.idle]).toEqual([['a', 'b', 'c', 'd'], true]);
  });

  it('is shared: many lines together take no more than one', async () => {
    const { slices, done, takes, real } = setUp();
    const lines = Array.from({ length: 10 }, () => slices.line());
    const beforeMs = real.monotonicMs();
    for (const [n, line] of lines.entries()) {
      for (let part = 0; part < 5; part += 1) line.push(takes(`${n}`, 3));
    }
    expect(real.monotonicMs() - beforeMs).toBe(6);
    await Promise.all(lines.map((line) => line.whenIdle()));
    expect(done).toHaveLength(50);
  });

  it('gives each line its turn', async () => {
    const { slices, done, takes } = setUp();
    const [endless, other] = [slices.line(), slices.line()];
    for (let part = 0; part < 50; part += 1) endless.push(takes('endless', 5));
    other.push(takes('other', 1));
    await other.whenIdle();
    expect(done.length).toBeLessThan(6);
    endless.drop();
    expect(endless.idle).toBe(true);
  });

  it('keeps its order, whatever pushes what and however long it takes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(6), { maxLength: 30 }), async (durations) => {
        const { slices, done, takes } = setUp();
        const line = slices.line();
        line.push(() => {
          for (const [n, ms] of durations.entries()) line.push(takes(`${n}`, ms));
        });
        line.push(takes('last', 0));
        await line.whenIdle();
        expect(done).toEqual([...durations.map((_, n) => `${n}`), 'last']);
      }),
    );
  });

  it('is done in the same order however slow the machine is, while the clock is frozen', async () => {
    const orderOf = async (pieceMs: number) => {
      const { slices, done, takes } = setUp(true);
      const lines = ['a', 'b', 'c'].map((name) => ({ name, line: slices.line() }));
      for (let part = 0; part < 400; part += 1) {
        for (const { name, line } of lines) line.push(takes(`${name}${part}`, pieceMs));
      }
      await Promise.all(lines.map(({ line }) => line.whenIdle()));
      return done;
    };
    const [fast, slow] = [await orderOf(0), await orderOf(7)];
    expect(slow).toEqual(fast);
    expect(slow).toHaveLength(1_200);
  });

  it('leaves others their turn after a thousand pieces, while the clock is frozen', async () => {
    const { slices, done, takes } = setUp(true);
    const line = slices.line();
    for (let part = 0; part < 1_001; part += 1) line.push(takes('a', 0));
    expect([done.length, line.idle]).toEqual([1_000, false]);
    await line.whenIdle();
    expect(done.length).toBe(1_001);
  });

  it('makes a frozen clock wait for it', async () => {
    const { slices, clock, done, takes } = setUp(true);
    clock.freeze(100);
    const line = slices.line();
    const startMs = clock.now();
    for (let part = 0; part < 20; part += 1) line.push(takes('part', 5));
    let doneBefore = -1;
    clock.after(50, () => {
      doneBefore = done.length;
    });
    await clock.advance(50);
    expect([doneBefore, clock.now() - startMs]).toEqual([20, 50]);
  });

  it('goes on once what a piece waits for is there, and holds the clock meanwhile', async () => {
    const { slices, clock, done, takes } = setUp(true);
    clock.freeze(100);
    const [line, other] = [slices.line(), slices.line()];
    const there = Promise.withResolvers<void>();
    line.push(() => {
      done.push('asks');
      return there.promise;
    });
    line.push(takes('goes on', 0));
    other.push(takes('other', 0));
    const moved = clock.advance(50);
    for (let n = 0; n < 5; n += 1) await settled();
    expect([done, line.idle]).toEqual([['asks', 'other'], false]);
    there.resolve();
    await Promise.all([line.whenIdle(), moved]);
    expect(done).toEqual(['asks', 'other', 'goes on']);
  });

  it('does not go on with what was forgotten meanwhile', async () => {
    const { slices, done, takes } = setUp();
    const line = slices.line();
    line.push(() => Promise.resolve());
    line.push(takes('never', 0));
    line.drop();
    await line.whenIdle();
    await settled();
    expect([done, line.idle]).toEqual([[], true]);
  });

  it('tells of what it threw, forgets that line, and goes on with the others', async () => {
    const { slices, defects, done, takes } = setUp();
    const [bad, good] = [slices.line(), slices.line()];
    bad.push(takes('first', 9));
    bad.push(() => {
      throw new Error('broken');
    });
    bad.push(takes('never', 0));
    good.push(takes('good', 0));
    await Promise.all([bad.whenIdle(), good.whenIdle()]);
    await settled();
    expect([done, defects]).toEqual([['first', 'good'], [new Error('broken')]]);
  });
});
