import { describe, expect, it } from 'vitest';
import { CallQueue } from '../../../../main/carriers/twilio/call-queue.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';

function queue() {
  const real = new ManualTime();
  const lengths: number[] = [];
  const calls: CallQueue = new CallQueue({ real, onChange: () => lengths.push(calls.waiting) });
  const begun: string[] = [];
  const place = (name: string, signal?: AbortSignal) =>
    calls.run(async () => {
      begun.push(name);
      return name;
    }, signal);
  return { real, lengths, calls, begun, place };
}

describe('the queue of calls', () => {
  it('lets one begin a second, in order, and tells its length', async () => {
    const { real, lengths, begun, place } = queue();
    const placed = ['a', 'b', 'c'].map((name) => place(name));
    await real.settle();
    expect(begun).toEqual(['a']);
    real.pass(999);
    await real.settle();
    expect(begun).toEqual(['a']);
    real.pass(1);
    await real.settle();
    expect(begun).toEqual(['a', 'b']);
    real.pass(1_000);
    expect(await Promise.all(placed)).toEqual(['a', 'b', 'c']);
    expect(lengths).toEqual([1, 2, 1, 0]);
  });

  it('holds nobody up after a pause', async () => {
    const { real, begun, place } = queue();
    await place('a');
    real.pass(1_000);
    await place('b');
    expect(begun).toEqual(['a', 'b']);
  });

  it('never begins what was given up while it waited', async () => {
    const { real, lengths, begun, place } = queue();
    await place('a');
    const given = new AbortController();
    const placed = place('b', given.signal);
    const next = place('c');
    given.abort(new Error('hung up'));
    await expect(placed).rejects.toThrow('hung up');
    real.pass(1_000);
    await next;
    expect(begun).toEqual(['a', 'c']);
    expect(lengths).toEqual([1, 2, 1, 0]);
    await expect(place('d', given.signal)).rejects.toThrow('hung up');
  });

  it('goes on after a failure', async () => {
    const { real, calls, place } = queue();
    await expect(calls.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    const placed = place('b');
    real.pass(1_000);
    expect(await placed).toBe('b');
  });
});
