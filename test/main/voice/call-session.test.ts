import { describe, expect, it } from 'vitest';
import { callHarness } from '../../doubles/calls/call-harness.ts';
import { LoudnessVad, makeSound, ScriptedStt } from '../../doubles/hearing/scripted-hearing.ts';

/** An answered call without a greeting. */
function answered(profile: Parameters<typeof callHarness>[0] = {}) {
  const harness = callHarness(profile);
  harness.session.answered();
  return harness;
}

const asWritten = (text: string) => ({ text, spoken: text });

describe('a call', () => {
  it('is greeted, at the pace of speech', async () => {
    const harness = callHarness({ greeting: 'Hello there.' });
    harness.session.answered();
    expect(harness.session.phase).toBe('speaking');
    await harness.pass(1_000);
    expect(harness.types(0)).toEqual([
      'piece.queued',
      'synthesis.firstAudio',
      'playout.started',
      'synthesis.ended',
      'playout.ended',
      'turn.finished',
    ]);
    // Twelve letters of 20 ms, one frame each.
    expect(harness.leg.frames).toHaveLength(12);
    expect(harness.atMs('playout.ended') - harness.atMs('playout.started')).toBe(240);
    expect(harness.session.phase).toBe('listening');
  });

  it('speaks an interim line before the final one is there', async () => {
    const harness = answered();
    expect(harness.say('Hi')).toBe(1);
    expect(harness.session.phase).toBe('thinking');
    harness.responder.last.line(0, 'One moment.', { interim: true });
    await harness.pass(100);
    expect(harness.types(1)).toContain('playout.started');
    expect(harness.types(1)).not.toContain('turn.finished');
    await harness.pass(5_000);
    harness.responder.last.line(1, 'Here you are.');
    harness.responder.last.ended('complete');
    await harness.pass(1_000);
    expect(harness.data('piece.queued')).toEqual([
      { piece: 0, ...asWritten('One moment.'), lines: [0], pauseAfterMs: 380 },
      { piece: 1, ...asWritten('Here you are.'), lines: [1], pauseAfterMs: 380 },
    ]);
    expect(harness.data('turn.finished')).toEqual([{ outcome: 'heard' }]);
  });

  it('does not hold up a line that ends inside a sentence for more than 150 ms', async () => {
    const harness = answered();
    harness.say('Hi');
    harness.responder.last.line(0, 'Well', { interim: true });
    await harness.pass(145);
    expect(harness.types()).not.toContain('piece.queued');
    await harness.pass(10);
    expect(harness.data('piece.queued')).toMatchObject([{ piece: 0, text: 'Well', lines: [0] }]);
  });

  it('joins the tokens of a stream into sentences', async () => {
    const harness = answered();
    harness.say('Hi');
    const tokens = ['We', ' open', ' at', ' 3', '.', '30', '.'];
    for (const [n, token] of tokens.entries()) {
      harness.responder.last.line(n, token, { interim: true });
      await harness.pass(20);
    }
    harness.responder.last.line(tokens.length, ' Bye.');
    expect(harness.data('piece.queued').map((piece) => piece.text)).toEqual([
      'We open at 3.30.',
      'Bye.',
    ]);
  });

  it('keeps the blanks and line breaks that a model sends by themselves', async () => {
    const harness = answered({ model: { provider: 'openai', name: 'm' } });
    harness.say('Hi');
    for (const token of [
      'We',
      ' have',
      ' ',
      '3',
      ':',
      '\n\n',
      '-',
      ' a',
      ' tandem',
      '\n',
      '- two',
    ]) {
      harness.responder.last.words(token);
    }
    harness.responder.last.ended('complete');
    await harness.pass(3_000);
    expect(harness.data('piece.queued').map((piece) => piece.text)).toEqual([
      'We have 3:',
      'a tandem',
      'two',
    ]);
  });

  it('tells the handler what was said before, oldest first, without the line itself', async () => {
    const harness = callHarness({ greeting: 'Hello.' });
    harness.session.answered();
    await harness.pass(500);
    harness.say('One');
    harness.responder.last.line(0, 'First.');
    await harness.pass(500);
    harness.say('Two');
    const { history, transcript, turn } = harness.responder.last.turn;
    expect([transcript, turn]).toEqual(['Two', 2]);
    expect(history.map(({ role, content }) => [role, content])).toEqual([
      ['agent', 'Hello.'],
      ['user', 'One'],
      ['agent', 'First.'],
    ]);
    expect(history.every((entry) => Number.isInteger(entry.atMs))).toBe(true);
  });
});

describe('barge-in by a typed line', () => {
  it('cuts the agent at once; only what was heard is in the transcript', async () => {
    const harness = answered();
    harness.say('Hi');
    harness.responder.last.line(0, 'One two three four five six.', { interim: true });
    await harness.pass(300);
    expect(harness.say('Stop')).toBe(2);
    const [first, second] = harness.responder.asked;
    expect(first?.signal.aborted).toBe(true);
    expect(second?.signal.aborted).toBe(false);
    expect(harness.leg.clears).toBe(1);
    expect(harness.data('playout.cut')).toEqual([
      { piece: 0, playedMs: expect.closeTo(300, -2), heardText: 'One two three' },
    ]);
    expect(harness.data('response.ended')).toEqual([{ outcome: 'aborted' }]);
    expect(harness.data('turn.finished')).toEqual([{ outcome: 'interrupted' }]);
    expect(second?.turn.history.at(-1)).toMatchObject({ role: 'agent', content: 'One two three' });
    const frames = harness.leg.frames.length;
    await harness.pass(1_000);
    expect(harness.leg.frames).toHaveLength(frames);
  });

  it('drops what still trickles in for the old turn', async () => {
    const harness = answered();
    harness.say('One');
    harness.say('Two');
    const [first, second] = harness.responder.asked;
    const before = harness.seen.length;
    first?.line(0, 'Too late.');
    first?.note('warning', { code: 'timeout', message: 'late' });
    first?.ended('failed');
    expect(harness.seen).toHaveLength(before);
    second?.line(0, 'In time.');
    await harness.pass(1_000);
    expect(harness.data('piece.queued').map((piece) => piece.text)).toEqual(['In time.']);
  });

  it('forgets a hang-up that the caller did not wait for', async () => {
    const harness = answered();
    harness.say('Bye');
    harness.responder.last.line(0, 'Goodbye then, have a nice day.', { action: 'hangup' });
    await harness.pass(100);
    harness.say('Wait!');
    await harness.pass(2_000);
    expect(harness.ends).toEqual([]);
  });
});

describe('a caller who is heard', () => {
  it('pauses the agent while speaking, and is answered afterwards', async () => {
    const harness = callHarness({ greeting: 'Hello, this is a long greeting for you.' });
    harness.session.answered();
    await harness.pass(200);
    const frames = harness.leg.frames.length;
    expect(harness.say('Excuse me', 'synthesised')).toBe(1);
    await harness.pass(150);
    expect(harness.leg.frames).toHaveLength(frames);
    expect(harness.types(0)).toContain('playout.paused');
    expect(harness.responder.asked).toHaveLength(0);
    await harness.pass(100);
    expect(harness.responder.last.turn.transcript).toBe('Excuse me');
    expect(harness.atMs('caller.stopped') - harness.atMs('caller.speechStarted')).toBe(180);
    expect(harness.data('turn.finished')).toEqual([{ outcome: 'interrupted' }]);
  });

  it('says lines one after the other, each with its own turn', async () => {
    const harness = answered();
    expect(harness.say('First line', 'synthesised')).toBe(1);
    expect(harness.say('Second', 'synthesised')).toBe(2);
    expect(harness.say('Typed meanwhile')).toBe(3);
    await harness.pass(1_000);
    expect(harness.responder.asked.map(({ turn }) => [turn.turn, turn.transcript])).toEqual([
      [1, 'First line'],
      [2, 'Second'],
      [3, 'Typed meanwhile'],
    ]);
    expect(harness.atMs('caller.stopped', 2) - harness.atMs('caller.speechStarted', 2)).toBe(120);
  });

  it('is understood also when the line cannot be made audible', async () => {
    const harness = answered();
    harness.tts.unspeakable.add('Second');
    harness.say('First line', 'synthesised');
    harness.say('Second', 'synthesised');
    await harness.pass(1_000);
    expect(harness.data('transcript.final').map(({ text }) => text)).toEqual([
      'First line',
      'Second',
    ]);
  });
});

describe('a turn that goes wrong', () => {
  it('is silence, and the call stays up', async () => {
    const harness = answered();
    harness.say('Hi');
    harness.responder.last.note('warning', {
      code: 'unreachable',
      message: 'Nobody listens there.',
    });
    harness.responder.last.ended('failed');
    await harness.pass(100);
    expect(harness.data('warning')).toEqual([
      { code: 'unreachable', message: 'Nobody listens there.' },
    ]);
    expect(harness.data('turn.finished')).toEqual([{ outcome: 'failed' }]);
    expect([harness.leg.frames.length, harness.ends.length]).toEqual([0, 0]);
    expect(harness.say('Still there?')).toBe(2);
  });

  it('says what it can: a sentence that cannot be spoken is skipped with a warning', async () => {
    const harness = answered();
    harness.tts.unspeakable.add('Bad.');
    harness.say('Hi');
    harness.responder.last.line(0, 'Bad. Good.');
    await harness.pass(1_000);
    expect(harness.data('synthesis.failed')).toEqual([{ piece: 0, message: 'No voice today.' }]);
    expect(harness.data('warning')).toMatchObject([{ code: 'speech_failed' }]);
    expect(harness.data('playout.started')).toEqual([{ piece: 1 }]);
    expect(harness.data('turn.finished')).toEqual([{ outcome: 'heard' }]);
  });

  it('that says only what no voice can say is silent', async () => {
    const harness = answered();
    harness.say('Hi');
    harness.responder.last.line(0, '👍 …');
    await harness.pass(200);
    expect(harness.data('turn.finished')).toEqual([{ outcome: 'silent' }]);
  });

  it('tells once that another voice speaks', async () => {
    const harness = callHarness({ greeting: 'Hello. Again.' });
    harness.tts.substituted = true;
    harness.session.answered();
    await harness.pass(1_000);
    expect(harness.data('warning').map(({ code }) => code)).toEqual(['voice_substituted']);
  });

  it('asks for a transfer that is not set up: the call goes on with a warning', async () => {
    const harness = answered();
    harness.say('Human!');
    harness.responder.last.line(0, 'One moment.', { action: 'transfer' });
    await harness.pass(1_000);
    expect(harness.data('warning')).toMatchObject([
      { code: 'transfer_unset', message: expect.stringContaining('transferNumber') },
    ]);
    expect(harness.ends).toEqual([]);
    expect(harness.session.phase).toBe('listening');
  });
});

describe('an end', () => {
  it('comes after everything was spoken when the agent hangs up', async () => {
    const harness = answered();
    harness.say('Bye');
    harness.responder.last.line(0, 'Goodbye.', { action: 'hangup' });
    await harness.pass(100);
    expect(harness.ends).toEqual([]);
    await harness.pass(100);
    expect(harness.ends).toEqual([{ reason: 'agent_hangup', status: 'completed' }]);
    expect(harness.leg.frames).toHaveLength(8);
    expect(harness.leg.hungUp).toBe(1);
    expect(harness.types().at(-1)).toBe('call.ended');
  });

  it('comes with the transfer, after the words before it', async () => {
    const harness = answered({ transferNumber: '+14155550199' });
    harness.say('Human!');
    harness.responder.last.line(0, 'Bye.', { action: 'transfer' });
    await harness.pass(500);
    expect(harness.data('call.transferred')).toEqual([{ to: '+14155550199' }]);
    expect(harness.ends).toEqual([{ reason: 'call_transfer', status: 'completed' }]);
  });

  it('comes after silence; speech of either side and keys start the time anew', async () => {
    const harness = answered({ maxSilenceMs: 10_000 });
    await harness.pass(9_000);
    harness.session.dtmf('1');
    await harness.pass(9_000);
    harness.say('Hi');
    await harness.pass(20_000);
    expect(harness.ends).toEqual([]);
    harness.responder.last.line(0, 'Hello.');
    await harness.pass(9_900);
    expect(harness.ends).toEqual([]);
    await harness.pass(500);
    expect(harness.ends).toEqual([{ reason: 'inactivity', status: 'completed' }]);
  });

  it('comes after silence also when a cough was all there was to hear', async () => {
    const harness = callHarness({ maxSilenceMs: 10_000 }, null, {
      vad: new LoudnessVad(),
      stt: new ScriptedStt(''),
    });
    harness.session.answered();
    await makeSound(harness, 200, true);
    await makeSound(harness, 500, false);
    expect(harness.data('caller.dismissed')).toMatchObject([{ why: 'noise' }]);
    await harness.pass(10_000);
    expect(harness.ends).toEqual([{ reason: 'inactivity', status: 'completed' }]);
  });

  it('comes at the longest duration, whatever goes on', async () => {
    const harness = answered({ maxDurationMs: 5_000 });
    harness.say('Hi');
    harness.responder.last.line(0, 'word '.repeat(300));
    await harness.pass(5_001);
    expect(harness.ends).toEqual([{ reason: 'max_duration_reached', status: 'completed' }]);
  });

  it('in the middle of everything leaves nothing running and nothing unwritten', async () => {
    const harness = answered();
    harness.say('Hi');
    harness.responder.last.line(0, 'A sentence that goes on for a while.', { interim: true });
    await harness.pass(200);
    harness.say('And this', 'synthesised');
    harness.session.hangUp('user_hangup');
    const { length } = harness.seen;
    expect(harness.responder.last.signal.aborted).toBe(true);
    harness.responder.last.line(1, 'Too late.');
    harness.responder.last.ended('complete');
    expect(() => harness.session.hangUp('user_hangup')).not.toThrow();
    harness.session.dtmf('1');
    harness.session.heard(3, 10, 'worklet');
    await harness.pass(700_000);
    expect(harness.seen).toHaveLength(length);
    expect(harness.stored).toEqual(harness.seen);
    expect(harness.ends).toHaveLength(1);
  });

  it('before the answer is a call that failed', () => {
    const harness = callHarness({ direction: 'outbound' });
    harness.session.hangUp('dial_busy');
    expect(harness.ends).toEqual([{ reason: 'dial_busy', status: 'failed' }]);
    expect(harness.types()).toEqual(['call.ringing', 'call.ended']);
  });
});

describe('a voicemail', () => {
  it('is told the message and hung up on', async () => {
    const harness = callHarness({ greeting: 'Hello.', voicemailMessage: 'Call me.' });
    harness.session.answered('voicemail');
    await harness.pass(500);
    expect(harness.data('piece.queued').map(({ text }) => text)).toEqual(['Call me.']);
    expect(harness.ends).toEqual([{ reason: 'voicemail_reached', status: 'completed' }]);
  });

  it('is hung up on at once when there is no message', () => {
    const harness = callHarness({ greeting: 'Hello.' });
    harness.session.answered('voicemail');
    expect(harness.ends).toEqual([{ reason: 'voicemail_reached', status: 'completed' }]);
    expect(harness.leg.frames).toEqual([]);
  });
});

describe('keys', () => {
  it('are pressed into the call, and noted both ways', () => {
    const harness = answered();
    harness.say('Menu');
    harness.responder.last.line(0, '', { digits: '12#', interim: true });
    harness.session.dtmf('9');
    expect(harness.leg.digits).toEqual(['12#']);
    expect(harness.data('dtmf.sent')).toEqual([{ digits: '12#' }]);
    expect(harness.data('dtmf.received')).toEqual([{ digits: '9' }]);
  });
});
