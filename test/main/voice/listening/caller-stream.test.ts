import { beforeEach, describe, expect, it } from 'vitest';
import type { CallerSound } from '../../../../main/carriers/carrier.ts';
import {
  clearWay,
  jittery,
  lossy,
  stalled,
  suppressing,
  together,
} from '../../../doubles/calls/caller-line.ts';
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

describe('the sound of a caller', () => {
  it('is told at once, frame by frame, with the time at which it was spoken', async () => {
    await caller.send(levels(5));
    expect(caller.heard.map(({ atMs, toldMs }) => [atMs, toldMs])).toEqual([
      [0, 20],
      [20, 40],
      [40, 60],
      [60, 80],
      [80, 100],
    ]);
    expect(runs(allOf(caller.heard))).toEqual(runs(levels(5)));
  });

  it('from a telephone comes out at 16 kHz', async () => {
    const tone = new Int16Array(8_000).map((_, n) => 8_000 * Math.sin((n * 2 * Math.PI) / 16));
    await caller.send(tone, clearWay, { rateHz: 8_000 });
    caller.stream.close();
    const out = allOf(caller.heard);
    expect(Math.abs(out.length - 16_000)).toBeLessThanOrEqual(1);
    expect(Math.max(...out.subarray(1_000))).toBeGreaterThan(7_900);
  });

  it('is whole and in order whatever the jitter, and each piece in its own time', async () => {
    const sound = levels(200);
    await caller.send(sound, jittery(60));
    const told = allOf(caller.heard);
    // The very first frames may have arrived out of order; those are only recorded.
    const [first = 0] = told;
    expect(runs(told)).toEqual(runs(sound.subarray((first - 1_000) * 320)));
    for (const [index, { atMs }] of caller.heard.entries()) {
      const before = caller.heard[index - 1];
      if (before) expect(atMs).toBeCloseTo(before.atMs + before.samples.length / 16, 6);
    }
    const times = timesOf(caller.heard);
    const early = (times.get(1_150) ?? 0) - 150 * 20;
    expect(Math.abs((times.get(1_199) ?? 0) - 199 * 20 - early)).toBeLessThan(1);
    expect(early).toBeLessThanOrEqual(120);
    expect(caller.stream.quality).toMatchObject({ lostMs: 0, stalls: 0 });
    expect(caller.stream.quality.reordered).toBeGreaterThan(10);
    expect(caller.recording().filter((sample) => sample !== 0)).toHaveLength(sound.length);
  });

  it('is placed by the frame that was held up least, from the first pause on', async () => {
    const sound = joined(levels(2), silence(20), levels(50, 3_000));
    // The first frames are slow, as on a newly opened line.
    await caller.send(sound, (n) => (n < 5 ? 300 - n * 20 : 0));
    expect(timesOf(caller.heard).get(3_040)).toBeCloseTo(62 * 20, 0);
    expect(timesOf(caller.recorded).get(3_040)).toBeCloseTo(62 * 20, 0);
  });

  it('has its losses concealed and counted, and the sound behind them soon goes on', async () => {
    await caller.send(levels(100), lossy(5, 3));
    caller.real.pass(200);
    const out = allOf(caller.heard);
    expect(out).toHaveLength(100 * 320);
    const lost = 100 - new Set(out).size;
    expect(caller.stream.quality.lostMs).toBeGreaterThan(0);
    expect(caller.stream.quality.lostMs % 20).toBe(0);
    expect(lost).toBeLessThanOrEqual(caller.stream.quality.lostMs / 20);
    expect(Math.max(...caller.heard.map(({ toldMs, atMs }) => toldMs - atMs))).toBeLessThanOrEqual(
      200,
    );
  });

  it('that comes after its window is recorded in its place, and counted as late', async () => {
    await caller.send(levels(30), (n) => (n === 10 ? 250 : 0));
    expect(caller.stream.quality).toMatchObject({ lostMs: 0, lateMs: 20 });
    expect(allOf(caller.heard).includes(1_010)).toBe(false);
    expect(runs(caller.recording())).toEqual(runs(levels(30)));
  });

  it('that was sent twice is heard once', async () => {
    const sound = levels(20);
    const twice = (frame: CallerSound) => {
      caller.stream.hear(frame);
      caller.stream.hear({ ...frame, samples: frame.samples.slice() });
    };
    await caller.send(sound, clearWay, { hear: twice });
    expect(runs(allOf(caller.heard))).toEqual(runs(sound));
  });
});

describe('a line that stalls', () => {
  it.each([300, 350, 700, 1_500])(
    'for %d ms tells nothing meanwhile, and then everything in its own time',
    async (stallMs) => {
      const sound = levels(150);
      await caller.send(sound, stalled(500, stallMs));
      expect(caller.heard.filter(({ toldMs }) => toldMs > 500 && toldMs < 500 + stallMs)).toEqual(
        [],
      );
      expect(runs(allOf(caller.heard))).toEqual(runs(sound));
      expect(runs(caller.recording())).toEqual(runs(sound));
      expect(timesOf(caller.heard).get(1_060)).toBeCloseTo(1_200, 3);
      expect(caller.stalls).toEqual([stallMs]);
      expect(caller.stream.quality).toEqual({ lostMs: 0, lateMs: 0, reordered: 0, stalls: 1 });
    },
  );

  it('in silence that lasts is told as well', async () => {
    await caller.send(joined(levels(5), silence(500)), stalled(9_000, 600));
    expect(caller.stalls).toEqual([600]);
  });

  it('below a quarter of a second is no news', async () => {
    await caller.send(levels(50), stalled(500, 240));
    expect(caller.stalls).toEqual([]);
    expect(runs(allOf(caller.heard))).toEqual(runs(levels(50)));
  });

  it('and loses frames meanwhile keeps the place of all others', async () => {
    const sound = levels(100);
    const way = together(stalled(500, 600), (n) => (n % 7 === 3 ? null : 0));
    await caller.send(sound, way);
    caller.real.pass(200);
    const times = timesOf(caller.recorded);
    for (let n = 0; n < 100; n += 1) {
      if (way(n) !== null) expect(times.get(1_000 + n)).toBeCloseTo(n * 20, 3);
    }
    expect(caller.stream.quality.lostMs).toBe(20 * 14);
  });

  it('for good is silent after about two seconds: told at once, then in real time', async () => {
    await caller.send(levels(10));
    caller.real.pass(1_700);
    expect(allOf(caller.heard)).toHaveLength(10 * 320);
    caller.real.pass(300);
    expect(allOf(caller.heard).length / 16).toBeCloseTo(caller.nowMs, -2);
    caller.real.pass(500);
    expect(allOf(caller.heard).length / 16).toBeCloseTo(caller.nowMs, -2);
    // The endpointing time is long over.
    caller.real.pass(600_000);
    expect(allOf(caller.heard).length / 16).toBeLessThan(9_000);
    expect(caller.real.nextInMs()).toBeNull();
  });

  it('for longer than that loses nothing: what then comes is told after the silence', async () => {
    const sound = levels(300);
    await caller.send(sound, stalled(500, 4_000));
    const told = allOf(caller.heard);
    expect(runs(told.filter((level) => level !== 0))).toEqual(runs(sound));
    expect(runs(caller.recording().subarray(0, sound.length))).toEqual(runs(sound));
    expect(timesOf(caller.heard).get(1_299)).toBeCloseTo(299 * 20, 3);
    expect(caller.stalls).toEqual([4_000]);
  });

  it('because the far end had paused goes on at the time it is', async () => {
    await caller.send(levels(25));
    caller.real.pass(1_000);
    await caller.send(levels(50, 2_000), clearWay, { position: 25 * 320 });
    const times = timesOf(caller.heard);
    expect(times.get(2_049)).toBeCloseTo(1_500 + 49 * 20, 0);
    // The missing part is silence.
    const told = allOf(caller.heard);
    expect(told.filter((sample) => sample === 0).length / 16).toBeCloseTo(1_000, -1);
    expect(told.filter((sample) => sample !== 0)).toHaveLength(75 * 320);
  });
});

describe('a far end that sends no frames in silence', () => {
  const words = () =>
    joined(levels(20, 1_000), silence(50), levels(20, 2_000), silence(100), levels(20, 3_000));

  it('is silent for as long as its clock says, from the first pause on', async () => {
    const sound = words();
    await caller.send(sound, suppressing(sound, 16_000));
    const times = timesOf(caller.heard);
    for (const [level, frame] of [
      [1_000, 0],
      [2_000, 70],
      [3_000, 190],
      [3_019, 209],
    ] as const) {
      expect(times.get(level)).toBeCloseTo(frame * 20, 3);
    }
    expect(runs(allOf(caller.heard))).toEqual(runs(sound));
    expect(caller.stream.quality).toEqual({ lostMs: 0, lateMs: 0, reordered: 0, stalls: 0 });
  });

  it('is known from then on: its silence is told as time passes', async () => {
    const sound = words().subarray(0, 90 * 320);
    await caller.send(sound, suppressing(sound, 16_000));
    expect(allOf(caller.heard)).toHaveLength(90 * 320);
    caller.real.pass(119);
    expect(allOf(caller.heard)).toHaveLength(90 * 320);
    caller.real.pass(1);
    expect(allOf(caller.heard)).toHaveLength(95 * 320);
    caller.real.pass(200);
    expect(allOf(caller.heard)).toHaveLength(105 * 320);
  });

  it('may have jitter and stalls like everybody else: no word is lost or moved', async () => {
    const sound = words();
    const way = together(suppressing(sound, 16_000), jittery(25, 4), stalled(3_900, 280));
    await caller.send(sound, way);
    caller.real.pass(500);
    const times = timesOf(caller.recorded);
    expect(times.size).toBe(60);
    const offMs = (times.get(1_000) ?? 0) - 0;
    for (const [level, frame] of [
      [2_010, 80],
      [3_000, 190],
      [3_019, 209],
    ] as const) {
      expect(Math.abs((times.get(level) ?? 0) - frame * 20 - offMs)).toBeLessThan(60);
    }
  });

  it('is told from one that sends silence, whose missing frames are lost', async () => {
    const sound = joined(
      levels(30),
      silence(40),
      levels(60, 2_000),
      silence(40),
      levels(20, 3_000),
    );
    await caller.send(sound, (n) => (n >= 90 && n < 110 ? null : 0));
    expect(caller.stream.quality.lostMs).toBe(400);
    // A stall in the next sentence must still count as a stall.
    const before = caller.heard.length;
    const more = levels(60, 5_000);
    await caller.send(more, stalled(300, 350), { position: sound.length });
    expect(runs(allOf(caller.heard.slice(before)))).toEqual(runs(more));
  });
});
