import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LiveServerMessage } from '../../../../common/contract/index.ts';
import { inBatches } from '../../../../renderer/state/connection/delta-batch.ts';
import { call, liveState } from '../live-fixtures.ts';

let hidden = false;
let taken: LiveServerMessage[] = [];
let receive: (message: LiveServerMessage) => void = () => undefined;

/** A change that carries its number as the id of a call. */
function delta(seq: number) {
  return {
    type: 'delta' as const,
    seq,
    changes: [{ kind: 'call' as const, item: call({ id: `call_${seq}` }) }],
  };
}

/** The numbers of the changes, one list for each time that any were taken in. */
function batches(): readonly (readonly string[])[] {
  return taken.map((message) =>
    message.type === 'delta'
      ? message.changes.map((change) => (change.kind === 'call' ? change.item.id : change.kind))
      : [message.type],
  );
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  hidden = false;
  taken = [];
  receive = inBatches(
    (message) => taken.push(message),
    () => hidden,
  );
});
afterEach(() => vi.useRealTimers());

describe('changes from the socket', () => {
  it('are taken in at once after a pause', () => {
    receive(delta(1));
    vi.advanceTimersByTime(50);
    receive(delta(2));
    expect(taken).toEqual([delta(1), delta(2)]);
  });

  it('are taken in together, every 50 ms, while more keep arriving', () => {
    for (let seq = 1; seq <= 10; seq += 1) {
      receive(delta(seq));
      vi.advanceTimersByTime(20);
    }
    vi.advanceTimersByTime(50);
    expect(batches()).toEqual([
      ['call_1'],
      ['call_2', 'call_3'],
      ['call_4', 'call_5'],
      ['call_6', 'call_7', 'call_8'],
      ['call_9', 'call_10'],
    ]);
    expect(taken.at(-1)).toMatchObject({ seq: 10 });
  });

  it('leave no timer running once they stop', () => {
    receive(delta(1));
    receive(delta(2));
    vi.advanceTimersByTime(100);
    expect(batches()).toEqual([['call_1'], ['call_2']]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('are taken in before any other message that came after them', () => {
    receive(delta(1));
    receive(delta(2));
    receive({ type: 'snapshot', seq: 3, state: liveState() });
    vi.advanceTimersByTime(50);
    expect(batches()).toEqual([['call_1'], ['call_2'], ['snapshot']]);
  });

  it('are taken in at once in a hidden window, whose timers browsers delay', () => {
    receive(delta(1));
    hidden = true;
    receive(delta(2));
    receive(delta(3));
    expect(batches()).toEqual([['call_1'], ['call_2'], ['call_3']]);
  });
});
