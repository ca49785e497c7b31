import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildTimeline, toMs, toUs } from '../../../../common/rules/timeline/timeline.ts';
import { EventScript } from '../../../doubles/calls/call-events.ts';
import { wholeTurn } from '../../../doubles/calls/timeline-turns.ts';

const timelineOf = (script: EventScript) => buildTimeline('call_1', script.events);

describe('the wait of a turn that ended early', () => {
  it('gives the wait of a turn that nobody heard to who was waited for, and no latency', () => {
    const sent = { deliveryId: 'dlv_1', url: 'http://127.0.0.1:9/' };
    const failed = { outcome: 'failed' } as const;
    const asked = () => new EventScript().typed(1, 0, 'Hi').add(25, 'request.sent', 1, sent);
    const answered = () =>
      asked().add(100, 'response.started', 1, { status: 200, contentType: null });
    const words = { line: 0, text: 'Yes.', interim: false, action: null, digits: null };
    const hungUp = { outcome: 'silent', cutBy: 'hangUp' } as const;
    const cases: readonly [string, EventScript, readonly [string, string, number, number][]][] = [
      [
        'a timeout before the headers',
        asked().add(5_025, 'turn.finished', 1, failed),
        [
          ['dispatch', 'us', 0, 25],
          ['firstByte', 'server', 25, 5_025],
        ],
      ],
      [
        'a refused connection',
        new EventScript()
          .typed(1, 0, 'Hi')
          .add(12.5, 'warning', 1, { code: 'unreachable', message: 'Nobody listens.' })
          .add(12.5, 'turn.finished', 1, failed),
        [['firstByte', 'server', 0, 12.5]],
      ],
      [
        'a timeout after the headers',
        answered().add(5_100, 'turn.finished', 1, failed),
        [
          ['dispatch', 'us', 0, 25],
          ['firstByte', 'server', 25, 100],
          ['firstChunk', 'server', 100, 5_100],
        ],
      ],
      [
        'a hang-up while the server thinks',
        asked().add(3_000, 'turn.interrupted', 1, {}).add(3_000, 'turn.finished', 1, hungUp),
        [
          ['dispatch', 'us', 0, 25],
          ['firstByte', 'server', 25, 3_000],
        ],
      ],
      [
        'a voice that cannot speak',
        answered()
          .add(110, 'response.line', 1, words)
          .add(112, 'piece.queued', 1, { piece: 0, text: 'Yes.', lines: [0] })
          .add(900, 'synthesis.failed', 1, { piece: 0, message: 'No.' })
          .add(900, 'turn.finished', 1, { outcome: 'silent' }),
        [
          ['dispatch', 'us', 0, 25],
          ['firstByte', 'server', 25, 100],
          ['firstChunk', 'server', 100, 110],
          ['segmentation', 'us', 110, 112],
          ['synthesis', 'ttsEngine', 112, 900],
        ],
      ],
      [
        'a breakpoint that was never released',
        new EventScript()
          .typed(1, 0, 'Hi')
          .add(1, 'request.held', 1, { deliveryId: 'dlv_1' })
          .add(7_000, 'turn.finished', 1, hungUp),
        [['held', 'breakpoint', 0, 7_000]],
      ],
      [
        'no webhook at all',
        new EventScript()
          .typed(1, 0, 'Hi')
          .add(1, 'warning', 1, { code: 'no_webhook', message: 'Register one.' })
          .add(1, 'turn.finished', 1, failed),
        [],
      ],
      ['a server that is still thinking', asked(), [['dispatch', 'us', 0, 25]]],
    ];
    for (const [what, script, parts] of cases) {
      const { turns, percentiles } = timelineOf(script);
      const own = turns[0]?.parts.slice(2).filter(({ startMs, endMs }) => endMs > startMs);
      expect(
        own?.map(({ name, owner, startMs, endMs }) => [name, owner, startMs, endMs]),
        what,
      ).toEqual(parts);
      expect(turns[0]?.responseLatencyMs, what).toBeNull();
      expect(percentiles.responseLatency.n, what).toBe(0);
      expect(percentiles.parts, what).toEqual({});
    }
  });

  it('adds up to the whole wait of a turn that nobody heard, wherever it ended', () => {
    const { events } = wholeTurn();
    const spoken = events.findIndex(({ type }) => type === 'playout.started');
    const ends = fc.record({
      kept: fc.integer({ min: 2, max: spoken }),
      waitedUs: fc.nat(60_000_000),
      outcome: fc.constantFrom('failed' as const, 'silent' as const),
    });
    fc.assert(
      fc.property(ends, ({ kept, waitedUs, outcome }) => {
        const script = new EventScript();
        script.events.push(...events.slice(0, kept));
        const lastUs = script.events.at(-1)?.atUs ?? 0;
        script.add(toMs(lastUs + waitedUs), 'turn.finished', 1, { outcome });
        const [turn] = timelineOf(script).turns;
        const sumUs = turn?.parts.reduce(
          (sum, { startMs, endMs }) => sum + toUs(endMs) - toUs(startMs),
          0,
        );
        expect(turn?.responseLatencyMs).toBeNull();
        expect(sumUs).toBe(lastUs + waitedUs - toUs(2_000));
      }),
    );
  });

  it('leaves the wait for a model that took no connection to the model', () => {
    const model = { provider: 'openai', name: 'm' };
    const script = new EventScript()
      .add(0, 'call.ringing', null, { direction: 'inbound', model })
      .typed(1, 0, 'Hi')
      .add(40, 'response.started', 1, { status: 200, contentType: null })
      .add(41, 'response.line', 1, {
        line: 0,
        text: 'Sorry.',
        interim: false,
        action: null,
        digits: null,
      })
      .spoken(1, 0, 'Sorry.', [42, 60, 61, 300])
      .add(300, 'turn.finished', 1, { outcome: 'heard' });
    const [turn] = timelineOf(script).turns;
    expect(turn?.parts[2]).toEqual({ name: 'firstByte', owner: 'model', startMs: 0, endMs: 40 });
    expect(turn?.responseLatencyMs).toBe(61);
  });
});
