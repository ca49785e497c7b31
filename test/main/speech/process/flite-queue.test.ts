import { expect, it } from 'vitest';
import { FliteQueue } from '../../../../main/speech/process/flite-queue.ts';

const job = (id: number, isAwaited: boolean) => ({
  id,
  isAwaited,
  text: 'Yes.',
  voice: 'slt',
  speed: 1,
});

function drained(queue: FliteQueue): number[] {
  const ids: number[] = [];
  for (let next = queue.next(); next; next = queue.next()) ids.push(next.id);
  return ids;
}

it('makes what somebody waits for in silence before what is needed later, each in its order', () => {
  const queue = new FliteQueue();
  for (const [id, isAwaited] of [
    [1, false],
    [2, false],
    [3, true],
    [4, false],
    [5, true],
  ] as const) {
    queue.push(job(id, isAwaited));
  }
  expect(drained(queue)).toEqual([3, 5, 1, 2, 4]);
});

it('forgets a job that is no longer wanted', () => {
  const queue = new FliteQueue();
  queue.push(job(1, false));
  queue.push(job(2, true));
  expect([queue.remove(1), queue.remove(7)]).toEqual([true, false]);
  expect(drained(queue)).toEqual([2]);
});
