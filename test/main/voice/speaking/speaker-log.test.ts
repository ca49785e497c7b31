import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ProductClock } from '../../../../main/platform/time/clock.ts';
import { readWav } from '../../../../main/speech/wav.ts';
import { CallLog } from '../../../../main/voice/call-log.ts';
import { Recorder } from '../../../../main/voice/recorder.ts';
import { speakerLog } from '../../../../main/voice/speaking/speaker-log.ts';
import { callHarness } from '../../../doubles/calls/call-harness.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';

it('tells each difference of the speech once per call', () => {
  const log = new CallLog({
    callId: 'call_1',
    clock: new ProductClock({ real: new ManualTime() }),
    sink: { append: () => undefined },
    onEvent: () => undefined,
  });
  const observer = speakerLog(log, {
    frame: () => {},
    drained: () => {},
    nothingHeard: () => {},
    soundStarted: () => {},
  });
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

it('says where a piece lies in the recording, however late the machine sent its frames', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'agentphone-speaker-'));
  const path = join(folder, 'call.wav');
  const harness = callHarness({}, new Recorder(path));
  harness.session.answered();
  await harness.pass(100);
  harness.say('Hi');
  harness.responder.last.line(0, 'One moment.', { interim: true });
  harness.responder.last.line(1, 'It is Sunday.');
  harness.responder.last.ended('complete');
  // The last frame of the first piece and the first of the second are sent 75 ms late.
  await harness.pass(205);
  harness.real.stall(90);
  await harness.pass(2_000);
  harness.session.hangUp('user_hangup');

  const { samples } = readWav(readFileSync(path));
  rmSync(folder, { recursive: true });
  const isSilent = (ms: number) => samples[Math.round(ms * 16) * 2 + 1] === 0;
  const edges = harness.seen.filter(({ type }) => /^playout.(started|ended)$/.test(type));
  expect(edges.map(({ type }) => type)).toEqual([
    'playout.started',
    'playout.ended',
    'playout.started',
    'playout.ended',
  ]);
  const [from = 0, to = 0, next = 0, end = 0] = edges.map(({ atUs }) => atUs / 1_000);
  expect([to - from, next, end - next]).toEqual([220, to + 380, 260]);
  expect([isSilent(from - 1), isSilent(from)]).toEqual([true, false]);
  expect([isSilent(end - 1), isSilent(end)]).toEqual([false, true]);
});
