import { expect, it } from 'vitest';
import { ProductClock } from '../../../main/platform/clock.ts';
import { CallLog } from '../../../main/voice/call-log.ts';
import { speakerLog } from '../../../main/voice/speaker-log.ts';
import { ManualTime } from '../../doubles/manual-time.ts';

it('tells each difference of the speech once per call', () => {
  const log = new CallLog({
    callId: 'call_1',
    clock: new ProductClock({ real: new ManualTime() }),
    sink: { append: () => undefined },
    onEvent: () => undefined,
  });
  const observer = speakerLog(log, { frame: () => {}, drained: () => {}, soundStarted: () => {} });
  observer.differs(1, 'OpenAI refused the API key. flite speaks instead.');
  observer.differs(2, 'OpenAI refused the API key. flite speaks instead.');
  observer.differs(2, 'Slower than asked for.');
  expect(log.events.map(({ turn, data }) => [turn, data])).toEqual([
    [
      1,
      {
        code: 'voice_substituted',
        message: 'OpenAI refused the API key. flite speaks instead.',
      },
    ],
    [2, { code: 'voice_substituted', message: 'Slower than asked for.' }],
  ]);
});
