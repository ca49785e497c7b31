import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DeliveryQueue,
  type QueueEntry,
} from '../../../../main/services/deliveries/delivery-queue.ts';

describe('DeliveryQueue', () => {
  it('keeps lanes in order, respects its limits and forgets nothing', () => {
    const entries = fc.array(
      fc.record({
        lane: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: null }),
        target: fc.constantFrom('x', 'y'),
      }),
    );
    fc.assert(
      fc.property(entries, fc.infiniteStream(fc.nat(9)), (list, choices) => {
        const queue = new DeliveryQueue({ total: 4, perTarget: 3 });
        const all = list.map((entry, index): QueueEntry => ({ ...entry, id: String(index) }));
        const running: QueueEntry[] = [];
        const finished: QueueEntry[] = [];
        const finishOne = () => {
          const index = (choices.next().value ?? 0) % running.length;
          const [entry] = running.splice(index, 1);
          if (entry) {
            finished.push(entry);
            queue.done(entry);
          }
        };
        const startAll = () => {
          for (let entry = queue.next(); entry; entry = queue.next()) running.push(entry);
          expect(running.length).toBeLessThanOrEqual(4);
          const lanes = running.flatMap(({ lane }) => (lane === null ? [] : [lane]));
          expect(new Set(lanes).size).toBe(lanes.length);
          for (const target of ['x', 'y']) {
            expect(running.filter((entry) => entry.target === target).length).toBeLessThan(4);
          }
        };
        for (const entry of all) {
          queue.add(entry);
          startAll();
          if (running.length > 0 && (choices.next().value ?? 0) > 5) finishOne();
        }
        startAll();
        while (running.length > 0) {
          finishOne();
          startAll();
        }
        expect(finished).toHaveLength(all.length);
        expect(queue.size).toBe(0);
        for (const lane of ['a', 'b', 'c']) {
          const ids = finished.filter((entry) => entry.lane === lane).map(({ id }) => Number(id));
          expect(ids).toEqual([...ids].sort((a, b) => a - b));
        }
      }),
    );
  });

  it('lets targets take turns', () => {
    const queue = new DeliveryQueue({ total: 4, perTarget: 4 });
    for (let index = 0; index < 4; index += 1)
      queue.add({ id: `x${index}`, lane: null, target: 'x' });
    queue.add({ id: 'y0', lane: null, target: 'y' });
    expect([queue.next()?.id, queue.next()?.id, queue.next()?.id]).toEqual(['x0', 'y0', 'x1']);
  });
});
