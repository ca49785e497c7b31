import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Timeline } from '../../../../common/contract/index.ts';
import {
  buildTimeline,
  percentilesOf,
  toMs,
  toUs,
} from '../../../../common/rules/timeline/timeline.ts';
import { anyEventLog, EventScript } from '../../../doubles/calls/call-events.ts';
import { wholeTurn } from '../../../doubles/calls/timeline-turns.ts';

const timelineOf = (script: EventScript) => buildTimeline('call_1', script.events);

describe('the timeline', () => {
  it('gives every millisecond of a turn an owner', () => {
    const [turn] = timelineOf(wholeTurn()).turns;
    expect(turn?.parts).toEqual([
      { name: 'endpointing', owner: 'setting', startMs: 2_000, endMs: 2_300.5 },
      { name: 'transcription', owner: 'sttEngine', startMs: 2_300.5, endMs: 2_400 },
      { name: 'dispatch', owner: 'us', startMs: 2_400, endMs: 2_401 },
      { name: 'firstByte', owner: 'server', startMs: 2_401, endMs: 2_500 },
      { name: 'firstChunk', owner: 'server', startMs: 2_500, endMs: 2_510 },
      { name: 'segmentation', owner: 'us', startMs: 2_510, endMs: 2_511 },
      { name: 'synthesis', owner: 'ttsEngine', startMs: 2_511, endMs: 2_600.001 },
      { name: 'playout', owner: 'us', startMs: 2_600.001, endMs: 2_600.5 },
      { name: 'device', owner: 'device', startMs: 2_600.5, endMs: 2_650 },
    ]);
    expect(turn).toMatchObject({ responseLatencyMs: 650, earSource: 'worklet', simulated: false });
    expect(turn?.chunks).toEqual([
      { atMs: 2_510, text: 'Sure.', interim: true, spokenFromMs: 2_600.5, spokenToMs: 3_000 },
    ]);
  });

  it('cuts the time at a breakpoint out of the latency, and shows it', () => {
    const script = new EventScript()
      .add(2_000, 'caller.stopped', 1, { source: 'typed' })
      .add(2_000, 'turn.endpointed', 1, {})
      .add(2_000, 'transcript.final', 1, { text: 'Hi', confidence: 1, source: 'typed' })
      .add(2_000.5, 'request.held', 1, { deliveryId: 'dlv_1' })
      .add(9_000.5, 'request.released', 1, { deliveryId: 'dlv_1' })
      .add(9_002, 'request.sent', 1, { deliveryId: 'dlv_1', url: 'http://127.0.0.1:9/' })
      .add(9_100, 'response.started', 1, { status: 200, contentType: null })
      .add(9_110, 'response.line', 1, {
        line: 0,
        text: 'Sure.',
        interim: false,
        action: null,
        digits: null,
      })
      .spoken(1, 7, 'Sure.', [9_111, 9_200, 9_201, 9_500]);
    const [turn] = timelineOf(script).turns;
    expect(turn?.parts.slice(2, 4)).toEqual([
      { name: 'held', owner: 'breakpoint', startMs: 2_000, endMs: 9_000 },
      { name: 'dispatch', owner: 'us', startMs: 9_000, endMs: 9_002 },
    ]);
    expect(turn?.responseLatencyMs).toBe(201);
  });

  it("gives a model's time to the model, and that of its tools to the user's server", () => {
    const tool = { name: 'look_up', args: { id: 7 }, url: 'http://127.0.0.1:9/t', builtIn: false };
    const answered = {
      status: 200,
      durationMs: 1,
      answer: '1',
      deliveryId: 'dlv_2',
      message: null,
    };
    const script = new EventScript()
      .typed(1, 2_000, 'Hi')
      .add(2_001, 'request.sent', 1, { deliveryId: null, url: 'http://127.0.0.1:9/v1' })
      .add(2_100, 'response.started', 1, { status: 200, contentType: null })
      .add(2_150, 'tool.called', 1, { call: 0, ...tool })
      .add(2_200, 'tool.called', 1, { call: 1, ...tool })
      .add(2_210, 'tool.called', 1, { call: 2, ...tool, builtIn: true, url: null })
      .add(2_350, 'tool.answered', 1, { call: 0, ok: true, ...answered })
      .add(2_400.25, 'tool.answered', 1, { call: 1, ok: true, ...answered })
      .add(2_900, 'tool.answered', 1, { call: 2, ok: true, ...answered })
      .add(2_500, 'response.line', 1, {
        line: 0,
        text: 'Sure.',
        interim: true,
        action: null,
        digits: null,
      })
      .spoken(1, 7, 'Sure.', [2_501, 2_600, 2_601, 3_000]);
    const [turn] = timelineOf(script).turns;
    expect(turn?.parts.slice(3, 6)).toEqual([
      { name: 'firstByte', owner: 'model', startMs: 2_001, endMs: 2_100 },
      { name: 'tool', owner: 'server', startMs: 2_100, endMs: 2_350.25 },
      { name: 'firstChunk', owner: 'model', startMs: 2_350.25, endMs: 2_500 },
    ]);
    expect(turn?.responseLatencyMs).toBe(601);
    expect(turn?.tools[1]).toMatchObject({
      name: 'look_up',
      args: { id: 7 },
      ok: true,
      startMs: 2_200,
      endMs: 2_400.25,
      answer: '1',
      deliveryId: 'dlv_2',
      status: 200,
    });
  });

  it('does not count a tool that worked while the agent already spoke', () => {
    const script = new EventScript()
      .typed(1, 0, 'Hi')
      .add(1, 'request.sent', 1, { deliveryId: null, url: 'http://127.0.0.1:9/v1' })
      .add(2, 'response.started', 1, { status: 200, contentType: null })
      .add(3, 'response.line', 1, {
        line: 0,
        text: 'One moment.',
        interim: true,
        action: null,
        digits: null,
      })
      .add(3, 'tool.called', 1, {
        call: 0,
        name: 'slow',
        args: {},
        builtIn: false,
        url: 'http://127.0.0.1:9/',
      })
      .spoken(1, 0, 'One moment.', [4, 5, 6, 90]);
    expect(timelineOf(script).turns[0]?.parts.map(({ name }) => name)).not.toContain('tool');
  });

  it('has contiguous parts that are never negative and add up exactly, for any log', () => {
    fc.assert(
      fc.property(anyEventLog, (events) => {
        const timeline = buildTimeline('call_1', events);
        expect(Timeline.parse(timeline)).toEqual(timeline);
        for (const turn of timeline.turns) {
          const lengthsUs = turn.parts.map((part) => toUs(part.endMs) - toUs(part.startMs));
          expect(lengthsUs.every((us) => us >= 0)).toBe(true);
          for (const [n, part] of turn.parts.slice(1).entries()) {
            expect(part.startMs).toBe(turn.parts[n]?.endMs);
          }
          if (turn.responseLatencyMs === null) continue;
          const counted = lengthsUs.filter((_us, n) => turn.parts[n]?.name !== 'held');
          const sumUs = counted.reduce((sum, us) => sum + us, 0);
          expect(sumUs).toBe(toUs(turn.responseLatencyMs));
          expect(turn.parts[0]?.startMs).toBe(turn.callerStoppedMs);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('adds up exactly for a turn that was heard, in whatever order its edges were timed', () => {
    const { events } = wholeTurn();
    const times = fc.array(fc.nat(600_000_000), {
      minLength: events.length,
      maxLength: events.length,
    });
    fc.assert(
      fc.property(times, (atUs) => {
        const timed = events.map((event, n) => ({ ...event, atUs: atUs[n] ?? 0 }));
        const [turn] = buildTimeline('call_1', timed).turns;
        const sumUs = turn?.parts.reduce(
          (sum, { startMs, endMs }) => sum + toUs(endMs) - toUs(startMs),
          0,
        );
        expect(turn?.parts).toHaveLength(9);
        expect(sumUs).toBe(toUs(turn?.responseLatencyMs ?? -1));
        expect(turn?.parts.every(({ startMs, endMs }) => endMs >= startMs)).toBe(true);
      }),
    );
  });

  it('keeps whole microseconds through milliseconds with three decimals', () => {
    fc.assert(
      fc.property(fc.nat({ max: 86_400_000_000 }), (us) => {
        expect(toUs(toMs(us))).toBe(us);
        expect(Number(toMs(us).toFixed(3))).toBe(toMs(us));
      }),
    );
  });

  it('costs a typed line no endpointing and no transcription, and says that it is simulated', () => {
    const script = new EventScript()
      .typed(1, 500, 'Hi')
      .add(501, 'request.sent', 1, { deliveryId: 'dlv_1', url: 'http://127.0.0.1:9/' });
    const [turn] = timelineOf(script).turns;
    expect(turn?.simulated).toBe(true);
    expect(turn?.parts.slice(0, 2).map((part) => part.endMs - part.startMs)).toEqual([0, 0]);
  });

  it('gives the greeting neither parts nor a latency', () => {
    const script = new EventScript().spoken(0, 0, 'Hello.', [10, 20, 30, 900]);
    expect(timelineOf(script).turns[0]).toMatchObject({
      index: 0,
      parts: [],
      responseLatencyMs: null,
      heard: 'Hello.',
    });
  });

  it('measures to the first piece that was heard, also when one before it could not be spoken', () => {
    const script = new EventScript()
      .typed(1, 0, 'Hi')
      .add(1, 'request.sent', 1, { deliveryId: 'dlv_1', url: 'http://127.0.0.1:9/' })
      .add(2, 'response.started', 1, { status: 200, contentType: null })
      .add(3, 'response.line', 1, {
        line: 0,
        text: 'A. B.',
        interim: false,
        action: null,
        digits: null,
      })
      .add(4, 'piece.queued', 1, { piece: 0, text: 'A.', lines: [0] })
      .add(5, 'synthesis.failed', 1, { piece: 0, message: 'no' })
      .spoken(1, 1, 'B.', [4, 8, 9, 50]);
    expect(timelineOf(script).turns[0]).toMatchObject({ responseLatencyMs: 9, heard: 'B.' });
  });

  it('leaves the wait for more words, or for the end of them, to who sends them', () => {
    const said = { interim: true, action: null, digits: null };
    const asked = () =>
      new EventScript()
        .typed(1, 0, 'Hi')
        .add(1, 'request.sent', 1, { deliveryId: null, url: 'http://127.0.0.1:9/v1' })
        .add(2, 'response.started', 1, { status: 200, contentType: null })
        .add(100, 'response.line', 1, { line: 0, text: 'We are', ...said });
    const parts = (script: EventScript) =>
      timelineOf(script)
        .turns[0]?.parts.filter(({ name }) => name === 'firstChunk' || name === 'segmentation')
        .map(({ owner, startMs, endMs }) => [owner, endMs - startMs]);
    const more = asked()
      .add(160, 'response.line', 1, { line: 1, text: ' open.', ...said })
      .spoken(1, 0, 'We are open.', [160.5, 200, 201, 900], [0, 1])
      .add(220, 'response.line', 1, { line: 2, text: ' Until', ...said });
    expect(parts(more)).toEqual([
      ['model', 158],
      ['us', 0.5],
    ]);
    // The next words, or the end, showed that the sentence was complete.
    const next = asked()
      .add(180, 'response.line', 1, { line: 1, text: ' Until', ...said })
      .spoken(1, 0, 'We are.', [180.25, 200, 201, 900], [0]);
    expect(parts(next)).toEqual([
      ['model', 178],
      ['us', 0.25],
    ]);
    const end = asked()
      .add(150, 'response.ended', 1, { outcome: 'complete' })
      .spoken(1, 0, 'We are', [150.25, 200, 201, 900], [0]);
    expect(parts(end)).toEqual([
      ['model', 148],
      ['us', 0.25],
    ]);
    // Here nothing followed, so the wait counts as ours.
    const alone = asked()
      .spoken(1, 0, 'We are', [250, 280, 281, 900], [0])
      .add(400, 'response.ended', 1, { outcome: 'complete' });
    expect(parts(alone)).toEqual([
      ['model', 98],
      ['us', 150],
    ]);
  });

  it('says who cut a turn, and only a caller interrupts', () => {
    const said = () =>
      new EventScript()
        .typed(1, 0, 'Hi')
        .add(1, 'piece.queued', 1, { piece: 0, text: 'All of this.', lines: [0] });
    const cut = (script: EventScript, playedMs: number, heardText: string) =>
      script
        .add(5, 'playout.started', 1, { piece: 0 })
        .add(9, 'playout.cut', 1, { piece: 0, playedMs, heardText })
        .add(9, 'turn.interrupted', 1, {});
    const hungUp = { outcome: 'heard', cutBy: 'hangUp' } as const;
    const cases = [
      [cut(said(), 4, 'All').add(9, 'turn.finished', 1, hungUp), 'heard', 'hangUp'],
      // By the pacing it had begun; at the ear it had not.
      [cut(said(), 0, '').add(9, 'turn.finished', 1, hungUp), 'silent', 'hangUp'],
      [
        cut(said(), 4, 'All').add(9, 'turn.finished', 1, { outcome: 'interrupted' }),
        'interrupted',
        'caller',
      ],
      [said().add(9, 'turn.finished', 1, { outcome: 'silent' }), 'silent', null],
    ] as const;
    for (const [script, outcome, cutBy] of cases) {
      expect(timelineOf(script).turns[0]).toMatchObject({ outcome, cutBy });
    }
  });

  it('lists what was heard apart from what would have been said', () => {
    const script = new EventScript()
      .typed(1, 0, 'Hi')
      .spoken(1, 0, 'All of this.', [0, 1, 2, 3])
      .add(4, 'piece.queued', 1, { piece: 1, text: 'And some of this.', lines: [0] })
      .add(5, 'playout.started', 1, { piece: 1 })
      .add(6, 'playout.cut', 1, { piece: 1, playedMs: 1, heardText: 'And some' })
      .add(6, 'piece.queued', 1, { piece: 2, text: 'None of this.', lines: [0] })
      .add(7, 'turn.interrupted', 1, {});
    expect(timelineOf(script).turns[0]).toMatchObject({
      heard: 'All of this. And some',
      said: 'All of this. And some of this. None of this.',
      interruptedAtMs: 7,
    });
  });

  it('has nearest-rank percentiles', () => {
    expect(percentilesOf([40, 10, 30, 20])).toEqual({ p50: 20, p90: 40, p99: 40, n: 4 });
    expect(percentilesOf([5])).toEqual({ p50: 5, p90: 5, p99: 5, n: 1 });
    const hundred = Array.from({ length: 100 }, (_, n) => n + 1);
    expect(percentilesOf(hundred)).toEqual({ p50: 50, p90: 90, p99: 99, n: 100 });
    const { percentiles } = timelineOf(wholeTurn());
    expect(percentiles.parts.synthesis).toEqual({ p50: 89.001, p90: 89.001, p99: 89.001, n: 1 });
  });
});
