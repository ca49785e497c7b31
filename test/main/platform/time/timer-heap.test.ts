import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TimerEntry, TimerHeap } from '../../../../main/platform/time/timer-heap.ts';

/** A slow reference implementation of a heap. */
class SlowHeap {
  readonly #entries: TimerEntry[] = [];

  add(entry: TimerEntry): void {
    this.#entries.push(entry);
  }

  remove(entry: TimerEntry | undefined): void {
    const at = entry ? this.#entries.indexOf(entry) : -1;
    if (at >= 0) this.#entries.splice(at, 1);
  }

  get first(): TimerEntry | undefined {
    return [...this.#entries].sort((a, b) => a.atMs - b.atMs || a.order - b.order)[0];
  }
}

type Action = { readonly add: number } | { readonly remove: number } | 'pop';
const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ add: fc.nat(20) }),
  fc.record({ remove: fc.nat(40) }),
  fc.constant<Action>('pop'),
);

describe('the timer heap', () => {
  it('gives what is due first, and among equals what was set first', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 100 }), (actions) => {
        const heap = new TimerHeap();
        const slow = new SlowHeap();
        const all: TimerEntry[] = [];
        for (const act of actions) {
          if (act === 'pop') {
            const expected = slow.first;
            expect(heap.pop()).toBe(expected);
            slow.remove(expected);
          } else if ('add' in act) {
            const entry = heap.push(act.add, () => {});
            all.push(entry);
            slow.add(entry);
          } else {
            const entry = all[act.remove];
            if (entry) heap.remove(entry);
            slow.remove(entry);
          }
          expect(heap.peek()).toBe(slow.first);
        }
      }),
    );
  });

  it('stays in order when thousands of cancelled timers are swept out', () => {
    const heap = new TimerHeap();
    const entries = Array.from({ length: 5_000 }, (_, n) =>
      heap.push((n * 7919) % 4_999, () => {}),
    );
    const kept = entries.filter((_, n) => n % 10 === 0);
    for (const entry of entries) if (!kept.includes(entry)) heap.remove(entry);
    const order: TimerEntry[] = [];
    for (let entry = heap.pop(); entry; entry = heap.pop()) order.push(entry);
    expect(order).toEqual([...kept].sort((a, b) => a.atMs - b.atMs || a.order - b.order));
  });

  it('is empty after it was cleared', () => {
    const heap = new TimerHeap();
    heap.push(1, () => {});
    heap.clear();
    expect(heap.pop()).toBeUndefined();
  });
});
