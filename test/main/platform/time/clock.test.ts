import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { ProductClock, systemTime } from '../../../../main/platform/time/clock.ts';
import { storedOffsetMs } from '../../../../main/platform/time/stored-clock.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';

const START = '2026-11-02T09:00:00.000Z';
const HOUR_MS = 3_600_000;

function setUp(options: { frozen?: boolean; offsetMs?: number } = {}) {
  const real = new ManualTime(START);
  const clock = new ProductClock({ real, ...options });
  const ran: string[] = [];
  const startMs = clock.now();
  return {
    real,
    clock,
    ran,
    elapsed: () => clock.now() - startMs,
    /** Records its name and the product time when it runs. */
    set: (name: string, delayMs: number, then: () => void = () => {}) =>
      clock.after(delayMs, () => {
        ran.push(`${name}@${clock.now() - startMs}`);
        then();
      }),
  };
}

/** Lets pending work proceed while time stands still. */
async function turns(): Promise<void> {
  for (let n = 0; n < 5; n += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('the clock, running', () => {
  it('is real time plus the stored offset', () => {
    const { clock, real, elapsed } = setUp({ offsetMs: HOUR_MS });
    expect(clock.state()).toEqual({
      now: '2026-11-02T10:00:00.000Z',
      mode: 'real',
      handlerTimeMs: null,
      offsetMs: HOUR_MS,
    });
    real.pass(1_500.25);
    expect(elapsed()).toBe(1_500);
    expect(Number.isInteger(clock.nowUs())).toBe(true);
  });

  it('runs what is due by itself, in order, ties as they were set', () => {
    const { real, ran, set } = setUp();
    set('b', 20);
    set('a', 10, () => set('c', 10));
    set('d', 20);
    real.pass(9);
    expect(ran).toEqual([]);
    real.pass(50);
    expect(ran).toEqual(['a@10', 'b@20', 'd@20', 'c@20']);
  });

  it('does not run what was cancelled, also by an earlier item', () => {
    const { real, ran, set } = setUp();
    const later = set('later', 10);
    set('first', 5, () => later.cancel());
    real.pass(20);
    expect(ran).toEqual(['first@5']);
  });

  it('wakes for items that lie further away than a system timer can wait', () => {
    const { real, ran, set } = setUp();
    set('far', 60 * 24 * HOUR_MS);
    for (let day = 0; day < 60; day += 1) real.pass(24 * HOUR_MS);
    expect(ran).toEqual([`far@${60 * 24 * HOUR_MS}`]);
  });

  it('stops its timers at shutdown', () => {
    const { clock, real, ran, set } = setUp();
    set('never', 10);
    clock.stop();
    real.pass(100);
    expect(ran).toEqual([]);
  });

  it('ends a move that is under way at shutdown, and tells nobody any more', async () => {
    const onChange = vi.fn();
    const clock = new ProductClock({ real: new ManualTime(START), onChange });
    const never = vi.fn();
    clock.after(10, () => clock.stop());
    clock.after(20, never);
    await clock.advance(100);
    clock.after(200, never);
    await clock.run();
    expect(never).not.toHaveBeenCalled();
    expect(onChange).not.toHaveBeenCalled();
  });

  it('catches up when the machine slept: its timers and its time of day are right again', () => {
    const { clock, real, ran, set } = setUp({ offsetMs: HOUR_MS });
    set('due', HOUR_MS);
    real.sleep(2 * HOUR_MS);
    expect(clock.state()).toMatchObject({ now: '2026-11-02T12:00:00.000Z', offsetMs: HOUR_MS });
    real.pass(1);
    expect(ran).toHaveLength(1);
  });

  it('never goes back when the system clock is set back', () => {
    const { clock, real, elapsed } = setUp();
    real.setBack(HOUR_MS);
    real.pass(1_000);
    expect(elapsed()).toBe(1_000);
    expect(clock.state().offsetMs).toBe(HOUR_MS);
  });
});

describe('advancing', () => {
  it.each([true, false])(
    'runs chained work in order before it returns (frozen: %s)',
    async (frozen) => {
      const { clock, ran, set, elapsed } = setUp({ frozen });
      set('b', 30);
      set('a', 10, () => void Promise.resolve().then(() => set('a2', 10)));
      set('late', 101);
      const moved = await clock.advance(100);
      expect(ran).toEqual(['a@10', 'a2@20', 'b@30']);
      expect(moved.ran).toBe(3);
      expect(elapsed()).toBe(100);
      expect(moved.offsetMs).toBe(100);
    },
  );

  it('gives each item its own time, for any timers', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(1_000), { maxLength: 20 }), async (delays) => {
        const { clock, ran, set, elapsed } = setUp({ frozen: true });
        for (const [n, delay] of delays.entries()) set(String(n), delay);
        const moved = await clock.advance(500);
        const due = [...delays.entries()].filter(([, delay]) => delay <= 500);
        due.sort(([n, a], [m, b]) => a - b || n - m);
        expect(ran).toEqual(due.map(([n, delay]) => `${n}@${delay}`));
        expect(moved.ran).toBe(due.length);
        expect(elapsed()).toBe(500);
      }),
      { numRuns: 30 },
    );
  });

  it('of two at once lets the first end before the second begins', async () => {
    const { clock, ran, set, elapsed } = setUp({ frozen: true });
    for (const at of [10, 20, 30, 40]) set('x', at);
    const [first, second] = await Promise.all([clock.advance(25), clock.advance(10)]);
    expect(ran).toEqual(['x@10', 'x@20', 'x@30']);
    expect([first?.ran, second?.ran]).toEqual([2, 1]);
    expect(elapsed()).toBe(35);
  });

  it('waits for what is in flight and counts what falls due meanwhile', async () => {
    const { clock, real, ran, set } = setUp({ frozen: true });
    let land = () => {};
    set('send', 10, () => {
      land = clock.flow();
    });
    set('meanwhile', 40);
    set('after', 90);
    const advancing = clock.advance(100);
    await turns();
    expect(ran).toEqual(['send@10']);
    real.pass(50);
    await turns();
    expect(ran).toEqual(['send@10', 'meanwhile@40']);
    land();
    const moved = await advancing;
    expect(ran).toEqual(['send@10', 'meanwhile@40', 'after@90']);
    expect(moved.ran).toBe(3);
  });

  it('refuses to go more than ten years ahead of real time, and stays as it was', async () => {
    const { clock } = setUp();
    const before = clock.state();
    const elevenYearsMs = 11 * 365 * 24 * HOUR_MS;
    for (const byMs of [Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER, elevenYearsMs]) {
      await expect(clock.advance(byMs)).rejects.toMatchObject({ code: 'VALIDATION_ERROR' });
    }
    expect(clock.state()).toEqual(before);
    await clock.advance(9 * 365 * 24 * HOUR_MS);
  });
});

describe('frozen', () => {
  it('time stands still until it is told to move', async () => {
    const { clock, real, ran, set, elapsed } = setUp();
    clock.freeze();
    set('due', 10);
    real.pass(HOUR_MS);
    await turns();
    expect([elapsed(), ran]).toEqual([0, []]);
    expect(clock.state().mode).toBe('frozen');
    expect(await clock.run()).toMatchObject({ ran: 1, mode: 'frozen' });
    expect([elapsed(), ran]).toEqual([10, ['due@10']]);
  });

  it('flows with real time while something is in flight, and then stands still again', () => {
    const { clock, real, elapsed, ran, set } = setUp({ frozen: true });
    set('due', 30);
    const landed = clock.flow();
    const other = clock.flow();
    real.pass(20);
    landed();
    landed();
    real.pass(20);
    expect([elapsed(), ran]).toEqual([40, ['due@30']]);
    other();
    real.pass(20);
    expect(elapsed()).toBe(40);
  });

  it('runs until nothing is due any more', async () => {
    const { clock, set, ran } = setUp({ frozen: true });
    let left = 3;
    const again = () => {
      left -= 1;
      if (left > 0) set('again', HOUR_MS, again);
    };
    set('again', HOUR_MS, again);
    expect(await clock.run()).toMatchObject({ ran: 3 });
    expect(ran).toHaveLength(3);
  });

  it('is driven until a wish comes true, and no further', async () => {
    const { clock, set, ran } = setUp({ frozen: true });
    for (const at of [10, 20, 30]) set('x', at);
    await clock.driveUntil(() => ran.length === 2);
    expect(ran).toEqual(['x@10', 'x@20']);
  });

  it('goes on being driven for a wish that came while somebody else drove', async () => {
    const { clock, set, ran } = setUp({ frozen: true });
    for (const at of [10, 20, 30]) set('x', at);
    const advancing = clock.advance(10);
    await clock.driveUntil(() => ran.length === 3);
    await advancing;
    expect(ran).toEqual(['x@10', 'x@20', 'x@30']);
  });

  it('goes on from where it stands when it is resumed', () => {
    const { clock, real, elapsed, ran, set } = setUp();
    clock.freeze();
    real.pass(HOUR_MS);
    set('due', 5);
    expect(clock.resume()).toMatchObject({ mode: 'real', offsetMs: -HOUR_MS });
    real.pass(5);
    expect([elapsed(), ran]).toEqual([5, ['due@5']]);
  });

  it('tells of each change of mode or offset', async () => {
    const onChange = vi.fn();
    const clock = new ProductClock({ real: new ManualTime(START), onChange });
    clock.freeze();
    await clock.advance(1_000);
    clock.resume();
    expect(onChange.mock.calls.map(([state]) => [state.mode, state.offsetMs])).toEqual([
      ['frozen', 0],
      ['frozen', 1_000],
      ['real', 1_000],
    ]);
  });
});

describe('an item that throws', () => {
  it('does not keep the others from their turn', () => {
    const { real, ran, set } = setUp();
    set('bad', 10, () => {
      throw new Error('a defect');
    });
    set('good', 10);
    expect(() => real.pass(20)).toThrow('a defect');
    real.pass(20);
    expect(ran).toEqual(['bad@10', 'good@10']);
  });
});

it('the system time moves by itself, and its timers run', async () => {
  const fromMs = systemTime.monotonicMs();
  await new Promise<void>((resolve) => systemTime.after(5, resolve));
  expect(systemTime.monotonicMs() - fromMs).toBeGreaterThanOrEqual(4);
  expect(Math.abs(systemTime.now() - Date.now())).toBeLessThan(1_000);
});

describe('requests that take a fixed time', () => {
  it('take what they take while the clock runs', () => {
    const { clock } = setUp();
    expect(clock.request().fixedMs).toBeNull();
    clock.freeze(150);
    clock.resume();
    expect(clock.request().fixedMs).toBeNull();
  });

  it('hold time still while they are in flight, and are told when their time has passed', async () => {
    const { clock, real, elapsed } = setUp();
    clock.freeze(150);
    const request = clock.request();
    let toldMs = Number.NaN;
    const moved = clock.advance(1_000);
    real.pass(5_000);
    await Promise.resolve();
    expect(elapsed()).toBe(0);
    request.answered(() => {
      toldMs = elapsed();
    });
    await moved;
    expect(toldMs).toBe(150);
    expect(elapsed()).toBe(1_000);
  });

  it('are not waited for by what surrounds them once they are answered', async () => {
    const { clock, elapsed } = setUp();
    clock.freeze(150);
    const stored = clock.flow('delivery');
    const request = clock.request();
    let toldMs = Number.NaN;
    request.answered(() => {
      toldMs = elapsed();
      stored();
    });
    await clock.advance(1_000);
    expect(toldMs).toBe(150);
  });

  it('let time go on when their answer is no longer wanted', async () => {
    const { clock, elapsed } = setUp();
    clock.freeze(150);
    const never = vi.fn();
    clock.request().answered(never).cancel();
    clock.request().end();
    await clock.advance(1_000);
    expect(elapsed()).toBe(1_000);
    expect(never).not.toHaveBeenCalled();
  });
});

describe('a stored clock', () => {
  const realNowMs = Date.parse(START);
  const read = (stored: unknown) => {
    const told: string[] = [];
    return { offsetMs: storedOffsetMs(stored, realNowMs, (words) => told.push(words)), told };
  };

  it('that was never moved, or moved within what can be written, is as it was left', () => {
    expect(read(undefined)).toEqual({ offsetMs: 0, told: [] });
    expect(read(HOUR_MS)).toEqual({ offsetMs: HOUR_MS, told: [] });
    // As after a week of being frozen.
    expect(read(-7 * 24 * HOUR_MS)).toEqual({ offsetMs: -7 * 24 * HOUR_MS, told: [] });
  });

  it.each([
    ['the year 275760', 8.64e15 - realNowMs],
    ['later than that', 1e300],
    ['before 1970', -realNowMs - 1],
    ['no number', null],
    ['not a number', Number.NaN],
    ['without end', Number.POSITIVE_INFINITY],
    ['text', '3600000'],
  ])('of %s is brought back to real time with a word', (_name, stored) => {
    const { offsetMs, told } = read(stored);
    expect(offsetMs).toBe(0);
    expect(told).toEqual([expect.stringMatching(/out of range.*real time again/)]);
  });

  it('never leads to a clock that cannot say what time it is', () => {
    fc.assert(
      fc.property(fc.double(), (stored) => {
        const clock = new ProductClock({
          real: new ManualTime(START),
          offsetMs: read(stored).offsetMs,
        });
        expect(() => clock.state()).not.toThrow();
      }),
    );
  });

  it('is not run into a year that cannot be written', async () => {
    const { clock, set, ran } = setUp({ frozen: true });
    set('soon', HOUR_MS);
    clock.at(8.64e15, () => ran.push('never'));
    await clock.run();
    expect(ran).toEqual([`soon@${HOUR_MS}`]);
    expect(clock.state().now).toBe('2026-11-02T10:00:00.000Z');
  });
});
