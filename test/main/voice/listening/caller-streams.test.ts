import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  allOf,
  HeardStream,
  joined,
  levels,
  runs,
  silence,
  timesOf,
} from '../../../doubles/hearing/heard-stream.ts';

let caller: HeardStream;
beforeEach(() => {
  caller = new HeardStream();
});

describe('the streams of a call', () => {
  it('follow one another: each has a clock of its own', async () => {
    await caller.send(levels(20), undefined, { position: 99_999 });
    caller.real.pass(400);
    await caller.send(levels(20, 2_000), undefined, { position: 7, stream: 2 });
    expect(timesOf(caller.heard).get(2_000)).toBeCloseTo(800, 3);
    expect(runs(allOf(caller.heard))).toEqual(
      runs(joined(levels(20), silence(20), levels(20, 2_000))),
    );
  });

  it('are heard one at a time: what still comes of the one before is dropped', async () => {
    await caller.send(levels(5));
    await caller.send(levels(5, 2_000), undefined, { stream: 2 });
    const told = caller.heard.length;
    await caller.send(levels(5, 3_000), undefined, { position: 5 * 320, stream: 1 });
    expect(caller.heard).toHaveLength(told);
  });

  it('end with the call, and everything that was held back is told', async () => {
    const sound = levels(10);
    await caller.send(sound, (n) => (n === 7 ? null : 0));
    caller.stream.close();
    const levelsHeard = new Set(allOf(caller.heard));
    expect(levelsHeard.has(1_009)).toBe(true);
    caller.real.pass(60_000);
    expect(caller.real.nextInMs()).toBeNull();
    const told = caller.heard.length;
    await caller.send(sound, undefined, { position: sound.length });
    expect(caller.heard).toHaveLength(told);
  });

  it.each([-300, 300])(
    'whose clock runs off by %d in a million is followed without tearing words',
    (perMillion) => {
      // Two minutes, 36 ms; every third second is a pause.
      for (let n = 0; n < 6_000; n += 1) {
        caller.real.pass(20 * (1 + perMillion / 1_000_000));
        caller.frame(n, new Int16Array(320).fill(n % 150 < 100 ? 1_000 + n : 0));
      }
      const last = caller.heard.at(-1);
      expect(Math.abs((last?.toldMs ?? 0) - (last?.atMs ?? 0) - 20)).toBeLessThan(7);
      const spoken = caller.recording().filter((sample) => sample !== 0);
      expect(spoken).toHaveLength(4_000 * 320);
    },
  );
});

describe('a clock', () => {
  it('that is frozen stops nothing: the sound is heard as it comes', async () => {
    caller.clock.freeze();
    for (let n = 0; n < 500; n += 1) {
      caller.real.pass(20);
      caller.frame(n, levels(1, 1_000 + n));
    }
    expect(runs(allOf(caller.heard))).toEqual(runs(levels(500)));
    const { ran } = await caller.clock.run();
    // Silence until the end of a turn, and no more.
    expect(ran).toBeLessThan(400);
  });

  it('that was held up with everything else gives late frames the time to be read', async () => {
    await caller.send(levels(10));
    caller.frame(11, levels(1, 1_011));
    caller.real.stall(500);
    caller.frame(10, levels(1, 1_010));
    expect(runs(allOf(caller.heard))).toEqual(runs(levels(12)));
    expect(caller.stream.quality.lostMs).toBe(0);
    // The line did not stall either.
    for (let n = 12; n < 20; n += 1) caller.frame(n, levels(1, 1_000 + n));
    expect(caller.stalls).toEqual([]);
  });
});

describe('whatever comes', () => {
  it('neither grows without bounds nor leaves a timer behind', () => {
    const event = fc.oneof(
      fc.record({ passMs: fc.integer({ min: 0, max: 3_000 }) }),
      fc.record({
        position: fc.oneof(fc.integer({ min: 0, max: 200_000 }), fc.double(), fc.constant(-5)),
        length: fc.integer({ min: 0, max: 3_200 }),
        stream: fc.integer({ min: 1, max: 3 }),
        rateHz: fc.constantFrom(8_000 as const, 16_000 as const),
      }),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 120 }), (events) => {
        const { real, stream, heard, recorded, stalls } = new HeardStream();
        let mostMs = 0;
        for (const next of events) {
          if ('passMs' in next) {
            real.pass(next.passMs);
            mostMs += next.passMs;
          } else {
            stream.hear({ ...next, samples: new Int16Array(next.length).fill(900) });
            // The concealment of a lost frame, and silence before it.
            mostMs += (next.length * 1_000) / next.rateHz + 3_000;
          }
        }
        stream.close();
        expect(allOf(heard).length / 16).toBeLessThanOrEqual(mostMs);
        expect([...heard, ...recorded].every(({ atMs }) => Number.isFinite(atMs))).toBe(true);
        expect(stalls.every((durationMs) => durationMs >= 250)).toBe(true);
        for (const value of Object.values(stream.quality)) expect(value).toBeGreaterThanOrEqual(0);
        // The clock fires once more for what was cancelled.
        real.pass(2_000);
        expect(real.nextInMs()).toBeNull();
      }),
    );
  });
});
