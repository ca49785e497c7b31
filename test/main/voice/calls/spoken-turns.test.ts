import { describe, expect, it } from 'vitest';
import { SttFailure } from '../../../../main/speech/stt.ts';
import { type CallWorld, callWorld, squareWave } from '../../../doubles/calls/call-world.ts';
import { LoudnessVad, makeSound, ScriptedStt } from '../../../doubles/hearing/scripted-hearing.ts';

/** The scripted voice takes 20 ms for each of its letters. */
const LONG_ANSWER = 'We are open every day of the week from ten to four and on holidays too.';

function hearing(stt: ScriptedStt | null, profile: Parameters<typeof callWorld>[0] = {}) {
  return callWorld(profile, null, { vad: new LoudnessVad(), stt });
}

/** Brings the call to where the agent is in the middle of a long answer. */
async function agentSpeaks(world: CallWorld): Promise<void> {
  world.session.answered();
  world.say('When are you open?');
  await world.pass(5);
  world.responder.last.line(0, LONG_ANSWER);
  await world.pass(300);
  expect(world.session.phase).toBe('speaking');
}

describe('a spoken turn', () => {
  it('ends 300 ms after the last sound and is measured from there', async () => {
    const world = hearing(new ScriptedStt('Do you open on Sundays?'));
    world.session.answered();
    await makeSound(world, 1_000, true);
    await makeSound(world, 500, false);

    expect(world.data('transcript.final')).toEqual([
      { text: 'Do you open on Sundays?', confidence: 0.9, source: 'audio', utterances: [0] },
    ]);
    expect(world.responder.last.turn.transcript).toBe('Do you open on Sundays?');
    expect(world.atMs('caller.stopped')).toBeCloseTo(1_000, 0);
    expect(world.atMs('turn.endpointed') - world.atMs('caller.stopped')).toBeCloseTo(300, 0);
  });

  it('takes 500 ms of silence with the accurate recogniser', async () => {
    const world = hearing(new ScriptedStt('Hello'), { sttMode: 'accurate' });
    world.session.answered();
    await makeSound(world, 400, true);
    await makeSound(world, 700, false);
    expect(world.atMs('turn.endpointed') - world.atMs('caller.stopped')).toBeCloseTo(500, 0);
  });

  it('goes on over a short pause as one utterance, heard from its first sound', async () => {
    const stt = new ScriptedStt('One and two');
    const world = hearing(stt);
    world.session.answered();
    await makeSound(world, 400, true);
    await makeSound(world, 200, false);
    await makeSound(world, 400, true);
    await makeSound(world, 500, false);

    expect(world.data('transcript.final')).toHaveLength(1);
    expect(stt.heardMs[0]).toBeGreaterThanOrEqual(1_000);
  });

  it('does not take for silence what a busy VAD has not judged yet', async () => {
    const vad = new LoudnessVad();
    const world = callWorld({}, null, { vad, stt: new ScriptedStt('One and two') });
    world.session.answered();
    await makeSound(world, 400, true);
    await makeSound(world, 100, false);
    vad.hold();
    await makeSound(world, 100, false);
    await makeSound(world, 500, true);
    expect(world.types()).not.toContain('turn.endpointed');
    vad.release();
    await makeSound(world, 100, true);
    await makeSound(world, 500, false);
    expect(world.data('transcript.final')).toHaveLength(1);
  });

  it('ends the turn of a caller whose microphone is unplugged in the middle of a word', async () => {
    const world = hearing(new ScriptedStt('I would like'));
    world.session.answered();
    await makeSound(world, 400, true);
    await world.pass(2_000);
    expect(world.data('transcript.final')).toMatchObject([{ text: 'I would like' }]);
    expect(world.atMs('caller.stopped')).toBeCloseTo(400, 0);
  });

  it('takes sound that was only late for no pause', async () => {
    const world = hearing(new ScriptedStt('One long word'));
    world.session.answered();
    await makeSound(world, 400, true);
    await world.pass(320);
    world.hear(squareWave(320));
    await makeSound(world, 200, true);
    await makeSound(world, 500, false);
    expect(world.data('transcript.final')).toHaveLength(1);
    expect(world.atMs('caller.stopped')).toBeCloseTo(920, 0);
  });

  it('tells once that there is no recogniser, and the call goes on', async () => {
    const world = hearing(null);
    world.session.answered();
    for (let n = 0; n < 2; n += 1) {
      await makeSound(world, 300, true);
      await makeSound(world, 500, false);
    }
    expect(world.data('warning')).toMatchObject([{ code: 'no_recogniser' }]);
    expect(world.session.phase).toBe('listening');
  });

  it('says why words were not recognised, once a second try has failed too', async () => {
    const refused = new SttFailure('The key was refused. Set another.');
    const world = hearing(new ScriptedStt(refused, refused));
    world.session.answered();
    await makeSound(world, 300, true);
    await makeSound(world, 500, false);
    expect(world.data('warning')).toEqual([
      { code: 'recognition_failed', message: 'The key was refused. Set another.' },
    ]);
    expect(world.data('caller.dismissed')).toMatchObject([{ why: 'notRecognised' }]);
  });
});

describe('speaking over the agent', () => {
  it('pauses the agent at the decision, and interrupts it once speech goes on for 500 ms', async () => {
    const world = hearing(new ScriptedStt('Wait, I meant Sunday'));
    await agentSpeaks(world);
    const before = world.leg.frames.length;
    await makeSound(world, 200, true);
    const atPause = world.leg.frames.length;
    await makeSound(world, 200, true);

    expect(world.types(1)).toContain('playout.paused');
    // Two windows to be sure, and not a frame more while it is paused.
    expect(atPause - before).toBeLessThanOrEqual(5);
    expect(world.leg.frames.length).toBe(atPause);
    expect(world.types(1)).not.toContain('turn.interrupted');

    await makeSound(world, 200, true);
    expect(world.types(1)).toContain('turn.interrupted');
    expect(world.leg.frames.length).toBe(atPause);

    await makeSound(world, 500, false);
    expect(world.types(1)).toContain('playout.cut');
    expect(world.leg.clears).toBeGreaterThan(0);
    expect(world.data('turn.finished')).toContainEqual({ outcome: 'interrupted' });
    expect(world.responder.last.turn).toMatchObject({
      turn: 2,
      transcript: 'Wait, I meant Sunday',
    });
  });

  it('goes on at the same sample after an "mm-hmm"', async () => {
    const world = hearing(new ScriptedStt('Mm-hmm.'));
    await agentSpeaks(world);
    await makeSound(world, 200, true);
    const paused = world.leg.frames.length;
    await makeSound(world, 500, false);

    expect(world.data('caller.dismissed')).toMatchObject([{ why: 'backchannel' }]);
    expect(world.types(1)).toContain('playout.resumed');
    await world.pass(2_000);
    expect(world.leg.frames.length).toBeGreaterThan(paused);
    const total = LONG_ANSWER.length;
    await world.pass(total * 20);
    // Every frame of the answer went out exactly once.
    expect(world.leg.frames).toHaveLength(total);
    expect(world.data('turn.finished')).toContainEqual({ outcome: 'heard' });
    expect(world.responder.asked).toHaveLength(1);
  });

  it('does not take a cough for speech that goes on because the VAD is busy', async () => {
    const vad = new LoudnessVad();
    const world = callWorld({}, null, { vad, stt: new ScriptedStt('') });
    await agentSpeaks(world);
    await makeSound(world, 120, true);
    vad.hold();
    await makeSound(world, 600, false);
    expect(world.types(1)).not.toContain('playout.cut');
    vad.release();
    await makeSound(world, 400, false);
    expect(world.data('caller.dismissed')).toMatchObject([{ why: 'noise' }]);
    expect(world.types(1)).toContain('playout.resumed');
  });

  it('goes on after a cough that has no words', async () => {
    const world = hearing(new ScriptedStt(''));
    await agentSpeaks(world);
    await makeSound(world, 120, true);
    await makeSound(world, 500, false);
    expect(world.data('caller.dismissed')).toMatchObject([{ why: 'noise' }]);
    expect(world.session.phase).toBe('speaking');
  });

  it('interrupts by few words that are no back-channel', async () => {
    const world = hearing(new ScriptedStt('Stop.'));
    await agentSpeaks(world);
    await makeSound(world, 200, true);
    await makeSound(world, 500, false);
    expect(world.responder.last.turn).toMatchObject({ turn: 2, transcript: 'Stop.' });
    expect(world.data('turn.finished')).toContainEqual({ outcome: 'interrupted' });
  });

  it('never interrupts at sensitivity 0; what was said is answered afterwards', async () => {
    const world = hearing(new ScriptedStt('And on Sundays?'), { interruptionSensitivity: 0 });
    await agentSpeaks(world);
    await makeSound(world, 540, true);
    await makeSound(world, 400, false);
    expect(world.responder.asked).toHaveLength(1);
    await world.pass(LONG_ANSWER.length * 20);
    expect(world.responder.last.turn).toMatchObject({ turn: 2, transcript: 'And on Sundays?' });
    expect(world.data('turn.finished')).toContainEqual({ outcome: 'heard' });
  });

  it('cuts at once at sensitivity 1', async () => {
    const world = hearing(new ScriptedStt('Wait'), { interruptionSensitivity: 1 });
    await agentSpeaks(world);
    await makeSound(world, 100, true);
    expect(world.types(1)).toContain('turn.interrupted');
  });
});
