import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  deadAirOf,
  deadStretches,
  type PieceSound,
  pieceSound,
} from '../../../../common/rules/timeline/dead-air.ts';
import { buildTimeline } from '../../../../common/rules/timeline/timeline.ts';
import { longestSilenceOf } from '../../../../common/rules/timeline/turn-silence.ts';
import { readCall } from '../../../../common/rules/turns/turn-records.ts';
import { anyEventLog, EventScript } from '../../../doubles/calls/call-events.ts';

const turnOf = (script: EventScript) => buildTimeline('call_1', script.events).turns[0];

function figuresOf(script: EventScript) {
  const turn = turnOf(script);
  return [turn?.longestSilenceMs, turn?.silenceMs, turn?.resumedAtMs];
}

/** A piece that was played from `from` to `to`; its silences are relative to its own beginning. */
function piece(
  script: EventScript,
  n: number,
  [from, to]: readonly [number, number],
  silences: readonly (readonly [number, number])[] = [],
): EventScript {
  return script
    .spoken(1, n, `Piece ${n}.`, [from - 50, from - 20, from, to], [n])
    .add(from, 'synthesis.ended', 1, {
      piece: n,
      durationMs: to - from,
      silences: silences.map(([fromMs, toMs]) => ({ fromMs, toMs })),
    });
}

/**
 * Per row: the pieces with their silences; the longest, counted and resumed figures. In
 * milliseconds.
 */
const CASES: readonly {
  readonly name: string;
  readonly pieces: readonly (readonly [
    played: readonly [number, number],
    silences?: readonly (readonly [number, number])[],
  ])[];
  readonly figures: readonly [number, number, number | null];
}[] = [
  { name: 'one piece', pieces: [[[100, 900]]], figures: [0, 0, null] },
  {
    name: 'two that follow each other',
    pieces: [[[100, 900]], [[900, 1_500]]],
    figures: [0, 0, null],
  },
  {
    name: 'a gap of less than 300 ms',
    pieces: [[[100, 900]], [[1_150, 1_500]]],
    figures: [250, 0, null],
  },
  {
    name: 'a gap that counts, but that nobody wonders at',
    pieces: [[[100, 900]], [[1_599, 1_900]]],
    figures: [699, 699, null],
  },
  {
    name: 'a gap of 700 ms',
    pieces: [[[100, 900]], [[1_600, 1_900]]],
    figures: [700, 700, 1_600],
  },
  {
    name: 'the longest of several, and the sum of those that count',
    pieces: [[[100, 900]], [[1_300, 1_400]], [[4_400, 4_900]], [[5_000, 5_100]]],
    figures: [3_000, 3_400, 4_400],
  },
  {
    name: 'the pause between two sentences, which is no silence that counts',
    pieces: [
      [[100, 900], [[660, 800]]],
      [[900, 1_500], [[0, 10]]],
    ],
    figures: [150, 0, null],
  },
  {
    name: 'a pause and a wait, of which only the wait counts',
    pieces: [
      [[100, 900], [[660, 800]]],
      [[2_900, 3_500], [[0, 10]]],
    ],
    figures: [2_150, 2_010, 2_910],
  },
  {
    name: 'silence that the voice itself made behind the sentence, beyond a pause',
    pieces: [[[100, 1_500], [[600, 1_400]]], [[1_500, 1_900]]],
    figures: [800, 660, 1_500],
  },
  {
    name: 'silence inside a piece',
    pieces: [[[100, 2_100], [[500, 1_500]]]],
    figures: [1_000, 1_000, 1_600],
  },
  {
    name: 'silence at both ends of the answer, which is not within it',
    pieces: [
      [
        [100, 2_100],
        [
          [0, 900],
          [1_000, 2_000],
        ],
      ],
    ],
    figures: [0, 0, null],
  },
  {
    name: 'a piece without any sound between two others',
    pieces: [[[100, 900]], [[900, 2_900], [[0, 2_000]]], [[2_900, 3_500]]],
    figures: [2_000, 2_000, 2_900],
  },
];

describe('dead air', () => {
  it.each(CASES)('of $name', ({ pieces, figures }) => {
    const script = new EventScript().typed(1, 0, 'Hi');
    for (const [n, [played, silences]] of pieces.entries()) piece(script, n, played, silences);
    expect(figuresOf(script)).toEqual(figures);
  });

  it('is nothing of a turn that was not heard', () => {
    expect(figuresOf(new EventScript().typed(1, 0, 'Hi'))).toEqual([0, 0, null]);
  });

  it('is not the time in which the agent held still because the caller spoke over it', () => {
    const script = new EventScript()
      .typed(1, 0, 'Hi')
      .add(50, 'piece.queued', 1, { piece: 0, text: 'A long sentence.', lines: [0] })
      .add(100, 'playout.started', 1, { piece: 0 })
      .add(101, 'synthesis.ended', 1, { piece: 0, durationMs: 2_000, silences: [] })
      .add(1_100, 'playout.paused', 1, { piece: 0 })
      .add(2_600, 'playout.resumed', 1, { piece: 0 })
      .add(3_600, 'playout.ended', 1, { piece: 0 });
    expect(figuresOf(script)).toEqual([0, 0, null]);
    expect(turnOf(script)?.pieces[0]).toMatchObject({
      sounds: [
        { fromMs: 100, toMs: 1_100 },
        { fromMs: 2_600, toMs: 3_600 },
      ],
      holds: [{ fromMs: 1_100, toMs: 2_600 }],
    });
  });

  it('shifts behind a hold: what was on its way is said again', () => {
    const script = new EventScript()
      .typed(1, 0, 'Hi')
      .add(50, 'piece.queued', 1, { piece: 0, text: 'A long sentence.', lines: [0] })
      .add(100, 'playout.started', 1, { piece: 0 })
      .add(101, 'synthesis.ended', 1, {
        piece: 0,
        durationMs: 3_000,
        silences: [{ fromMs: 1_500, toMs: 2_500 }],
      })
      // 200 ms of it had not reached the ear, and were taken back.
      .add(1_300, 'playout.paused', 1, { piece: 0 })
      .add(1_800, 'playout.resumed', 1, { piece: 0 })
      .add(3_800, 'playout.ended', 1, { piece: 0 });
    expect(turnOf(script)?.pieces[0]?.sounds).toEqual([
      { fromMs: 100, toMs: 1_100 },
      { fromMs: 1_800, toMs: 2_300 },
      { fromMs: 3_300, toMs: 3_800 },
    ]);
    // 200 ms before the pause, and a second after it.
    expect(figuresOf(script)).toEqual([1_000, 1_000, 3_300]);
  });

  it('ends with what was heard of an answer that was cut', () => {
    const script = piece(new EventScript().typed(1, 0, 'Hi'), 0, [100, 900])
      .add(1_000, 'piece.queued', 1, { piece: 1, text: 'The rest of it.', lines: [1] })
      .add(3_900, 'playout.started', 1, { piece: 1 })
      .add(4_300, 'playout.paused', 1, { piece: 1 })
      .add(4_700, 'playout.cut', 1, { piece: 1, playedMs: 400, heardText: 'The' })
      .add(4_700, 'turn.interrupted', 1, {});
    expect(turnOf(script)?.pieces[1]?.sounds).toEqual([{ fromMs: 3_900, toMs: 4_300 }]);
    expect(figuresOf(script)).toEqual([3_000, 3_000, 3_900]);
  });

  it('is known as soon as sound comes again, while that still goes on', () => {
    const script = piece(new EventScript().typed(1, 0, 'Hi'), 0, [100, 900])
      .add(1_000, 'piece.queued', 1, { piece: 1, text: 'The rest of it.', lines: [1] })
      .add(3_900, 'playout.started', 1, { piece: 1 });
    expect(figuresOf(script)).toEqual([3_000, 3_000, 3_900]);
  });

  it('counts all of a piece as sound of which no samples are known', () => {
    const script = new EventScript()
      .typed(1, 0, 'Hi')
      .spoken(1, 0, 'Relayed.', [50, 60, 100, 900])
      .spoken(1, 1, 'Relayed too.', [950, 960, 1_400, 1_900]);
    expect(figuresOf(script)).toEqual([500, 500, null]);
  });

  it('leaves out whatever pause a piece is said to have', () => {
    const script = piece(new EventScript().typed(1, 0, 'Hi'), 0, [100, 900]);
    piece(script, 1, [1_600, 1_900]);
    const pieces = readCall(script.events).turns[0]?.pieces ?? [];
    expect(deadAirOf(pieces.map((each) => pieceSound(each, () => 350))).silenceUs).toBe(350_000);
    expect(deadAirOf(pieces.map((each) => pieceSound(each, () => 500))).silenceUs).toBe(0);
  });

  it('is warned about beyond two seconds, with what to do', () => {
    const script = piece(new EventScript().typed(1, 0, 'Hi'), 0, [100, 900]);
    piece(script, 1, [4_210, 4_900]);
    expect(turnOf(script)?.warnings).toMatchObject([
      {
        code: 'dead_air',
        message: expect.stringMatching(/silent for 3310 ms.*stream the answer/i),
      },
    ]);
    expect(turnOf(script) && longestSilenceOf(turnOf(script) ?? { pieces: [] })).toEqual({
      fromMs: 900,
      toMs: 4_210,
    });
    const short = piece(new EventScript().typed(1, 0, 'Hi'), 0, [100, 900]);
    expect(turnOf(piece(short, 1, [2_900, 3_500]))?.warnings).toEqual([]);
  });
});

const us = fc.nat(20_000_000);
const stretch = fc
  .tuple(us, us)
  .map(([a, b]) => ({ fromUs: Math.min(a, b), toUs: Math.max(a, b) }));
const anyPiece: fc.Arbitrary<PieceSound> = fc.record({
  sounds: fc.array(stretch, { maxLength: 4 }),
  holds: fc.array(stretch, { maxLength: 2 }),
  pauseUs: fc.nat(400_000),
});

function expectSound(pieces: readonly PieceSound[]): void {
  const stretches = deadStretches(pieces);
  const sounds = pieces.flatMap((each) => each.sounds);
  let beforeUs = Number.NEGATIVE_INFINITY;
  for (const { fromUs, toUs, pauseUs, resumedUs } of stretches) {
    expect(fromUs).toBeGreaterThanOrEqual(beforeUs);
    expect(toUs).toBeGreaterThan(fromUs);
    expect(pauseUs).toBeLessThanOrEqual(toUs - fromUs);
    expect(resumedUs).toBeGreaterThanOrEqual(toUs);
    for (const sound of sounds) expect(sound.toUs <= fromUs || sound.fromUs >= toUs).toBe(true);
    beforeUs = toUs;
  }
  const { longest, silenceUs, resumedUs } = deadAirOf(pieces);
  const firstUs = Math.min(...sounds.map(({ fromUs }) => fromUs));
  const lastUs = Math.max(...sounds.map(({ toUs }) => toUs));
  const sumUs = stretches.reduce((sum, { fromUs, toUs }) => sum + toUs - fromUs, 0);
  expect(sumUs).toBeLessThanOrEqual(Math.max(0, lastUs - firstUs));
  expect(silenceUs).toBeGreaterThanOrEqual(0);
  expect(silenceUs).toBeLessThanOrEqual(sumUs);
  if (longest === null) expect([silenceUs, resumedUs]).toEqual([0, null]);
  if (resumedUs !== null) expect(resumedUs).toBeLessThanOrEqual(lastUs);
}

describe('dead air of any answer', () => {
  it('never overlaps a sound or itself, and is no longer than the answer', () => {
    fc.assert(fc.property(fc.array(anyPiece, { maxLength: 5 }), expectSound), { numRuns: 500 });
  });

  it('nor does it in any log', () => {
    fc.assert(
      fc.property(anyEventLog, (events) => {
        for (const turn of readCall(events).turns) {
          const pieces = turn.pieces.map((each) => pieceSound(each));
          for (const { sounds } of pieces) {
            for (const [n, sound] of sounds.entries()) {
              expect(sound.toUs).toBeGreaterThanOrEqual(sound.fromUs);
              expect(sound.fromUs).toBeGreaterThanOrEqual(sounds[n - 1]?.toUs ?? 0);
            }
          }
          expectSound(pieces);
        }
      }),
      { numRuns: 500 },
    );
  });
});
