import { describe, expect, it } from 'vitest';
import { callWorld } from '../../doubles/calls/call-world.ts';
import { LoudnessVad, makeSound, ScriptedStt } from '../../doubles/hearing/scripted-hearing.ts';

/** A call that was answered without a greeting. */
function answered(profile: Parameters<typeof callWorld>[0] = {}) {
  const world = callWorld(profile);
  world.session.answered();
  return world;
}

const asWritten = (text: string) => ({ text, spoken: text });

describe('a call', () => {
  it('is greeted, at the pace of speech', async () => {
    const world = callWorld({ greeting: 'Hello there.' });
    world.session.answered();
    expect(world.session.phase).toBe('speaking');
    await world.pass(1_000);
    expect(world.types(0)).toEqual([
      'piece.queued',
      'synthesis.firstAudio',
      'playout.started',
      'synthesis.ended',
      'playout.ended',
      'turn.finished',
    ]);
    // Twelve letters of 20 ms, one frame each.
    expect(world.leg.frames).toHaveLength(12);
    expect(world.atMs('playout.ended') - world.atMs('playout.started')).toBe(240);
    expect(world.session.phase).toBe('listening');
  });

  it('speaks an interim line before the final one is there', async () => {
    const world = answered();
    expect(world.say('Hi')).toBe(1);
    expect(world.session.phase).toBe('thinking');
    world.responder.last.line(0, 'One moment.', { interim: true });
    await world.pass(100);
    expect(world.types(1)).toContain('playout.started');
    expect(world.types(1)).not.toContain('turn.finished');
    await world.pass(5_000);
    world.responder.last.line(1, 'Here you are.');
    world.responder.last.ended('complete');
    await world.pass(1_000);
    expect(world.data('piece.queued')).toEqual([
      { piece: 0, ...asWritten('One moment.'), lines: [0], pauseAfterMs: 380 },
      { piece: 1, ...asWritten('Here you are.'), lines: [1], pauseAfterMs: 380 },
    ]);
    expect(world.data('turn.finished')).toEqual([{ outcome: 'heard' }]);
  });

  it('does not hold up a line that ends inside a sentence for more than 150 ms', async () => {
    const world = answered();
    world.say('Hi');
    world.responder.last.line(0, 'Well', { interim: true });
    await world.pass(145);
    expect(world.types()).not.toContain('piece.queued');
    await world.pass(10);
    expect(world.data('piece.queued')).toMatchObject([{ piece: 0, text: 'Well', lines: [0] }]);
  });

  it('joins the tokens of a stream into sentences', async () => {
    const world = answered();
    world.say('Hi');
    const tokens = ['We', ' open', ' at', ' 3', '.', '30', '.'];
    for (const [n, token] of tokens.entries()) {
      world.responder.last.line(n, token, { interim: true });
      await world.pass(20);
    }
    world.responder.last.line(tokens.length, ' Bye.');
    expect(world.data('piece.queued').map((piece) => piece.text)).toEqual([
      'We open at 3.30.',
      'Bye.',
    ]);
  });

  it('keeps the blanks and line breaks that a model sends by themselves', async () => {
    const world = answered({ model: { provider: 'openai', name: 'm' } });
    world.say('Hi');
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
      world.responder.last.words(token);
    }
    world.responder.last.ended('complete');
    await world.pass(3_000);
    expect(world.data('piece.queued').map((piece) => piece.text)).toEqual([
      'We have 3:',
      'a tandem',
      'two',
    ]);
  });

  it('tells the handler what was said before, oldest first, without the line itself', async () => {
    const world = callWorld({ greeting: 'Hello.' });
    world.session.answered();
    await world.pass(500);
    world.say('One');
    world.responder.last.line(0, 'First.');
    await world.pass(500);
    world.say('Two');
    const { history, transcript, turn } = world.responder.last.turn;
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
    const world = answered();
    world.say('Hi');
    world.responder.last.line(0, 'One two three four five six.', { interim: true });
    await world.pass(300);
    expect(world.say('Stop')).toBe(2);
    const [first, second] = world.responder.asked;
    expect(first?.signal.aborted).toBe(true);
    expect(second?.signal.aborted).toBe(false);
    expect(world.leg.clears).toBe(1);
    expect(world.data('playout.cut')).toEqual([
      { piece: 0, playedMs: expect.closeTo(300, -2), heardText: 'One two three' },
    ]);
    expect(world.data('response.ended')).toEqual([{ outcome: 'aborted' }]);
    expect(world.data('turn.finished')).toEqual([{ outcome: 'interrupted' }]);
    expect(second?.turn.history.at(-1)).toMatchObject({ role: 'agent', content: 'One two three' });
    const frames = world.leg.frames.length;
    await world.pass(1_000);
    expect(world.leg.frames).toHaveLength(frames);
  });

  it('drops what still trickles in for the old turn', async () => {
    const world = answered();
    world.say('One');
    world.say('Two');
    const [first, second] = world.responder.asked;
    const before = world.seen.length;
    first?.line(0, 'Too late.');
    first?.warning({ code: 'timeout', message: 'late' });
    first?.ended('failed');
    expect(world.seen).toHaveLength(before);
    second?.line(0, 'In time.');
    await world.pass(1_000);
    expect(world.data('piece.queued').map((piece) => piece.text)).toEqual(['In time.']);
  });

  it('forgets a hang-up that the caller did not wait for', async () => {
    const world = answered();
    world.say('Bye');
    world.responder.last.line(0, 'Goodbye then, have a nice day.', { action: 'hangup' });
    await world.pass(100);
    world.say('Wait!');
    await world.pass(2_000);
    expect(world.ends).toEqual([]);
  });
});

describe('a caller who is heard', () => {
  it('pauses the agent while speaking, and is answered afterwards', async () => {
    const world = callWorld({ greeting: 'Hello, this is a long greeting for you.' });
    world.session.answered();
    await world.pass(200);
    const frames = world.leg.frames.length;
    expect(world.say('Excuse me', 'synthesised')).toBe(1);
    await world.pass(150);
    expect(world.leg.frames).toHaveLength(frames);
    expect(world.types(0)).toContain('playout.paused');
    expect(world.responder.asked).toHaveLength(0);
    await world.pass(100);
    expect(world.responder.last.turn.transcript).toBe('Excuse me');
    expect(world.atMs('caller.stopped') - world.atMs('caller.speechStarted')).toBe(180);
    expect(world.data('turn.finished')).toEqual([{ outcome: 'interrupted' }]);
  });

  it('says lines one after the other, each with its own turn', async () => {
    const world = answered();
    expect(world.say('First line', 'synthesised')).toBe(1);
    expect(world.say('Second', 'synthesised')).toBe(2);
    expect(world.say('Typed meanwhile')).toBe(3);
    await world.pass(1_000);
    expect(world.responder.asked.map(({ turn }) => [turn.turn, turn.transcript])).toEqual([
      [1, 'First line'],
      [2, 'Second'],
      [3, 'Typed meanwhile'],
    ]);
    expect(world.atMs('caller.stopped', 2) - world.atMs('caller.speechStarted', 2)).toBe(120);
  });

  it('is understood also when the line cannot be made audible', async () => {
    const world = answered();
    world.tts.unspeakable.add('Second');
    world.say('First line', 'synthesised');
    world.say('Second', 'synthesised');
    await world.pass(1_000);
    expect(world.data('transcript.final').map(({ text }) => text)).toEqual([
      'First line',
      'Second',
    ]);
  });
});

describe('a turn that goes wrong', () => {
  it('is silence, and the call stays up', async () => {
    const world = answered();
    world.say('Hi');
    world.responder.last.warning({ code: 'unreachable', message: 'Nobody listens there.' });
    world.responder.last.ended('failed');
    await world.pass(100);
    expect(world.data('warning')).toEqual([
      { code: 'unreachable', message: 'Nobody listens there.' },
    ]);
    expect(world.data('turn.finished')).toEqual([{ outcome: 'failed' }]);
    expect([world.leg.frames.length, world.ends.length]).toEqual([0, 0]);
    expect(world.say('Still there?')).toBe(2);
  });

  it('says what it can: a sentence that cannot be spoken is skipped with a warning', async () => {
    const world = answered();
    world.tts.unspeakable.add('Bad.');
    world.say('Hi');
    world.responder.last.line(0, 'Bad. Good.');
    await world.pass(1_000);
    expect(world.data('synthesis.failed')).toEqual([{ piece: 0, message: 'No voice today.' }]);
    expect(world.data('warning')).toMatchObject([{ code: 'speech_failed' }]);
    expect(world.data('playout.started')).toEqual([{ piece: 1 }]);
    expect(world.data('turn.finished')).toEqual([{ outcome: 'heard' }]);
  });

  it('that says only what no voice can say is silent', async () => {
    const world = answered();
    world.say('Hi');
    world.responder.last.line(0, '👍 …');
    await world.pass(200);
    expect(world.data('turn.finished')).toEqual([{ outcome: 'silent' }]);
  });

  it('tells once that another voice speaks', async () => {
    const world = callWorld({ greeting: 'Hello. Again.' });
    world.tts.substituted = true;
    world.session.answered();
    await world.pass(1_000);
    expect(world.data('warning').map(({ code }) => code)).toEqual(['voice_substituted']);
  });

  it('asks for a transfer that is not set up: the call goes on with a warning', async () => {
    const world = answered();
    world.say('Human!');
    world.responder.last.line(0, 'One moment.', { action: 'transfer' });
    await world.pass(1_000);
    expect(world.data('warning')).toMatchObject([
      { code: 'transfer_unset', message: expect.stringContaining('transferNumber') },
    ]);
    expect(world.ends).toEqual([]);
    expect(world.session.phase).toBe('listening');
  });
});

describe('an end', () => {
  it('comes after everything was spoken when the agent hangs up', async () => {
    const world = answered();
    world.say('Bye');
    world.responder.last.line(0, 'Goodbye.', { action: 'hangup' });
    await world.pass(100);
    expect(world.ends).toEqual([]);
    await world.pass(100);
    expect(world.ends).toEqual([{ reason: 'agent_hangup', status: 'completed' }]);
    expect(world.leg.frames).toHaveLength(8);
    expect(world.leg.hungUp).toBe(1);
    expect(world.types().at(-1)).toBe('call.ended');
  });

  it('comes with the transfer, after the words before it', async () => {
    const world = answered({ transferNumber: '+14155550199' });
    world.say('Human!');
    world.responder.last.line(0, 'Bye.', { action: 'transfer' });
    await world.pass(500);
    expect(world.data('call.transferred')).toEqual([{ to: '+14155550199' }]);
    expect(world.ends).toEqual([{ reason: 'call_transfer', status: 'completed' }]);
  });

  it('comes after silence; speech of either side and keys start the time anew', async () => {
    const world = answered({ maxSilenceMs: 10_000 });
    await world.pass(9_000);
    world.session.dtmf('1');
    await world.pass(9_000);
    world.say('Hi');
    await world.pass(20_000);
    expect(world.ends).toEqual([]);
    world.responder.last.line(0, 'Hello.');
    await world.pass(9_900);
    expect(world.ends).toEqual([]);
    await world.pass(500);
    expect(world.ends).toEqual([{ reason: 'inactivity', status: 'completed' }]);
  });

  it('comes after silence also when a cough was all there was to hear', async () => {
    const world = callWorld({ maxSilenceMs: 10_000 }, null, {
      vad: new LoudnessVad(),
      stt: new ScriptedStt(''),
    });
    world.session.answered();
    await makeSound(world, 200, true);
    await makeSound(world, 500, false);
    expect(world.data('caller.dismissed')).toMatchObject([{ why: 'noise' }]);
    await world.pass(10_000);
    expect(world.ends).toEqual([{ reason: 'inactivity', status: 'completed' }]);
  });

  it('comes at the longest duration, whatever goes on', async () => {
    const world = answered({ maxDurationMs: 5_000 });
    world.say('Hi');
    world.responder.last.line(0, 'word '.repeat(300));
    await world.pass(5_001);
    expect(world.ends).toEqual([{ reason: 'max_duration_reached', status: 'completed' }]);
  });

  it('in the middle of everything leaves nothing running and nothing unwritten', async () => {
    const world = answered();
    world.say('Hi');
    world.responder.last.line(0, 'A sentence that goes on for a while.', { interim: true });
    await world.pass(200);
    world.say('And this', 'synthesised');
    world.session.hangUp('user_hangup');
    const { length } = world.seen;
    expect(world.responder.last.signal.aborted).toBe(true);
    world.responder.last.line(1, 'Too late.');
    world.responder.last.ended('complete');
    expect(() => world.session.hangUp('user_hangup')).not.toThrow();
    world.session.dtmf('1');
    world.session.heard(3, 10, 'worklet');
    await world.pass(700_000);
    expect(world.seen).toHaveLength(length);
    expect(world.stored).toEqual(world.seen);
    expect(world.ends).toHaveLength(1);
  });

  it('before the answer is a call that failed', () => {
    const world = callWorld({ direction: 'outbound' });
    world.session.hangUp('dial_busy');
    expect(world.ends).toEqual([{ reason: 'dial_busy', status: 'failed' }]);
    expect(world.types()).toEqual(['call.ringing', 'call.ended']);
  });
});

describe('a voicemail', () => {
  it('is told the message and hung up on', async () => {
    const world = callWorld({ greeting: 'Hello.', voicemailMessage: 'Call me.' });
    world.session.answered('voicemail');
    await world.pass(500);
    expect(world.data('piece.queued').map(({ text }) => text)).toEqual(['Call me.']);
    expect(world.ends).toEqual([{ reason: 'voicemail_reached', status: 'completed' }]);
  });

  it('is hung up on at once when there is no message', () => {
    const world = callWorld({ greeting: 'Hello.' });
    world.session.answered('voicemail');
    expect(world.ends).toEqual([{ reason: 'voicemail_reached', status: 'completed' }]);
    expect(world.leg.frames).toEqual([]);
  });
});

describe('keys', () => {
  it('are pressed into the call, and noted both ways', () => {
    const world = answered();
    world.say('Menu');
    world.responder.last.line(0, '', { digits: '12#', interim: true });
    world.session.dtmf('9');
    expect(world.leg.digits).toEqual(['12#']);
    expect(world.data('dtmf.sent')).toEqual([{ digits: '12#' }]);
    expect(world.data('dtmf.received')).toEqual([{ digits: '9' }]);
  });
});
