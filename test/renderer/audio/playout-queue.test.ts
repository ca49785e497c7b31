import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlayoutQueue, Resampler } from '../../../renderer/audio/playout-queue.ts';

const block = (queue: PlayoutQueue, length: number, flush = false) => {
  const output = new Float32Array(length);
  return { started: queue.read(output, 1, flush), output };
};

describe('the playout queue', () => {
  it('waits for its prefill, then says which frame sounds first', () => {
    const queue = new PlayoutQueue(4);
    queue.push({ frame: 5, samples: new Float32Array([1, 2]) });
    expect(block(queue, 2).started).toBeNull();
    queue.push({ frame: 6, samples: new Float32Array([3, 4]) });
    const first = block(queue, 3);
    expect(first.started).toEqual({ frame: 5, offset: 0 });
    expect([...first.output]).toEqual([1, 2, 3]);
    expect(block(queue, 3).started).toBeNull();
  });

  it('starts anew after it ran dry', () => {
    const queue = new PlayoutQueue(1);
    queue.push({ frame: 0, samples: new Float32Array([1]) });
    block(queue, 2);
    expect(block(queue, 2).started).toBeNull();
    queue.push({ frame: 9, samples: new Float32Array([1]) });
    expect(block(queue, 2).started?.frame).toBe(9);
  });

  it('plays a spurt shorter than the prefill when it is told that no more comes', () => {
    const queue = new PlayoutQueue(100);
    queue.push({ frame: 0, samples: new Float32Array([0.5]) });
    expect(block(queue, 1).started).toBeNull();
    expect([...block(queue, 1, true).output]).toEqual([0.5]);
  });

  it('forgets everything when it is cleared', () => {
    const queue = new PlayoutQueue(1);
    queue.push({ frame: 0, samples: new Float32Array([1, 1, 1]) });
    queue.clear();
    expect(block(queue, 3)).toEqual({ started: null, output: new Float32Array(3) });
  });

  it('lets a sound that is cut die away, and begins anew out of silence', () => {
    const queue = new PlayoutQueue(1, 4);
    const ones = (length: number) => new Float32Array(length).fill(1);
    queue.push({ frame: 0, samples: ones(6) });
    queue.push({ frame: 1, samples: ones(6) });
    expect([...block(queue, 5).output]).toEqual([0, 0.25, 0.5, 0.75, 1]);
    queue.clear();
    expect([...block(queue, 3).output]).toEqual([1, 0.75, 0.5]);
    queue.push({ frame: 7, samples: ones(4) });
    const next = block(queue, 4);
    expect(next.started).toEqual({ frame: 7, offset: 0 });
    expect([...next.output]).toEqual([0.25, 0.25, 0.5, 0.75]);
  });

  it('is silent at once when it is cleared before it began', () => {
    const queue = new PlayoutQueue(100, 4);
    queue.push({ frame: 0, samples: new Float32Array([1, 1, 1]) });
    queue.clear();
    expect([...block(queue, 3, true).output]).toEqual([0, 0, 0]);
  });

  it('plays every sample once and in order, whatever the sizes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 64 }),
        (sizes, blockSize) => {
          const queue = new PlayoutQueue(1);
          let next = 1;
          for (const [frame, size] of sizes.entries()) {
            queue.push({ frame, samples: Float32Array.from({ length: size }, () => next++) });
          }
          const heard: number[] = [];
          while (queue.waitingSamples > 0) heard.push(...block(queue, blockSize).output);
          expect(heard.filter((sample) => sample !== 0)).toEqual(
            Array.from({ length: next - 1 }, (_, index) => index + 1),
          );
        },
      ),
    );
  });
});

describe('the resampler', () => {
  it('keeps time over many frames', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(8_000, 16_000, 24_000),
        fc.constantFrom(16_000, 48_000),
        (from, to) => {
          const resampler = new Resampler();
          const frame = new Int16Array(from / 50).fill(8_192);
          let count = 0;
          for (let index = 0; index < 50; index += 1) {
            count += resampler.convert(frame, from, to).length;
          }
          expect(Math.abs(count - to)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('leaves a steady level as it is', () => {
    const resampler = new Resampler();
    resampler.convert(new Int16Array(10).fill(16_384), 8_000, 16_000);
    const output = resampler.convert(new Int16Array(10).fill(16_384), 8_000, 16_000);
    expect([...output].every((sample) => sample === 0.5)).toBe(true);
  });
});
