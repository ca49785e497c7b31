import { describe, expect, it } from 'vitest';
import { isPlausible, joinedLine } from '../../../../common/rules/turns/spoken-words.ts';
import {
  heardText,
  readCall,
  saidText,
  type TurnRecord,
} from '../../../../common/rules/turns/turn-records.ts';
import { EventScript } from '../../../doubles/calls/call-events.ts';

const firstTurn = ({ events }: EventScript): TurnRecord | undefined => readCall(events).turns[0];
const audio = { source: 'audio' } as const;
const final = (text: string) => ({ text, confidence: 0.5, source: 'audio' as const });
const model = { provider: 'openai', model: 'm', purpose: 'turn' } as const;

describe('the log of a turn', () => {
  it('has every moment of an answer', () => {
    const tool = { name: 'look_up', args: {}, builtIn: false, url: 'http://a' };
    const answered = { status: 200, durationMs: 5, answer: '{}', deliveryId: null, message: null };
    const script = new EventScript()
      .add(1, 'caller.speechStarted', 1, audio)
      .add(2, 'caller.stopped', 1, audio)
      .add(3, 'turn.endpointed', 1, {})
      .add(4, 'transcript.final', 1, final('Hi'))
      .add(5, 'request.held', 1, { deliveryId: 'dlv_1' })
      .add(7, 'request.released', 1, { deliveryId: 'dlv_1' })
      .add(8, 'request.sent', 1, { deliveryId: 'dlv_1', url: 'http://a' })
      .add(9, 'response.started', 1, { status: 200, contentType: 'text/plain' })
      .add(10, 'response.line', 1, {
        line: 0,
        text: 'A b.',
        interim: true,
        action: null,
        digits: null,
      })
      .add(11, 'tool.called', 1, { ...tool, call: 0 })
      .add(12, 'tool.called', 1, { ...tool, call: 1 })
      .add(13, 'tool.answered', 1, { ...answered, call: 1, ok: true })
      .add(13, 'tool.answered', 1, { ...answered, call: 7, ok: true })
      .add(14, 'response.ended', 1, { outcome: 'complete' })
      .add(15, 'piece.queued', 1, { piece: 0, text: 'A b.', lines: [0], pauseAfterMs: 380 })
      .add(16, 'synthesis.firstAudio', 1, { piece: 0, engine: 'e', voice: 'v', spoken: 'A bee.' })
      .add(17, 'synthesis.ended', 1, {
        piece: 0,
        durationMs: 90,
        silences: [{ fromMs: 1, toMs: 2 }],
      })
      .add(18, 'playout.started', 1, { piece: 0 })
      .add(19, 'playout.ended', 1, { piece: 0 })
      .add(20, 'ear.heard', 1, { source: 'worklet' })
      .add(21, 'warning', 1, { code: 'http_status', message: 'Silence.' })
      .add(22, 'turn.finished', 1, { outcome: 'heard' });
    expect(firstTurn(script)).toEqual({
      index: 1,
      finishedUs: 22_000,
      caller: { text: 'Hi', confidence: 0.5, source: 'audio', atUs: 4_000 },
      callerStartedUs: 1_000,
      callerStoppedUs: 2_000,
      endpointedUs: 3_000,
      request: { deliveryId: 'dlv_1', url: 'http://a', sentUs: 8_000 },
      heldSinceUs: null,
      heldUs: 2_000,
      response: { status: 200, contentType: 'text/plain', atUs: 9_000 },
      responseEndedUs: 14_000,
      isBrokenOff: false,
      lines: [{ line: 0, atUs: 10_000, text: 'A b.', interim: true }],
      pieces: [
        {
          piece: 0,
          text: 'A b.',
          spoken: 'A bee.',
          lines: [0],
          pauseAfterMs: 380,
          queuedUs: 15_000,
          firstAudioUs: 16_000,
          engine: 'e',
          startedUs: 18_000,
          endedUs: 19_000,
          cutText: null,
          playedMs: null,
          durationMs: 90,
          silences: [{ fromMs: 1, toMs: 2 }],
          holds: [],
        },
      ],
      tools: [
        { called: { ...tool, call: 0 }, calledUs: 11_000, answered: null, answeredUs: null },
        {
          called: { ...tool, call: 1 },
          calledUs: 12_000,
          answered: { ...answered, call: 1, ok: true },
          answeredUs: 13_000,
        },
      ],
      ear: { atUs: 20_000, source: 'worklet' },
      interruptedUs: null,
      outcome: 'heard',
      cutBy: null,
      warnings: [{ code: 'http_status', message: 'Silence.' }],
    });
  });

  it('is of older versions, too, which wrote less', () => {
    const script = new EventScript()
      .typed(1, 0, 'Hi')
      .add(1, 'piece.queued', 1, { piece: 0, text: 'A', lines: [] })
      .add(2, 'synthesis.firstAudio', 1, { piece: 0, engine: 'e', voice: 'v' })
      .add(3, 'synthesis.ended', 1, { piece: 0, durationMs: 5 } as never)
      .add(4, 'playout.ended', 1, { piece: 9 });
    expect(firstTurn(script)?.pieces).toMatchObject([
      { spoken: 'A', pauseAfterMs: null, silences: [], endedUs: null },
    ]);
  });

  it('adds up how often a request was held', () => {
    const deliveryId = 'dlv_1';
    const script = new EventScript()
      .typed(1, 0, 'Hi')
      .add(1, 'request.released', 1, { deliveryId })
      .add(2, 'request.held', 1, { deliveryId })
      .add(5, 'request.released', 1, { deliveryId })
      .add(6, 'request.held', 1, { deliveryId });
    expect(firstTurn(script)).toMatchObject({ heldUs: 3_000, heldSinceUs: 6_000 });
  });

  it('knows when the answer was broken off', () => {
    const script = new EventScript()
      .typed(1, 0, 'Hi')
      .add(1, 'response.ended', 1, { outcome: 'aborted' });
    expect(firstTurn(script)).toMatchObject({ isBrokenOff: true, responseEndedUs: 1_000 });
  });

  it('takes what the caller says after the line for another one', () => {
    const script = new EventScript()
      .typed(1, 1, 'Hi')
      .add(5, 'caller.speechStarted', 1, audio)
      .add(6, 'caller.stopped', 1, audio)
      .add(7, 'turn.endpointed', 1, {})
      .add(8, 'caller.dismissed', 1, { reason: 'noWords' } as never);
    expect(firstTurn(script)).toMatchObject({
      callerStartedUs: 1_000,
      callerStoppedUs: 1_000,
      endpointedUs: 1_000,
    });
  });

  it('forgets a cough, so that its turn never was', () => {
    const script = new EventScript()
      .add(1, 'caller.speechStarted', 1, audio)
      .add(2, 'caller.stopped', 1, audio)
      .add(3, 'turn.endpointed', 1, {});
    expect(firstTurn(script)).toMatchObject({ callerStartedUs: 1_000, endpointedUs: 3_000 });
    script.add(4, 'caller.dismissed', 1, { reason: 'noWords' } as never);
    expect(firstTurn(script)).toBeUndefined();
    script.add(5, 'transcript.final', 1, final('Hi'));
    expect(firstTurn(script)).toMatchObject({
      callerStartedUs: null,
      callerStoppedUs: null,
      endpointedUs: null,
    });
  });

  it('has a greeting without a caller, and turns in order', () => {
    const { events } = new EventScript()
      .typed(2, 1, 'Hi')
      .add(2, 'piece.queued', 0, { piece: 0, text: 'Hello.', lines: [] })
      .add(3, 'warning', 3, { code: 'http_status', message: 'x' });
    expect(readCall(events).turns.map(({ index }) => index)).toEqual([0, 2]);
  });

  it('begins anew when the caller goes on', () => {
    const script = new EventScript()
      .typed(1, 0, 'Hi')
      .add(1, 'request.sent', 1, { deliveryId: null, url: 'http://a' })
      .add(1, 'piece.queued', 1, { piece: 0, text: 'A', lines: [] })
      .add(2, 'caller.wentOn', 1, {} as never);
    expect(firstTurn(script)).toMatchObject({ caller: { text: 'Hi' }, request: null, pieces: [] });
  });

  it('goes by the utterances that a line was made of', () => {
    const said = (utterance: number) => ({ ...audio, utterance });
    const script = new EventScript()
      .add(1, 'caller.speechStarted', 1, said(4))
      .add(2, 'caller.stopped', 1, said(4))
      .add(3, 'turn.endpointed', 1, { utterance: 4 })
      .add(4, 'caller.speechStarted', 2, said(5))
      .add(5, 'caller.stopped', 2, said(5))
      .add(6, 'turn.endpointed', 2, { utterance: 5 });
    const both = new EventScript();
    both.events.push(...script.events);
    both.add(7, 'transcript.final', 2, { ...final('Hi there'), utterances: [4, 5] });
    expect(readCall(both.events).turns.find(({ index }) => index === 2)).toMatchObject({
      callerStartedUs: 1_000,
      callerStoppedUs: 5_000,
      endpointedUs: 6_000,
    });
    const unknown = new EventScript();
    unknown.events.push(...script.events);
    unknown.add(7, 'transcript.final', 2, { ...final('Hi'), utterances: [8] });
    expect(readCall(unknown.events).turns.find(({ index }) => index === 2)).toMatchObject({
      callerStartedUs: 4_000,
      callerStoppedUs: 5_000,
      endpointedUs: 6_000,
    });
    const none = new EventScript().add(1, 'caller.speechStarted', 1, audio);
    none.add(2, 'transcript.final', 1, { ...final('Hi'), utterances: [] });
    expect(firstTurn(none)).toMatchObject({ callerStartedUs: 1_000 });
  });

  it('has holds that end when it goes on or is cut', () => {
    const script = new EventScript()
      .typed(1, 0, 'Hi')
      .add(1, 'piece.queued', 1, { piece: 0, text: 'A b.', lines: [] })
      .add(2, 'playout.resumed', 1, { piece: 0 })
      .add(3, 'playout.started', 1, { piece: 0 })
      .add(4, 'playout.paused', 1, { piece: 0 })
      .add(6, 'playout.resumed', 1, { piece: 0 })
      .add(7, 'playout.resumed', 1, { piece: 0 })
      .add(8, 'playout.paused', 1, { piece: 0 })
      .add(9, 'playout.cut', 1, { piece: 0, playedMs: 0, heardText: 'A' });
    expect(firstTurn(script)?.pieces[0]).toMatchObject({
      startedUs: 3_000,
      endedUs: 9_000,
      playedMs: 0,
      cutText: 'A',
      holds: [
        { fromUs: 4_000, toUs: 6_000 },
        { fromUs: 8_000, toUs: 9_000 },
      ],
    });
  });

  it('is interrupted until it goes on', () => {
    const script = new EventScript().typed(1, 0, 'Hi').add(3, 'turn.interrupted', 1, {} as never);
    expect(firstTurn(script)?.interruptedUs).toBe(3_000);
    script.add(4, 'turn.resumed', 1, {} as never);
    expect(firstTurn(script)?.interruptedUs).toBeNull();
  });

  it.each([
    [{ outcome: 'interrupted' }, false, { outcome: 'interrupted', cutBy: 'caller' }],
    [{ outcome: 'failed' }, false, { outcome: 'failed', cutBy: null }],
    [{ outcome: 'interrupted', cutBy: 'hangUp' }, false, { outcome: 'silent', cutBy: 'hangUp' }],
    [{ outcome: 'interrupted', cutBy: 'hangUp' }, true, { outcome: 'heard', cutBy: 'hangUp' }],
  ] as const)('ends as %j, heard: %s', (finished, heard, ended) => {
    const script = new EventScript()
      .typed(1, 0, 'Hi')
      .add(1, 'piece.queued', 1, { piece: 0, text: 'A', lines: [] })
      .add(1, 'piece.queued', 1, { piece: 1, text: 'B', lines: [] });
    if (heard) script.add(2, 'playout.started', 1, { piece: 0 });
    script.add(3, 'turn.finished', 1, finished);
    expect(firstTurn(script)).toMatchObject(ended);
  });

  it('has what was said, and what of it was heard', () => {
    const script = new EventScript().typed(1, 0, 'Hi');
    for (const [piece, text] of ['A.', 'B.', 'C.', 'D.'].entries()) {
      script.add(1, 'piece.queued', 1, { piece, text, lines: [] });
      if (piece < 3) script.add(2, 'playout.started', 1, { piece });
    }
    script.add(3, 'playout.cut', 1, { piece: 1, playedMs: 5, heardText: '' });
    const turn = firstTurn(script) as TurnRecord;
    expect([saidText(turn), heardText(turn)]).toEqual(['A. B. C. D.', 'A. C.']);
  });
});

it('a call counts what its model used, of whichever turn', () => {
  const { events } = new EventScript()
    .add(0, 'call.ringing', null, {
      direction: 'inbound',
      model: { provider: 'openai', name: 'm' },
    } as never)
    .add(1, 'model.used', 1, { ...model, inputTokens: 5, outputTokens: 2 })
    .add(2, 'model.used', null, { ...model, inputTokens: 7, outputTokens: 3 })
    .add(3, 'tool.called', 1, { call: 0, name: 'x', args: {}, builtIn: true, url: null });
  expect(readCall(events)).toMatchObject({
    model: { provider: 'openai', name: 'm' },
    usage: { inputTokens: 12, outputTokens: 5, toolCalls: 1 },
    ended: null,
    answeredUs: null,
  });
});

describe('words that a recogniser reports', () => {
  it.each([
    ['yes', 100, true],
    ['yes!', 75, true],
    ['yes', 74, false],
    ['Yes, I will.', 200, true],
    ['four and twenty', 300, false],
    ['…', 0, true],
    ['word '.repeat(200), 499, false],
    ['word '.repeat(200), 500, true],
    ['2 2 2 2', 100, true],
    ['2 2 2 2 2', 100, false],
  ])('%j can have been said in %s ms: %s', (text, speechMs, can) => {
    expect(isPlausible(text, speechMs)).toBe(can);
  });

  it.each([
    ['I would like.', 'to book a table.', 'I would like to book a table.'],
    ['I would like...', 'to book.', 'I would like to book.'],
    ['I would like…', 'to book.', 'I would like to book.'],
    ['I would. Like', 'to book.', 'I would. Like to book.'],
    ['I would like.', 'Today I mean.', 'I would like. Today I mean.'],
    ['Is it?', 'yes', 'Is it? yes'],
    [' One ', ' two ', 'One two'],
    ['', ' two', 'two'],
    ['One ', '', 'One'],
    [' ', ' ', ''],
    ['你好', '世界', '你好世界'],
    ['你好', 'world', '你好 world'],
    ['hello', '世界', 'hello 世界'],
    ['你好 ok', '世界', '你好 ok 世界'],
  ])('%j and %j are %j', (first, second, whole) => {
    expect(joinedLine(first, second)).toBe(whole);
  });
});
