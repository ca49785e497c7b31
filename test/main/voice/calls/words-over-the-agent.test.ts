import { describe, expect, it } from 'vitest';
import { type CallWorld, callWorld } from '../../../doubles/calls/call-world.ts';
import {
  asked,
  heardCall,
  LONG_ANSWER,
  saidInCall,
  speaks,
} from '../../../doubles/hearing/heard-caller.ts';
import { LoudnessVad, makeSound, ScriptedStt } from '../../../doubles/hearing/scripted-hearing.ts';

describe('words over the agent', () => {
  async function agentSpeaks(world: CallWorld): Promise<void> {
    world.say('When are you open?');
    await world.pass(5);
    world.responder.last.line(0, LONG_ANSWER);
    await makeSound(world, 300, false);
    expect(world.session.phase).toBe('speaking');
  }

  it('that are none undo the interruption: every sample of the answer is heard', async () => {
    const { world } = heardCall('');
    await agentSpeaks(world);
    await speaks(world, 1_600, 600);
    expect(world.types(1)).toContain('turn.interrupted');
    expect(world.types(1)).toContain('turn.resumed');
    await world.pass(LONG_ANSWER.length * 20);
    expect(world.leg.frames).toHaveLength(LONG_ANSWER.length);
    expect(world.data('turn.finished')).toEqual([{ outcome: 'heard' }]);
    expect(world.responder.asked).toHaveLength(1);
  });

  it('that are none do not take the pending answer away', async () => {
    const { world } = heardCall('Do you open on Sundays?', '');
    await speaks(world, 600, 400);
    await speaks(world, 1_600, 400);
    expect(world.responder.last.signal.aborted).toBe(false);
    world.responder.last.line(0, 'Yes.');
    await world.pass(1_000);
    expect(world.data('turn.finished')).toEqual([{ outcome: 'heard' }]);
  });

  it('survive a short pause of the caller: the interruption comes after so much speech', async () => {
    const { world } = heardCall('Wait, I meant the other shop');
    await agentSpeaks(world);
    await speaks(world, 400, 200);
    expect(world.types(1)).not.toContain('turn.interrupted');
    await makeSound(world, 200, true);
    expect(world.types(1)).toContain('turn.interrupted');
  });

  it('that are a lone "yeah" do not cut the agent, though they took half a second', async () => {
    const { world } = heardCall('Yeah.');
    await agentSpeaks(world);
    await speaks(world, 560, 600);
    expect(world.data('caller.dismissed')).toMatchObject([{ why: 'backchannel' }]);
    await world.pass(LONG_ANSWER.length * 20);
    expect(world.data('turn.finished')).toEqual([{ outcome: 'heard' }]);
  });

  it.each(['2.', '4711', 'Genau 3.'])('that are a number, "%s", are an answer', async (number) => {
    const { world } = heardCall(number);
    await agentSpeaks(world);
    await speaks(world, 400, 600);
    expect(asked(world).at(-1)).toEqual([2, number]);
  });

  it.each([0.8, 0])(
    'answer the question that was just being asked, at sensitivity %s',
    async (how) => {
      const stt = new ScriptedStt('Yes.');
      const world = callWorld({ interruptionSensitivity: how }, null, {
        vad: new LoudnessVad(),
        stt,
      });
      stt.time = world.real;
      world.session.answered();
      world.say('I want to rent a bicycle.');
      await world.pass(5);
      world.responder.last.line(0, LONG_ANSWER);
      world.responder.last.ended('complete');
      await makeSound(world, LONG_ANSWER.length * 20 - 600, false);
      expect(world.session.phase).toBe('speaking');
      await speaks(world, 400, 2_000);
      expect(world.data('caller.dismissed')).toEqual([]);
      expect(asked(world).at(-1)).toEqual([2, 'Yes.']);
    },
  );

  it('of a slow recogniser silence the agent for a second, and still count', async () => {
    const { world } = heardCall({ text: 'Stop.', afterMs: 3_000 });
    await agentSpeaks(world);
    await makeSound(world, 220, true);
    const paused = world.leg.frames.length;
    await makeSound(world, 980, false);
    expect(world.leg.frames.length).toBe(paused);
    await makeSound(world, 100, false);
    expect(world.leg.frames.length).toBeGreaterThan(paused);
    await world.pass(3_000);
    expect(asked(world).at(-1)).toEqual([2, 'Stop.']);
  });
});

describe('the last words of a caller who hangs up', () => {
  it.each([0, 200, 500])('are in the transcript, said %d ms before', async (silenceMs) => {
    const { world } = heardCall({ text: 'Goodbye then.', afterMs: 700 });
    await speaks(world, 600, silenceMs);
    world.session.hangUp('user_hangup');
    expect(world.ends).toEqual([]);
    await world.pass(1_000);
    expect(world.ends).toEqual([{ reason: 'user_hangup', status: 'completed' }]);
    expect(saidInCall(world)).toEqual(['Goodbye then.']);
    expect(world.responder.asked).toEqual(expect.not.arrayContaining([{ transcript: '' }]));
    expect(world.seen.at(-1)?.type).toBe('call.ended');
    expect((world.seen.at(-1)?.atUs ?? 0) / 1000).toBeCloseTo(600 + silenceMs, 0);
  });

  it('are waited for three seconds, no longer', async () => {
    const { world } = heardCall('never');
    await speaks(world, 600, 0);
    world.session.hangUp('user_hangup');
    await world.pass(2_990);
    expect(world.ends).toEqual([]);
    await world.pass(20);
    expect(world.ends).toHaveLength(1);
  });

  it('are not waited for when the app ends', async () => {
    const { world } = heardCall('never');
    await speaks(world, 600, 0);
    world.session.hangUp('user_hangup');
    world.session.hangUp('error_app_restart');
    expect(world.ends).toEqual([{ reason: 'user_hangup', status: 'completed' }]);
  });

  it('said while the agent may not be interrupted are there as well', async () => {
    const stt = new ScriptedStt('And on Sundays?');
    const world = callWorld({ interruptionSensitivity: 0, greeting: LONG_ANSWER }, null, {
      vad: new LoudnessVad(),
      stt,
    });
    world.session.answered();
    await speaks(world, 400, 400);
    world.session.hangUp('user_hangup');
    expect(saidInCall(world)).toEqual(['And on Sundays?']);
  });
});
