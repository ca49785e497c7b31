import { expect, it } from 'vitest';
import type { CallEvent } from '../../../common/contract/index.ts';
import { ProductClock } from '../../../main/platform/time/clock.ts';
import { CallLog } from '../../../main/voice/call-log.ts';
import { ManualTime } from '../../doubles/manual-time.ts';

function logInTime() {
  const time = new ManualTime();
  const written: (readonly CallEvent[])[] = [];
  const log = new CallLog({
    callId: 'call_1',
    clock: new ProductClock({ real: time }),
    sink: { append: (_callId, events) => written.push(events) },
    onEvent: () => undefined,
  });
  const note = (times: number) => {
    for (let n = 0; n < times; n += 1) log.append('dtmf.received', null, { digits: '1' });
  };
  return { time, log, written, note };
}

const lengths = (written: readonly (readonly CallEvent[])[]) => written.map((some) => some.length);

it('writes the events of a tenth of a second together', () => {
  const { time, written, note } = logInTime();
  note(3);
  time.pass(99);
  expect(written).toEqual([]);
  time.pass(1);
  expect(lengths(written)).toEqual([3]);
});

it('writes thousands of events some at a time, in order, and nothing twice', () => {
  const { time, written, note, log } = logInTime();
  note(1_200);
  time.pass(100);
  note(1);
  time.pass(200);
  expect(lengths(written)).toEqual([500, 500, 200, 1]);
  expect(written.flat()).toEqual(log.events);
});

it('writes all that is left at once where somebody wants to read it', () => {
  const { time, written, note, log } = logInTime();
  note(1_200);
  log.flush();
  time.pass(200);
  expect(lengths(written)).toEqual([1_200]);
});
