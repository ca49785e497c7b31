import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JITTER_WINDOW_MS, JitterBuffer } from '../../../../common/rules/sound/jitter-buffer.ts';

const RATE_HZ = 8_000;
const FRAME = 160;
const WINDOW_US = JITTER_WINDOW_MS * 1_000;

interface Told {
  readonly kind: 'sound' | 'concealed' | 'late';
  readonly from: number;
  readonly samples: readonly number[];
}

function newBuffer() {
  const told: Told[] = [];
  const buffer = new JitterBuffer(RATE_HZ, {
    sound: (from, samples, isConcealed) =>
      told.push({ kind: isConcealed ? 'concealed' : 'sound', from, samples: [...samples] }),
    late: (from, samples) => told.push({ kind: 'late', from, samples: [...samples] }),
  });
  return { buffer, told };
}

/** Sound whose samples encode their positions. */
const sound = (from: number, length: number) =>
  new Int16Array(length).map((_, n) => ((from + n) % 30_000) + 1);
const frame = (n: number) => [n * FRAME, sound(n * FRAME, FRAME)] as const;
const places = (told: readonly Told[]) =>
  told.map(({ kind, from, samples }) => `${kind} ${from / FRAME}+${samples.length / FRAME}`);

describe('a jitter buffer', () => {
  it('passes frames in order at once', () => {
    const { buffer, told } = newBuffer();
    for (let n = 5; n < 8; n += 1) buffer.push(...frame(n), 0);
    expect(places(told)).toEqual(['sound 5+1', 'sound 6+1', 'sound 7+1']);
    expect(buffer.dueUs).toBeNull();
  });

  it('holds back what came too early, until what belongs before it is there', () => {
    const { buffer, told } = newBuffer();
    buffer.push(...frame(0), 0);
    buffer.push(...frame(2), 10_000);
    buffer.push(...frame(3), 20_000);
    expect(places(told)).toEqual(['sound 0+1']);
    expect(buffer.dueUs).toBe(10_000 + WINDOW_US);
    buffer.push(...frame(1), 10_000 + WINDOW_US);
    expect(places(told)).toEqual(['sound 0+1', 'sound 1+1', 'sound 2+1', 'sound 3+1']);
    expect(buffer.dueUs).toBeNull();
    expect(buffer.reordered).toBe(1);
    expect(buffer.lostSamples).toBe(0);
  });

  it('conceals and counts what does not come within its window', () => {
    const { buffer, told } = newBuffer();
    buffer.push(...frame(0), 0);
    buffer.push(...frame(2), 0);
    buffer.push(...frame(4), 30_000);
    buffer.expire(WINDOW_US - 1);
    expect(told).toHaveLength(1);
    buffer.expire(WINDOW_US);
    expect(places(told)).toEqual(['sound 0+1', 'concealed 1+1', 'sound 2+1']);
    buffer.expire(WINDOW_US + 30_000);
    expect(places(told).slice(3)).toEqual(['concealed 3+1', 'sound 4+1']);
    expect(buffer.lostSamples).toBe(2 * FRAME);
  });

  it('conceals with what was heard last, fading to silence within 80 ms', () => {
    const { buffer, told } = newBuffer();
    buffer.push(0, new Int16Array(FRAME).fill(1_000), 0);
    buffer.push(10 * FRAME, new Int16Array(FRAME).fill(1_000), 0);
    buffer.flush();
    const concealed = told[1]?.samples ?? [];
    expect(concealed).toHaveLength(9 * FRAME);
    expect(concealed[0]).toBe(1_000);
    expect(concealed[2 * FRAME]).toBe(500);
    expect(concealed.slice(4 * FRAME).every((sample) => sample === 0)).toBe(true);
  });

  it('tells what comes after its window as late, once', () => {
    const { buffer, told } = newBuffer();
    buffer.push(...frame(0), 0);
    buffer.push(...frame(2), 0);
    buffer.expire(WINDOW_US);
    buffer.push(...frame(1), WINDOW_US);
    buffer.push(...frame(1), WINDOW_US);
    expect(places(told).slice(3)).toEqual(['late 1+1']);
    expect(told[3]?.samples).toEqual([...sound(FRAME, FRAME)]);
    expect([buffer.lostSamples, buffer.lateSamples]).toEqual([0, FRAME]);
  });

  it('drops what was told before, and frames that came twice', () => {
    const { buffer, told } = newBuffer();
    for (const n of [0, 0, 2, 2, 1, 1, 2, 0]) buffer.push(...frame(n), 0);
    expect(places(told)).toEqual(['sound 0+1', 'sound 1+1', 'sound 2+1']);
  });

  it('skips silence that nobody sent without counting it as lost', () => {
    const { buffer, told } = newBuffer();
    buffer.push(...frame(0), 0);
    buffer.push(...frame(2), 0);
    buffer.skipTo(50 * FRAME);
    buffer.push(...frame(50), 0);
    expect(places(told)).toEqual(['sound 0+1', 'concealed 1+1', 'sound 2+1', 'sound 50+1']);
    expect(buffer.lostSamples).toBe(FRAME);
    // It had been sent after all.
    buffer.push(...frame(49), 0);
    expect(places(told).at(-1)).toBe('late 49+1');
  });

  it('knows where the furthest frame ends, held or not', () => {
    const { buffer } = newBuffer();
    expect(buffer.end).toBeNull();
    buffer.push(...frame(0), 0);
    expect(buffer.end).toBe(FRAME);
    buffer.push(...frame(5), 0);
    buffer.push(...frame(3), 0);
    expect(buffer.end).toBe(6 * FRAME);
  });

  it('tells of a late frame only the part that is missing', () => {
    const { buffer, told } = newBuffer();
    buffer.push(...frame(0), 0);
    buffer.push(...frame(2), 0);
    buffer.flush();
    // It begins and ends within the gap, and then all of the gap comes.
    buffer.push(FRAME + 40, sound(FRAME + 40, 80), 0);
    buffer.push(0, sound(0, 3 * FRAME), 0);
    expect(told.slice(3).map(({ kind, from, samples }) => [kind, from, samples.length])).toEqual([
      ['late', FRAME + 40, 80],
      ['late', FRAME, 40],
      ['late', FRAME + 120, 40],
    ]);
    expect(buffer.lostSamples).toBe(0);
    expect(buffer.lateSamples).toBe(FRAME);
  });

  it('does not go back when it is told to skip to what was passed on', () => {
    const { buffer, told } = newBuffer();
    buffer.skipTo(FRAME);
    buffer.push(...frame(5), 0);
    buffer.skipTo(3 * FRAME);
    buffer.push(...frame(6), 0);
    expect(places(told)).toEqual(['sound 5+1', 'sound 6+1']);
  });

  it('makes up no more than a second, however much was lost', () => {
    const { buffer, told } = newBuffer();
    buffer.push(...frame(0), 0);
    buffer.push(...frame(500_000), 0);
    buffer.flush();
    expect(places(told)).toEqual(['sound 0+1', 'concealed 1+50', 'sound 500000+1']);
    expect(buffer.lostSamples).toBe(499_999 * FRAME);
  });

  /** Frames of a stream, each with its time of arrival; null if it is lost. */
  const arrivals = (jitterMs: number, mayBeLost: boolean) =>
    fc
      .array(
        fc.record({
          delayMs: fc.double({ min: 0, max: jitterMs, noNaN: true }),
          isLost: mayBeLost ? fc.boolean() : fc.constant(false),
          copies: fc.integer({ min: 1, max: 2 }),
        }),
        { minLength: 1, maxLength: 60 },
      )
      .map((frames) =>
        frames
          .flatMap(({ delayMs, isLost, copies }, n) =>
            Array.from({ length: isLost ? 0 : copies }, () => ({
              n,
              atUs: (n * 20 + delayMs) * 1_000,
            })),
          )
          .sort((a, b) => a.atUs - b.atUs),
      );

  it('gives back any interleaving within its window whole, in order and without a gap', () => {
    fc.assert(
      fc.property(arrivals(JITTER_WINDOW_MS, false), (frames) => {
        const { buffer, told } = newBuffer();
        for (const { n, atUs } of frames) {
          buffer.expire(atUs);
          buffer.push(...frame(n), atUs);
        }
        const first = frames[0]?.n ?? 0;
        const count = Math.max(...frames.map(({ n }) => n)) + 1 - first;
        const inOrder = told.filter(({ kind }) => kind !== 'late');
        expect(inOrder.every(({ kind }) => kind === 'sound')).toBe(true);
        expect(inOrder.flatMap(({ samples }) => samples)).toEqual([
          ...sound(first * FRAME, count * FRAME),
        ]);
        // Frames that were sent before the very first one to arrive.
        expect(told.length - inOrder.length).toBe(first);
        expect(buffer.dueUs).toBeNull();
        expect(buffer.lostSamples).toBe(0);
      }),
    );
  });

  it('tells everything once, in order, and counts exactly what is missing', () => {
    fc.assert(
      fc.property(arrivals(400, true), (frames) => {
        const { buffer, told } = newBuffer();
        const first = frames[0]?.n ?? 0;
        for (const { n, atUs } of frames) {
          buffer.expire(atUs);
          buffer.push(...frame(n), atUs);
        }
        buffer.flush();
        const inOrder = told.filter(({ kind }) => kind !== 'late');
        for (const [index, { from }] of inOrder.entries()) {
          const before = inOrder[index - 1];
          if (before) expect(from).toBe(before.from + before.samples.length);
        }
        const heard = told.filter(
          ({ kind, from }) => kind !== 'concealed' && from >= first * FRAME,
        );
        const times = new Map<number, number>();
        for (const { from, samples } of heard) {
          expect(samples).toEqual([...sound(from, samples.length)]);
          for (let at = from; at < from + samples.length; at += FRAME) {
            times.set(at / FRAME, (times.get(at / FRAME) ?? 0) + 1);
          }
        }
        const came = new Set(frames.map(({ n }) => n).filter((n) => n >= first));
        expect([...times.keys()].sort((a, b) => a - b)).toEqual([...came].sort((a, b) => a - b));
        expect([...times.values()].every((count) => count === 1)).toBe(true);
        const end = Math.max(-1, ...came) + 1;
        const lost = frames.length === 0 ? 0 : end - first - came.size;
        expect(buffer.lostSamples).toBe(lost * FRAME);
      }),
    );
  });

  it('tells nothing twice, whatever it is given', () => {
    const hostile = fc.record({
      position: fc.oneof(
        fc.integer({ min: 0, max: 50_000 }),
        fc.double(),
        fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1, 2 ** 53, -(2 ** 52), 0.5),
      ),
      length: fc.oneof(fc.integer({ min: 0, max: 400 }), fc.constantFrom(1, 40_000)),
      atMs: fc.integer({ min: 0, max: 10_000 }),
    });
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 300 }), (frames) => {
        const { buffer, told } = newBuffer();
        for (const { position, length, atMs } of frames) {
          buffer.push(position, sound(0, length), atMs * 1_000);
        }
        buffer.flush();
        const real = told.filter(({ kind }) => kind !== 'concealed');
        const inPlace = real.sort((a, b) => a.from - b.from);
        for (const [index, { from }] of inPlace.entries()) {
          const before = inPlace[index - 1];
          if (before) expect(from).toBeGreaterThanOrEqual(before.from + before.samples.length);
        }
        expect(buffer.dueUs).toBeNull();
      }),
      { numRuns: 200 },
    );
  });

  it('gives up a gap rather than hold more than two seconds', () => {
    const { buffer, told } = newBuffer();
    buffer.push(...frame(0), 0);
    for (let n = 2; n < 200; n += 1) buffer.push(...frame(n), 0);
    expect(places(told).slice(0, 3)).toEqual(['sound 0+1', 'concealed 1+1', 'sound 2+1']);
    expect(places(told).at(-1)).toBe('sound 199+1');
    // Frames of a single sample cannot get around the limit.
    for (let n = 0; n < 1_000; n += 1) buffer.push(300 * FRAME + 2 * n, sound(0, 1), 0);
    expect(told.length).toBeGreaterThan(1_000 - 128);
  });
});
