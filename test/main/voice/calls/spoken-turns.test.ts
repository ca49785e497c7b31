import { describe, expect, it } from 'vitest';
import { SttFailure } from '../../../../main/speech/stt.ts';
import { type CallHarness, callHarness, squareWave } from '../../../doubles/calls/call-harness.ts';
import { LoudnessVad, makeSound, ScriptedStt } from '../../../doubles/hearing/scripted-hearing.ts';

/** The scripted voice takes 20 ms per letter. */
const LONG_ANSWER = 'We are open every day of the week from ten to four and on holidays too.';

function hearing(stt: ScriptedStt | null, profile: Parameters<typeof callHarness>[0] = {}) {
  return callHarness(profile, null, { vad: new LoudnessVad(), stt });
}

/** Brings the call to the middle of a long answer. */
async function agentSpeaks(harness: CallHarness): Promise<void> {
  harness.session.answered();
  harness.say('When are you open?');
  await harness.pass(5);
  harness.responder.last.line(0, LONG_ANSWER);
  await harness.pass(300);
  expect(harness.session.phase).toBe('speaking');
}

describe('a spoken turn', () => {
  it('ends 300 ms after the last sound and is measured from there', async () => {
    const harness = hearing(new ScriptedStt('Do you open on Sundays?'));
    harness.session.answered();
    await makeSound(harness, 1_000, true);
    await makeSound(harness, 500, false);

    expect(harness.data('transcript.final')).toEqual([
      { text: 'Do you open on Sundays?', confidence: 0.9, source: 'audio', utterances: [0] },
    ]);
    expect(harness.responder.last.turn.transcript).toBe('Do you open on Sundays?');
    expect(harness.atMs('caller.stopped')).toBeCloseTo(1_000, 0);
    expect(harness.atMs('turn.endpointed') - harness.atMs('caller.stopped')).toBeCloseTo(300, 0);
  });

  it('takes 500 ms of silence with the accurate recogniser', async () => {
    const harness = hearing(new ScriptedStt('Hello'), { sttMode: 'accurate' });
    harness.session.answered();
    await makeSound(harness, 400, true);
    await makeSound(harness, 700, false);
    expect(harness.atMs('turn.endpointed') - harness.atMs('caller.stopped')).toBeCloseTo(500, 0);
  });

  it('goes on over a short pause as one utterance, heard from its first sound', async () => {
    const stt = new ScriptedStt('One and two');
    const harness = hearing(stt);
    harness.session.answered();
    await makeSound(harness, 400, true);
    await makeSound(harness, 200, false);
    await makeSound(harness, 400, true);
    await makeSound(harness, 500, false);

    expect(harness.data('transcript.final')).toHaveLength(1);
    expect(stt.heardMs[0]).toBeGreaterThanOrEqual(1_000);
  });

  it('does not take for silence what a busy VAD has not judged yet', async () => {
    const vad = new LoudnessVad();
    const harness = callHarness({}, null, { vad, stt: new ScriptedStt('One and two') });
    harness.session.answered();
    await makeSound(harness, 400, true);
    await makeSound(harness, 100, false);
    vad.hold();
    await makeSound(harness, 100, false);
    await makeSound(harness, 500, true);
    expect(harness.types()).not.toContain('turn.endpointed');
    vad.release();
    await makeSound(harness, 100, true);
    await makeSound(harness, 500, false);
    expect(harness.data('transcript.final')).toHaveLength(1);
  });

  it('ends the turn of a caller whose microphone is unplugged in the middle of a word', async () => {
    const harness = hearing(new ScriptedStt('I would like'));
    harness.session.answered();
    await makeSound(harness, 400, true);
    await harness.pass(2_000);
    expect(harness.data('transcript.final')).toMatchObject([{ text: 'I would like' }]);
    expect(harness.atMs('caller.stopped')).toBeCloseTo(400, 0);
  });

  it('takes sound that was only late for no pause', async () => {
    const harness = hearing(new ScriptedStt('One long word'));
    harness.session.answered();
    await makeSound(harness, 400, true);
    await harness.pass(320);
    harness.hear(squareWave(320));
    await makeSound(harness, 200, true);
    await makeSound(harness, 500, false);
    expect(harness.data('transcript.final')).toHaveLength(1);
    expect(harness.atMs('caller.stopped')).toBeCloseTo(920, 0);
  });

  it('tells once that there is no recogniser, and the call goes on', async () => {
    const harness = hearing(null);
    harness.session.answered();
    for (let n = 0; n < 2; n += 1) {
      await makeSound(harness, 300, true);
      await makeSound(harness, 500, false);
    }
    expect(harness.data('warning')).toMatchObject([{ code: 'no_recogniser' }]);
    expect(harness.session.phase).toBe('listening');
  });

  it('says why words were not recognised, once a second try has failed too', async () => {
    const refused = new SttFailure('The key was refused. Set another.');
    const harness = hearing(new ScriptedStt(refused, refused));
    harness.session.answered();
    await makeSound(harness, 300, true);
    await makeSound(harness, 500, false);
    expect(harness.data('warning')).toEqual([
      { code: 'recognition_failed', message: 'The key was refused. Set another.' },
    ]);
    expect(harness.data('caller.dismissed')).toMatchObject([{ why: 'notRecognised' }]);
  });
});

describe('speaking over the agent', () => {
  it('pauses the agent at the decision, and interrupts it once speech goes on for 500 ms', async () => {
    const harness = hearing(new ScriptedStt('Wait, I meant Sunday'));
    await agentSpeaks(harness);
    const before = harness.leg.frames.length;
    await makeSound(harness, 200, true);
    const atPause = harness.leg.frames.length;
    await makeSound(harness, 200, true);

    expect(harness.types(1)).toContain('playout.paused');
    // Two windows to be sure, and not one more frame while it is paused.
    expect(atPause - before).toBeLessThanOrEqual(5);
    expect(harness.leg.frames.length).toBe(atPause);
    expect(harness.types(1)).not.toContain('turn.interrupted');

    await makeSound(harness, 200, true);
    expect(harness.types(1)).toContain('turn.interrupted');
    expect(harness.leg.frames.length).toBe(atPause);

    await makeSound(harness, 500, false);
    expect(harness.types(1)).toContain('playout.cut');
    expect(harness.leg.clears).toBeGreaterThan(0);
    expect(harness.data('turn.finished')).toContainEqual({ outcome: 'interrupted' });
    expect(harness.responder.last.turn).toMatchObject({
      turn: 2,
      transcript: 'Wait, I meant Sunday',
    });
  });

  it('goes on at the same sample after an "mm-hmm"', async () => {
    const harness = hearing(new ScriptedStt('Mm-hmm.'));
    await agentSpeaks(harness);
    await makeSound(harness, 200, true);
    const paused = harness.leg.frames.length;
    await makeSound(harness, 500, false);

    expect(harness.data('caller.dismissed')).toMatchObject([{ why: 'backchannel' }]);
    expect(harness.types(1)).toContain('playout.resumed');
    await harness.pass(2_000);
    expect(harness.leg.frames.length).toBeGreaterThan(paused);
    const total = LONG_ANSWER.length;
    await harness.pass(total * 20);
    // Every frame of the answer was sent exactly once.
    expect(harness.leg.frames).toHaveLength(total);
    expect(harness.data('turn.finished')).toContainEqual({ outcome: 'heard' });
    expect(harness.responder.asked).toHaveLength(1);
  });

  it('does not take a cough for speech that goes on because the VAD is busy', async () => {
    const vad = new LoudnessVad();
    const harness = callHarness({}, null, { vad, stt: new ScriptedStt('') });
    await agentSpeaks(harness);
    await makeSound(harness, 120, true);
    vad.hold();
    await makeSound(harness, 600, false);
    expect(harness.types(1)).not.toContain('playout.cut');
    vad.release();
    await makeSound(harness, 400, false);
    expect(harness.data('caller.dismissed')).toMatchObject([{ why: 'noise' }]);
    expect(harness.types(1)).toContain('playout.resumed');
  });

  it('goes on after a cough that has no words', async () => {
    const harness = hearing(new ScriptedStt(''));
    await agentSpeaks(harness);
    await makeSound(harness, 120, true);
    await makeSound(harness, 500, false);
    expect(harness.data('caller.dismissed')).toMatchObject([{ why: 'noise' }]);
    expect(harness.session.phase).toBe('speaking');
  });

  it('interrupts by few words that are no back-channel', async () => {
    const harness = hearing(new ScriptedStt('Stop.'));
    await agentSpeaks(harness);
    await makeSound(harness, 200, true);
    await makeSound(harness, 500, false);
    expect(harness.responder.last.turn).toMatchObject({ turn: 2, transcript: 'Stop.' });
    expect(harness.data('turn.finished')).toContainEqual({ outcome: 'interrupted' });
  });

  it('never interrupts at sensitivity 0; what was said is answered afterwards', async () => {
    const harness = hearing(new ScriptedStt('And on Sundays?'), { interruptionSensitivity: 0 });
    await agentSpeaks(harness);
    await makeSound(harness, 540, true);
    await makeSound(harness, 400, false);
    expect(harness.responder.asked).toHaveLength(1);
    await harness.pass(LONG_ANSWER.length * 20);
    expect(harness.responder.last.turn).toMatchObject({ turn: 2, transcript: 'And on Sundays?' });
    expect(harness.data('turn.finished')).toContainEqual({ outcome: 'heard' });
  });

  it('cuts at once at sensitivity 1', async () => {
    const harness = hearing(new ScriptedStt('Wait'), { interruptionSensitivity: 1 });
    await agentSpeaks(harness);
    await makeSound(harness, 100, true);
    expect(harness.types(1)).toContain('turn.interrupted');
  });
});
