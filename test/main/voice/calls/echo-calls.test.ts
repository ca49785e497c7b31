import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TtsEngine } from '../../../../main/speech/tts.ts';
import { callHarness, RecordingLeg } from '../../../doubles/calls/call-harness.ts';
import { Voices } from '../../../doubles/calls/spoken-harness.ts';
import { lineNoise, mixed, TelephoneLine } from '../../../doubles/hearing/echoing-phone.ts';
import { realVad } from '../../../doubles/hearing/real-vad.ts';
import { ScriptedStt } from '../../../doubles/hearing/scripted-hearing.ts';

/** Real Silero, real voices, and a telephone whose microphone picks up its own loudspeaker. */
const FRAME = 320;
const SENTENCES = [
  'We are open every day of the week, from ten in the morning to four in the afternoon.',
  'On Sundays we rent out bicycles only, and the workshop behind the harbour is closed.',
  'If you would like to book one, tell me your name and the day on which you come.',
];

let voices: Voices;
let agent: Int16Array[];
let caller: Int16Array;
beforeAll(async () => {
  voices = new Voices();
  agent = await Promise.all(SENTENCES.map((text) => voices.say(text, 'slt')));
  caller = await voices.say('Wait, stop, I meant the other shop in the harbour.');
});
afterAll(() => voices.stop());

/** A call in which the agent speaks for long, and its voice comes back. */
function echoingCall(path: { levelDb: number; delayMs: number }, echoControl: boolean) {
  const { vad, caughtUp } = realVad();
  let next = 0;
  const tts: TtsEngine = {
    name: 'flite',
    voiceFor: (name) => ({ name, substituted: false }),
    async *synthesize() {
      yield agent[next++ % agent.length] ?? new Int16Array(0);
    },
  };
  const stt = new ScriptedStt('Wait, stop, I meant the other shop.');
  const sent = new Int16Array(16_000 * 90);
  class Loudspeaker extends RecordingLeg {
    override sendFrame(frame: number, samples: Int16Array): void {
      super.sendFrame(frame, samples);
      sent.set(samples, harness.callerPosition() - began);
    }
  }
  const harness = callHarness(
    {},
    null,
    { vad, stt, tts, echoControl },
    null,
    () => new Loudspeaker(),
  );
  const began = harness.callerPosition();
  harness.session.answered();
  const line = new TelephoneLine();
  const noise = lineNoise(sent.length, -55);
  const gain = 10 ** (path.levelDb / 20);
  const delay = path.delayMs * 16;
  /** Lets time pass while the caller's side is heard: echo, noise, and their words. */
  const hear = async (said: Int16Array) => {
    for (let at = 0; at < said.length; at += FRAME) {
      await harness.pass(20);
      const from = harness.callerPosition() - began - FRAME;
      const echo = Float64Array.from({ length: FRAME }, (_, n) =>
        from + n - delay < 0 ? 0 : gain * (sent[from + n - delay] ?? 0),
      );
      const own = said.subarray(at, at + FRAME);
      harness.hear(line.carry(mixed(FRAME, echo, noise.subarray(from, from + FRAME), own)));
      await caughtUp();
    }
  };
  return { harness, hear, silence: (ms: number) => hear(new Int16Array(ms * 16)) };
}

/** The agent says all its sentences, several times. */
function speakLong(harness: ReturnType<typeof callHarness>, sentences: number): void {
  harness.say('When are you open?');
  const words = Array.from({ length: sentences }, (_, n) => SENTENCES[n % SENTENCES.length]);
  harness.responder.last.line(0, words.join(' '));
}

describe('an agent whose voice comes back from the caller’s loudspeaker', {
  timeout: 120_000,
}, () => {
  it('would interrupt itself without echo control', async () => {
    const { harness, silence } = echoingCall({ levelDb: -20, delayMs: 200 }, false);
    await harness.pass(5);
    speakLong(harness, 4);
    await silence(6_000);
    expect(harness.types(1)).toContain('playout.paused');
  });

  it.each([
    [-30, 100],
    [-30, 400],
    [-20, 200],
  ])('at %d dB after %d ms is neither cut by it nor answers it', async (levelDb, delayMs) => {
    const { harness, silence } = echoingCall({ levelDb, delayMs }, true);
    await harness.pass(5);
    speakLong(harness, 6);
    await silence(46_000);
    expect(harness.types()).not.toContain('playout.paused');
    expect(harness.responder.asked).toHaveLength(1);
    expect(harness.data('turn.finished')).toEqual([{ outcome: 'heard' }]);
  });

  it('is interrupted by a caller over the echo, as soon as without one', async () => {
    const { harness, hear, silence } = echoingCall({ levelDb: -30, delayMs: 200 }, true);
    await harness.pass(5);
    speakLong(harness, 6);
    await silence(6_000);
    const fromMs = harness.session.log.nowUs() / 1_000;
    const loud = caller.findIndex((sample) => Math.abs(sample) > 600) / 16;
    await hear(caller);
    await silence(600);
    const pausedMs = harness.atMs('playout.paused', 1);
    expect(pausedMs - fromMs - loud).toBeLessThan(200);
    expect(harness.responder.last.turn).toMatchObject({ turn: 2 });
  });
});
