import { describe, expect, it } from 'vitest';
import { buildTimeline } from '../../../common/rules/timeline/timeline.ts';
import { callItems, restOf } from '../../../renderer/call/call-items.ts';
import { log } from '../state/live-fixtures.ts';

const greeting = log(
  [0, 'call.ringing', null, { direction: 'inbound' }],
  [10, 'call.answered', null, { greeting: 'Hello.' }],
  [11, 'piece.queued', 0, { piece: 0, text: 'Hello.', lines: [] }],
  [20, 'playout.started', 0, { piece: 0 }],
);

describe('the conversation of a call', () => {
  it('shows what was heard and what is still to come while the agent speaks', () => {
    const events = [
      ...greeting,
      ...log([25, 'piece.queued', 0, { piece: 1, text: 'How are you?', lines: [] }]),
    ];
    const [item] = callItems(buildTimeline('call_a', events), events, false);
    expect(item).toMatchObject({
      kind: 'agent',
      heard: 'Hello.',
      rest: 'How are you?',
      open: true,
    });
  });

  it('tells of an interruption: what was not heard, and after how long', () => {
    const events = log(
      [1_000, 'caller.stopped', 1, { source: 'typed' }],
      [1_000, 'transcript.final', 1, { text: 'And tandems?', confidence: 1, source: 'typed' }],
      [1_005, 'request.sent', 1, { deliveryId: 'dlv_1', url: 'http://127.0.0.1:3000/hook' }],
      [
        1_020,
        'response.line',
        1,
        { line: 1, text: 'x', interim: true, action: null, digits: null },
      ],
      [1_021, 'piece.queued', 1, { piece: 1, text: 'We do! Two tandems.', lines: [1] }],
      [1_100, 'playout.started', 1, { piece: 1 }],
      [1_900, 'playout.cut', 1, { piece: 1, playedMs: 800, heardText: 'We do!' }],
      [1_900, 'turn.interrupted', 1, {}],
      [1_901, 'turn.finished', 1, { outcome: 'interrupted' }],
      [2_000, 'dtmf.received', null, { digits: '5' }],
      [2_900, 'dtmf.received', null, { digits: '0' }],
      [4_400, 'dtmf.received', null, { digits: '1#' }],
    );
    const items = callItems(buildTimeline('call_a', events), events, false);
    expect(items.map((item) => item.kind)).toEqual(['caller', 'agent', 'note', 'note']);
    expect(items[1]).toMatchObject({
      heard: 'We do!',
      rest: 'Two tandems.',
      open: false,
      interimFirst: true,
      interruptedAfterMs: 800,
      deliveryId: 'dlv_1',
    });
    expect(items[2]).toMatchObject({ text: 'Caller pressed 5 0' });
    expect(items[3]).toMatchObject({ text: 'Caller pressed 1 #' });
  });

  it('tells a hang-up from an interruption', () => {
    const events = [
      ...greeting,
      ...log(
        [800, 'playout.cut', 0, { piece: 0, playedMs: 780, heardText: 'Hello.' }],
        [800, 'turn.interrupted', 0, {}],
        [800, 'turn.finished', 0, { outcome: 'heard', cutBy: 'hangUp' }],
        [800, 'call.ended', null, { reason: 'user_hangup', status: 'completed' }],
      ),
    ];
    const [item] = callItems(buildTimeline('call_a', events), events, true);
    expect(item).toMatchObject({ cutBy: 'hangUp', outcome: 'heard', interruptedAfterMs: 780 });
  });

  it('tells what the caller did with their telephone', () => {
    const events = [
      ...greeting,
      ...log(
        [100, 'phone.set', null, { muted: true }],
        [200, 'phone.set', null, { muted: false }],
        [300, 'phone.set', null, { held: true }],
        [400, 'phone.set', null, { held: false }],
        [500, 'phone.set', null, { line: 'telephone' }],
      ),
    ];
    const items = callItems(buildTimeline('call_a', events), events, false);
    expect(items.flatMap((item) => (item.kind === 'note' ? [item.text] : []))).toEqual([
      'The caller is muted',
      'The caller is heard again',
      'On hold: the caller hears nothing',
      'The call goes on',
      'The line is now: telephone',
    ]);
  });

  it('tells of an echo that was kept from being taken for the caller', () => {
    const echo = { durationMs: 4_200, levelDb: -29.6, delayMs: 204.5 };
    const events = [...greeting, ...log([5_000, 'echo.suppressed', null, echo])];
    expect(callItems(buildTimeline('call_a', events), events, false).at(-1)).toMatchObject({
      kind: 'note',
      atMs: 5_000,
      text: 'Echo of the agent kept out: 30 dB quieter, 205 ms later',
    });
  });

  it('shows the tools of a hosted turn above the words that came of them', () => {
    const called = { args: { day: 'Sunday' }, builtIn: false, url: 'http://127.0.0.1:3000/free' };
    const answered = { ok: true, status: 200, durationMs: 4, deliveryId: 'dlv_9', message: null };
    const events = log(
      [1_000, 'caller.stopped', 1, { source: 'typed' }],
      [1_000, 'transcript.final', 1, { text: 'Sunday?', confidence: 1, source: 'typed' }],
      [1_001, 'request.sent', 1, { deliveryId: null, url: 'http://127.0.0.1:11434/v1' }],
      [1_010, 'tool.called', 1, { call: 0, name: 'check_day', ...called }],
      [1_014, 'tool.answered', 1, { call: 0, ...answered, answer: '{"free":true}' }],
      [1_020, 'tool.called', 1, { call: 1, name: 'hang_up', ...called, builtIn: true, url: null }],
      [
        1_030,
        'response.line',
        1,
        { line: 1, text: 'Sunday is', interim: true, action: null, digits: null },
      ],
      [
        1_031,
        'response.line',
        1,
        { line: 2, text: 'free.', interim: false, action: null, digits: null },
      ],
      [1_032, 'piece.queued', 1, { piece: 0, text: 'Sunday is free.', lines: [1, 2] }],
    );
    const items = callItems(buildTimeline('call_a', events), events, false);
    expect(items.map((item) => item.kind)).toEqual(['caller', 'tool', 'tool', 'agent']);
    expect(items[1]).toMatchObject({
      tool: { name: 'check_day', args: { day: 'Sunday' }, ok: true, answer: '{"free":true}' },
    });
    expect(items[2]).toMatchObject({ tool: { name: 'hang_up', ok: null, endMs: null } });
    // A model's words are not lines of a stream.
    expect(items[3]).toMatchObject({ lineCount: 0, interimFirst: false });
  });

  it('leaves it to the head of the call to say that no model is linked', () => {
    const events = [
      ...greeting,
      ...log(
        [21, 'warning', null, { code: 'no_model', message: 'No model.' }],
        [22, 'warning', null, { code: 'no_recogniser', message: 'Nothing hears.' }],
      ),
    ];
    const items = callItems(buildTimeline('call_a', events), events, false);
    expect(items.flatMap((item) => (item.kind === 'note' ? [item.text] : []))).toEqual([
      'Nothing hears.',
    ]);
  });

  it('tells what the network did to the sound of the caller', () => {
    const clean = { lateMs: 0, reordered: 0, stalls: 0 };
    const events = [
      ...greeting,
      ...log(
        [900, 'line.stalled', null, { durationMs: 350 }],
        [2_000, 'line.quality', null, { lostMs: 1_240, lateMs: 40, reordered: 1, stalls: 2 }],
        [2_001, 'line.quality', null, { ...clean, lostMs: 20 }],
      ),
    ];
    const items = callItems(buildTimeline('call_a', events), events, true);
    expect(items.flatMap((item) => (item.kind === 'note' ? [item.text] : []))).toEqual([
      'The line stalled: no sound of the caller for 350 ms',
      "The caller's line: 1240 ms of sound lost, 40 ms too late, 1 frame out of order, 2 stalls",
      "The caller's line: 20 ms of sound lost",
    ]);
  });

  it('keeps a line above its answer when both carry the same instant', () => {
    const events = log(
      [1_000, 'caller.stopped', 1, { source: 'typed' }],
      [1_000, 'transcript.final', 1, { text: 'Hi', confidence: 1, source: 'typed' }],
      [1_000, 'request.sent', 1, { deliveryId: 'dlv_1', url: 'http://127.0.0.1:3000/hook' }],
    );
    const items = callItems(buildTimeline('call_a', events), events, false);
    expect(items.map((item) => item.kind)).toEqual(['caller', 'agent']);
  });

  it('shows a silent turn with its reason', () => {
    const events = log(
      [1_000, 'caller.stopped', 1, { source: 'typed' }],
      [1_000, 'transcript.final', 1, { text: 'Hi', confidence: 1, source: 'typed' }],
      [1_001, 'request.sent', 1, { deliveryId: 'dlv_1', url: 'http://127.0.0.1:3000/hook' }],
      [1_002, 'warning', 1, { code: 'unreachable', message: 'Nothing listens there.' }],
      [1_003, 'turn.finished', 1, { outcome: 'silent' }],
    );
    expect(callItems(buildTimeline('call_a', events), events, true)[1]).toMatchObject({
      heard: '',
      rest: '',
      outcome: 'silent',
      warnings: [{ code: 'unreachable', message: 'Nothing listens there.' }],
    });
  });

  it('claims no rest when what was heard is no beginning of what was said', () => {
    expect(restOf({ heard: 'Other', said: 'Words' })).toBe('');
  });

  it('leads from an answer to what its model saw, and from one of a webhook to its request', () => {
    const answered = (deliveryId: string | null) =>
      log(
        [1_000, 'transcript.final', 1, { text: 'Hi.', confidence: 1, source: 'typed' }],
        [1_005, 'request.sent', 1, { deliveryId, url: 'http://127.0.0.1:3000/' }],
      );
    const agentOf = (events: ReturnType<typeof log>) =>
      callItems(buildTimeline('call_a', events), events, true).find(({ kind }) => kind === 'agent');
    expect(agentOf(answered(null))).toMatchObject({ asksModel: true });
    expect(agentOf(answered('dlv_1'))).toMatchObject({ asksModel: false });
  });
});
