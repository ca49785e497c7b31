import { describe, expect, it } from 'vitest';
import { type CallHarness, callHarness } from '../../../doubles/calls/call-harness.ts';
import {
  asked,
  heardCall,
  LONG_ANSWER,
  saidInCall,
  speaks,
} from '../../../doubles/hearing/heard-caller.ts';
import { LoudnessVad, makeSound, ScriptedStt } from '../../../doubles/hearing/scripted-hearing.ts';

describe('words over the agent', () => {
  async function agentSpeaks(harness: CallHarness): Promise<void> {
    harness.say('When are you open?');
    await harness.pass(5);
    harness.responder.last.line(0, LONG_ANSWER);
    await makeSound(harness, 300, false);
    expect(harness.session.phase).toBe('speaking');
  }

  it('that are none undo the interruption: every sample of the answer is heard', async () => {
    const { harness } = heardCall('');
    await agentSpeaks(harness);
    await speaks(harness, 1_600, 600);
    expect(harness.types(1)).toContain('turn.interrupted');
    expect(harness.types(1)).toContain('turn.resumed');
    await harness.pass(LONG_ANSWER.length * 20);
    expect(harness.leg.frames).toHaveLength(LONG_ANSWER.length);
    expect(harness.data('turn.finished')).toEqual([{ outcome: 'heard' }]);
    expect(harness.responder.asked).toHaveLength(1);
  });

  it('that are none do not take the pending answer away', async () => {
    const { harness } = heardCall('Do you open on Sundays?', '');
    await speaks(harness, 600, 400);
    await speaks(harness, 1_600, 400);
    expect(harness.responder.last.signal.aborted).toBe(false);
    harness.responder.last.line(0, 'Yes.');
    await harness.pass(1_000);
    expect(harness.data('turn.finished')).toEqual([{ outcome: 'heard' }]);
  });

  it('survive a short pause of the caller: the interruption comes after so much speech', async () => {
    const { harness } = heardCall('Wait, I meant the other shop');
    await agentSpeaks(harness);
    await speaks(harness, 400, 200);
    expect(harness.types(1)).not.toContain('turn.interrupted');
    await makeSound(harness, 200, true);
    expect(harness.types(1)).toContain('turn.interrupted');
  });

  it('that are a lone "yeah" do not cut the agent, though they took half a second', async () => {
    const { harness } = heardCall('Yeah.');
    await agentSpeaks(harness);
    await speaks(harness, 560, 600);
    expect(harness.data('caller.dismissed')).toMatchObject([{ why: 'backchannel' }]);
    await harness.pass(LONG_ANSWER.length * 20);
    expect(harness.data('turn.finished')).toEqual([{ outcome: 'heard' }]);
  });

  it.each(['2.', '4711', 'Genau 3.'])('that are a number, "%s", are an answer', async (number) => {
    const { harness } = heardCall(number);
    await agentSpeaks(harness);
    await speaks(harness, 400, 600);
    expect(asked(harness).at(-1)).toEqual([2, number]);
  });

  it.each([0.8, 0])(
    'answer the question that was just being asked, at sensitivity %s',
    async (how) => {
      const stt = new ScriptedStt('Yes.');
      const harness = callHarness({ interruptionSensitivity: how }, null, {
        vad: new LoudnessVad(),
        stt,
      });
      stt.time = harness.real;
      harness.session.answered();
      harness.say('I want to rent a bicycle.');
      await harness.pass(5);
      harness.responder.last.line(0, LONG_ANSWER);
      harness.responder.last.ended('complete');
      await makeSound(harness, LONG_ANSWER.length * 20 - 600, false);
      expect(harness.session.phase).toBe('speaking');
      await speaks(harness, 400, 2_000);
      expect(harness.data('caller.dismissed')).toEqual([]);
      expect(asked(harness).at(-1)).toEqual([2, 'Yes.']);
    },
  );

  it('of a slow recogniser silence the agent for a second, and still count', async () => {
    const { harness } = heardCall({ text: 'Stop.', afterMs: 3_000 });
    await agentSpeaks(harness);
    await makeSound(harness, 220, true);
    const paused = harness.leg.frames.length;
    await makeSound(harness, 980, false);
    expect(harness.leg.frames.length).toBe(paused);
    await makeSound(harness, 100, false);
    expect(harness.leg.frames.length).toBeGreaterThan(paused);
    await harness.pass(3_000);
    expect(asked(harness).at(-1)).toEqual([2, 'Stop.']);
  });
});

describe('the last words of a caller who hangs up', () => {
  it.each([0, 200, 500])('are in the transcript, said %d ms before', async (silenceMs) => {
    const { harness } = heardCall({ text: 'Goodbye then.', afterMs: 700 });
    await speaks(harness, 600, silenceMs);
    harness.session.hangUp('user_hangup');
    expect(harness.ends).toEqual([]);
    await harness.pass(1_000);
    expect(harness.ends).toEqual([{ reason: 'user_hangup', status: 'completed' }]);
    expect(saidInCall(harness)).toEqual(['Goodbye then.']);
    expect(harness.responder.asked).toEqual(expect.not.arrayContaining([{ transcript: '' }]));
    expect(harness.seen.at(-1)?.type).toBe('call.ended');
    expect((harness.seen.at(-1)?.atUs ?? 0) / 1000).toBeCloseTo(600 + silenceMs, 0);
  });

  it('are waited for three seconds, no longer', async () => {
    const { harness } = heardCall('never');
    await speaks(harness, 600, 0);
    harness.session.hangUp('user_hangup');
    await harness.pass(2_990);
    expect(harness.ends).toEqual([]);
    await harness.pass(20);
    expect(harness.ends).toHaveLength(1);
  });

  it('are not waited for when the app ends', async () => {
    const { harness } = heardCall('never');
    await speaks(harness, 600, 0);
    harness.session.hangUp('user_hangup');
    harness.session.hangUp('error_app_restart');
    expect(harness.ends).toEqual([{ reason: 'user_hangup', status: 'completed' }]);
  });

  it('said while the agent may not be interrupted are there as well', async () => {
    const stt = new ScriptedStt('And on Sundays?');
    const harness = callHarness({ interruptionSensitivity: 0, greeting: LONG_ANSWER }, null, {
      vad: new LoudnessVad(),
      stt,
    });
    harness.session.answered();
    await speaks(harness, 400, 400);
    harness.session.hangUp('user_hangup');
    expect(saidInCall(harness)).toEqual(['And on Sundays?']);
  });
});
