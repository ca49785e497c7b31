import { describe, expect, it } from 'vitest';
import { buildTimeline } from '../../../common/rules/timeline/timeline.ts';
import { chartModel } from '../../../renderer/timeline/chart/chart-model.ts';
import { EventScript } from '../../doubles/calls/call-events.ts';
import { hostedScript, wordedScript } from '../../doubles/calls/timeline-turns.ts';

const modelOf = ({ events }: EventScript) => chartModel(buildTimeline('call_1', events), events);

/** A turn of two lines; the second was never spoken. */
function spokenTurn(): EventScript {
  const line = { interim: true, action: null, digits: null };
  return new EventScript()
    .add(100, 'caller.speechStarted', 1, { source: 'audio' })
    .add(300, 'transcript.partial', 1, { text: 'Do you' })
    .add(900, 'caller.stopped', 1, { source: 'audio' })
    .add(1_100, 'turn.endpointed', 1, {})
    .add(1_150, 'transcript.final', 1, { text: 'Do you rent?', confidence: 1, source: 'audio' })
    .add(1_152, 'request.sent', 1, { deliveryId: 'dlv_1', url: 'https://a.test/hook?x=1' })
    .add(1_200, 'response.started', 1, { status: 200, contentType: null })
    .add(1_210, 'response.line', 1, { line: 0, text: 'One moment.', ...line })
    .spoken(1, 0, 'One moment.', [1_211, 1_260, 1_261, 1_900], [0])
    .add(1_700, 'response.line', 1, { line: 1, text: 'Yes.', ...line });
}

describe('what the chart draws of a call', () => {
  it('has a thing on every row that something happened on, in the order of time', () => {
    const { rows } = modelOf(spokenTurn().add(950, 'caller.speechStarted', 2, { source: 'audio' }));
    const counts = Object.entries(rows).map(([row, items]) => [row, items.length]);
    expect(Object.fromEntries(counts)).toEqual({
      caller: 0,
      vad: 2,
      words: 2,
      wait: 8,
      lens: 0,
      webhook: 1,
      tool: 0,
      stream: 2,
      speech: 1,
      playout: 1,
      agent: 0,
    });
    for (const items of Object.values(rows)) {
      const starts = items.map(({ startMs }) => startMs);
      expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    }
  });

  it('tells of a piece in which words the voice was given it, where they are others', () => {
    const { speech, playout } = modelOf(wordedScript('It is 3 kg.', 'It is 3 kilograms.')).rows;
    expect(speech[0]).toMatchObject({ saidAs: 'said as: It is 3 kilograms.' });
    expect(playout[0]).toMatchObject({
      text: 'Played: It is 3 kg.',
      saidAs: 'said as: It is 3 kilograms.',
    });
    expect(modelOf(spokenTurn()).rows.playout[0]?.saidAs).toBeUndefined();
  });

  it('shows an echo of the agent, as long as it lasted, beside what was heard of the caller', () => {
    const echo = { durationMs: 400, levelDb: -30, delayMs: 200 };
    const { rows } = modelOf(spokenTurn().add(2_100, 'echo.suppressed', null, echo));
    expect(rows.vad.at(-1)).toMatchObject({
      kind: 'noise',
      startMs: 1_700,
      endMs: 2_100,
      text: 'Echo of the agent kept out: 30 dB quieter, 200 ms later',
    });
  });

  it('ties a line to the sound that it became, and says when it became none', () => {
    const [first, second] = modelOf(spokenTurn()).rows.stream;
    expect(first).toMatchObject({ startMs: 1_210, spoken: { fromMs: 1_261, toMs: 1_900 } });
    expect(second).toMatchObject({ label: 'Yes. · interim', spoken: undefined });
  });

  it('shows a request by its path, streaming until it ends', () => {
    const open = modelOf(spokenTurn()).rows.webhook[0];
    expect(open).toMatchObject({ kind: 'request', endMs: null, label: 'POST /hook · streaming' });
    const script = spokenTurn()
      .add(1_752, 'response.ended', 1, { outcome: 'complete' })
      .add(1_901, 'turn.finished', 1, { outcome: 'heard' });
    expect(modelOf(script).rows.webhook[0]?.label).toBe('POST /hook · 200 · 600 ms');
  });

  it('draws keys where they were pressed, in the turn of those that a model was told of', () => {
    const source = 'keys';
    const script = new EventScript()
      .typed(1, 500, 'Hi')
      .add(2_000, 'dtmf.received', null, { digits: '1' })
      .add(2_400, 'dtmf.received', null, { digits: '#' })
      .add(2_000, 'caller.speechStarted', 2, { source })
      .add(2_400, 'caller.stopped', 2, { source })
      .add(2_400, 'transcript.final', 2, { text: '[1 #]', confidence: 1, source })
      .add(4_000, 'dtmf.received', null, { digits: '7' });
    const { rows } = modelOf(script);
    expect(rows.words.filter(({ kind }) => kind === 'keys')).toMatchObject([
      { startMs: 2_000, endMs: 2_400, turn: 2, label: 'keys 1 #' },
      { startMs: 4_000, endMs: 4_000, turn: 2, text: 'The caller pressed 7' },
    ]);
    expect(rows.vad.filter(({ turn }) => turn === 2)).toEqual([]);
  });

  it('leaves out parts that took no time', () => {
    const { rows, turns } = modelOf(new EventScript().typed(1, 500, 'Hi'));
    expect(turns[0]?.parts.length).toBeGreaterThan(0);
    expect(rows.wait).toEqual([]);
  });

  it('shows what only sounded like speech, and speech that still goes on', () => {
    const { rows, endMs } = modelOf(
      new EventScript()
        .add(100, 'caller.speechStarted', 1, { source: 'audio' })
        .add(250, 'caller.dismissed', 1, { why: 'noise' })
        .add(700, 'caller.speechStarted', 1, { source: 'audio' }),
    );
    expect(rows.vad).toMatchObject([
      { kind: 'noise', startMs: 100, endMs: 250, label: 'Dismissed: a noise' },
      { kind: 'speech', startMs: 700, endMs: null },
    ]);
    expect(endMs).toBe(700);
  });

  it('shows where the network stalled, while the caller spoke on', () => {
    const [speech, stall] = modelOf(
      spokenTurn().add(700, 'line.stalled', null, { durationMs: 350 }),
    ).rows.vad;
    expect(speech).toMatchObject({ kind: 'speech', startMs: 100, endMs: 900 });
    expect(stall).toMatchObject({ kind: 'stall', startMs: 350, endMs: 700 });
    expect(stall?.text).toContain('350 ms');
  });

  it('says why nothing was heard, in the row where it happened and where the sound is missing', () => {
    const message = 'Line 1 is no JSON object.';
    const { rows } = modelOf(
      new EventScript()
        .typed(1, 500, 'Hi')
        .add(501, 'request.sent', 1, { deliveryId: 'dlv_1', url: 'http://a.test/' })
        .add(520, 'response.started', 1, { status: 200, contentType: null })
        .add(530, 'warning', 1, { code: 'malformed_line', message })
        .add(540, 'turn.finished', 1, { outcome: 'silent' }),
    );
    const deliveryId = 'dlv_1';
    expect(rows.stream).toMatchObject([
      { kind: 'warning', startMs: 530, label: message, deliveryId },
    ]);
    expect(rows.agent).toMatchObject([
      { kind: 'silence', text: `The caller heard nothing: ${message}`, deliveryId },
    ]);
  });

  it('finds each thing by its id', () => {
    const { rows, byId } = modelOf(spokenTurn());
    for (const item of Object.values(rows).flat()) expect(byId.get(item.id)).toBe(item);
  });
});

describe('what the chart draws of a call that a model answers', () => {
  it('has a row of tools, with arguments, time and result', () => {
    const { rows, layout } = modelOf(hostedScript());
    expect(rows.tool).toMatchObject([
      {
        kind: 'tool',
        startMs: 1_300,
        endMs: 1_700,
        owner: 'server',
        deliveryId: 'dlv_tool',
        label: 'check_stock · 200 · 400 ms',
        text: 'Tool check_stock({"item":"tandem"}) · 200 · 400 ms',
      },
    ]);
    expect(layout.rows.tool).toMatchObject({ label: 'Tools' });
    expect(layout.rows.webhook.label).toBe('Model');
    expect(layout.rows.stream.label).toBe('Its words');
  });

  it('gives the wait for the tool to the server and the rest to the model', () => {
    const owners = modelOf(hostedScript()).rows.wait.map(({ part }) => [part?.name, part?.owner]);
    expect(owners).toEqual(
      expect.arrayContaining([
        ['firstByte', 'model'],
        ['tool', 'server'],
        ['firstChunk', 'model'],
      ]),
    );
  });

  it("shows a model's words as they are, without the mark of its end", () => {
    const interim = { text: 'Or', interim: true };
    const done = { text: '', interim: false };
    const script = hostedScript()
      .add(1_950, 'response.line', 1, { line: 1, ...interim, action: null, digits: null })
      .add(1_990, 'response.line', 1, { line: 2, ...done, action: null, digits: null });
    expect(modelOf(script).rows.stream.map(({ label }) => label)).toEqual(['Two of them.', 'Or']);
  });

  it('shows a tool that failed as failed, and why', () => {
    const [tool] = modelOf(hostedScript({ ok: false })).rows.tool;
    expect(tool).toMatchObject({
      kind: 'failedTool',
      label: 'check_stock · failed · 500 · 400 ms',
    });
    expect(tool?.text).toContain('Your server answered 500.');
  });

  it('has no row of tools where there are none', () => {
    const { layout } = modelOf(spokenTurn());
    expect(layout.rows.tool.height).toBe(0);
    expect(layout.rows.webhook.label).toBe('Webhook');
  });
});
