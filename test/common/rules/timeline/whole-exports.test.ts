import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { TimelineTurn } from '../../../../common/contract/index.ts';
import { waveformOf } from '../../../../common/rules/sound/waveform.ts';
import { turnMarkdown } from '../../../../common/rules/timeline/timeline-copy.ts';
import { timelinePage } from '../../../../common/rules/timeline/timeline-page.ts';
import { turnPytest, turnVitest } from '../../../../common/rules/timeline/turn-tests.ts';
import { heardTurn, hostedTurn, wordedTurn } from '../../../doubles/calls/timeline-turns.ts';

/** What was looked at once, and is to stay so. */
const looked = (name: string) => readFileSync(new URL(`cases/${name}`, import.meta.url), 'utf8');

const CALL = {
  id: 'call_1',
  from: '+12025550147',
  to: '+12025550148',
  direction: 'inbound',
  startedAt: '2026-01-01T00:00:00.000Z',
  status: 'completed',
} as const;
const slow: TimelineTurn = {
  ...heardTurn({ index: 2, firstByteMs: 900 }),
  longestSilenceMs: 2_400,
  silenceMs: 2_300,
  resumedAtMs: 6_000,
  warnings: [{ code: 'http_status', message: 'The handler answered 500.' }],
};
const greeting: TimelineTurn = { ...wordedTurn('It is 3 kg.', 'It is 3 kilograms.'), index: 3 };
const silent: TimelineTurn = {
  ...heardTurn({ index: 4 }),
  caller: null,
  heard: '',
  parts: [],
  pieces: [],
  chunks: [],
  request: null,
  responseLatencyMs: null,
};
const working: TimelineTurn = {
  ...hostedTurn({ ok: false }),
  tools: hostedTurn().tools.map((tool) => ({ ...tool, endMs: null, ok: null, builtIn: true })),
};
const turns = [heardTurn(), slow, greeting, silent, { ...hostedTurn({ ok: false }), index: 5 }];
const timeline = {
  callId: 'call_1',
  warnings: [{ atMs: 5, code: 'http_status', message: 'Of no turn.' }],
  turns,
  percentiles: {
    responseLatency: { p50: 602, p90: 1_402.5, p99: 1_402.5, n: 4 },
    longestSilence: { p50: 0, p90: 2_400, p99: 2_400, n: 4 },
    parts: {},
  },
};
const waveform = waveformOf(
  Int16Array.from({ length: 16_000 * 2 * 4 }, (_, n) => (n % 3 === 0 ? 9_000 : -300)),
  2,
  16_000,
);

describe('what is taken elsewhere of a call', () => {
  it('is this page', () => {
    expect(timelinePage({ call: CALL, timeline, waveform, budgetMs: 800 })).toBe(
      looked('timeline.html'),
    );
  });

  it('is a page that says so when nothing was heard, or one turn', () => {
    const of = (n: number) => {
      const responseLatency = { ...timeline.percentiles.responseLatency, n };
      const percentiles = { ...timeline.percentiles, responseLatency };
      const bare = { ...timeline, turns: [], percentiles };
      return timelinePage({ call: CALL, timeline: bare, waveform: null, budgetMs: 800 });
    };
    expect(of(0)).toContain('<p>No turn of this call was heard.</p>');
    expect(of(1)).toContain('Response latency over one turn: p50');
  });

  it('is this Markdown', () => {
    const sections = [...turns, working].map((turn) => turnMarkdown(turn, 'call_1', 800));
    expect(sections.join('\n')).toBe(looked('turns.md.txt'));
  });

  it.each([
    ['Vitest', turnVitest, 'turn.test.ts.txt'],
    ['pytest', turnPytest, 'test_turn.py.txt'],
  ] as const)('is this test for %s', (_name, write, file) => {
    expect(write(CALL, timeline, slow, 800, 1_500)).toBe(looked(file));
  });

  it('is a test from the side of who is called, where the agent calls', () => {
    const outbound = { ...CALL, direction: 'outbound' as const };
    expect(turnVitest(outbound, timeline, slow, 800)).toMatch(
      /const from = '\+12025550148';\nconst to = '\+12025550147';/,
    );
    const unheard = { ...slow, outcome: 'silent' as const };
    expect(turnVitest(CALL, timeline, unheard, 800)).not.toContain('turn.heard');
    expect(turnPytest(CALL, timeline, unheard, 800)).not.toContain('"heard"');
    const cut = { ...slow, outcome: 'interrupted' as const };
    expect(turnVitest(CALL, timeline, cut, 800)).toContain('turn.heard');
  });
});
