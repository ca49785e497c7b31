import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProductClock } from '../../../../main/platform/time/clock.ts';
import { AgentSound } from '../../../../main/voice/speaking/agent-sound.ts';
import { type CutPiece, Playout } from '../../../../main/voice/speaking/playout.ts';
import { DistantLeg } from '../../../doubles/hearing/distant-leg.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';

const isSound = (sample: number) => sample !== 0;

/** Pieces on their way to a far end, paced, with records of what was heard. */
function setUp(ways: ConstructorParameters<typeof DistantLeg>[1] = {}) {
  const real = new ManualTime();
  const clock = new ProductClock({ real });
  const leg = new DistantLeg(real, ways);
  /** By the time at which it is heard, as in a recording. */
  const recorded = new Map<number, Int16Array>();
  let untimely = 0;
  const sound = new AgentSound({
    clock,
    leg,
    ambientSound: 'none',
    observer: {
      played: (samples, dueUs) => {
        if (dueUs > clock.nowUs()) untimely += 1;
        recorded.set(dueUs, samples);
      },
      unplayed: (fromUs, untilUs) => {
        for (const dueUs of recorded.keys()) {
          if (dueUs >= fromUs && dueUs < untilUs) recorded.delete(dueUs);
        }
      },
    },
  });
  const events: string[] = [];
  const playout = new Playout(
    clock,
    {
      frame: (samples, dueUs) => sound.speech(samples, dueUs),
      started: (piece) => events.push(`started ${piece}`),
      ended: (piece) => events.push(`ended ${piece}`),
      drained: () => events.push('drained'),
    },
    leg.leadMs,
  );
  return {
    real,
    leg,
    playout,
    events,
    pause: () => playout.pause(sound.takeBack()),
    cut: () => playout.cut(sound.cut()),
    recorded: () =>
      [...recorded]
        .sort(([a], [b]) => a - b)
        .flatMap(([, samples]) => [...samples.filter(isSound)]),
    heard: () => leg.ear.heard.flatMap(({ samples }) => [...samples.filter(isSound)]),
    untimely: () => untimely,
  };
}

/** All samples differ, and none is silent. */
const utterance = (samples: number) => Array.from({ length: samples }, (_, n) => n + 1);

const delay = (most: number) => fc.infiniteStream(fc.nat(most));
const next = (delays: Iterator<number>) => () => delays.next().value as number;
const happening = fc.oneof(
  { weight: 6, arbitrary: fc.record({ is: fc.constant('passes' as const), ms: fc.nat(150) }) },
  { weight: 4, arbitrary: fc.record({ is: fc.constant('sound' as const), count: fc.nat(1_000) }) },
  fc.record({ is: fc.constantFrom('piece', 'pause', 'resume', 'stall') }),
);
const happenings = fc.array(happening, { minLength: 5, maxLength: 32, size: 'max' });

type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

/** Runs the events; pieces follow each other, and their sound arrives at any time. */
function run(harness: ReturnType<typeof setUp>, all: readonly Happening[]) {
  const { real, playout, leg } = harness;
  let piece = 0;
  let made = 0;
  const lengths = [0];
  playout.open(piece);
  for (const what of all) {
    switch (what.is) {
      case 'passes':
        real.pass(what.ms);
        break;
      case 'sound':
        playout.push(
          piece,
          new Int16Array(what.count).map((_, n) => made + n + 1),
        );
        made += what.count;
        lengths[piece] = (lengths[piece] ?? 0) + what.count;
        break;
      case 'piece':
        playout.close(piece);
        piece += 1;
        lengths.push(0);
        playout.open(piece);
        break;
      case 'pause':
        harness.pause();
        break;
      case 'resume':
        playout.resume();
        break;
      case 'stall':
        leg.out.stall(300);
        break;
    }
  }
  playout.close(piece);
  return { made, lengths };
}

describe('whatever pauses, resumes and stalls on its way', () => {
  it('is heard whole, each sample once, where the far end is near', () => {
    fc.assert(
      fc.property(happenings, (all) => {
        const harness = setUp();
        const { made } = run(
          harness,
          all.filter(({ is }) => is !== 'stall'),
        );
        harness.playout.resume();
        harness.real.pass(60_000);
        expect(harness.heard()).toEqual(utterance(made));
        expect(harness.recorded()).toEqual(utterance(made));
        expect(harness.events.at(-1)).toBe('drained');
        expect(harness.untimely()).toBe(0);
      }),
    );
  });

  it('loses nothing over ways that delay each message, and is recorded once', () => {
    fc.assert(
      fc.property(delay(250), delay(250), happenings, (outMs, backMs, all) => {
        const harness = setUp({ outMs: next(outMs), backMs: next(backMs) });
        const { made, lengths } = run(harness, all);
        harness.playout.resume();
        harness.real.pass(60_000);
        // Some is heard twice: what was played while the mark and the clear were under way.
        let heard = 0;
        let lost = 0;
        for (const sample of harness.heard()) {
          lost += Math.max(0, sample - heard - 1);
          heard = Math.max(heard, sample);
        }
        expect(lost).toBe(0);
        expect(heard).toBe(made);
        expect(harness.recorded()).toEqual(utterance(made));
        for (const [piece, length] of lengths.entries()) {
          const last = harness.events.findLast((event) => event.endsWith(` ${piece}`));
          expect(last).toBe(length > 0 ? `ended ${piece}` : undefined);
        }
      }),
    );
  });

  it('is known to the frame when it is cut, and no more than was heard', () => {
    fc.assert(
      fc.property(delay(250), delay(250), happenings, (outMs, backMs, all) => {
        const harness = setUp({ outMs: next(outMs), backMs: next(backMs) });
        const { lengths } = run(harness, all);
        const cut = harness.cut();
        const clearedAtMs = harness.real.monotonicMs() + 250 + 300;
        harness.real.pass(2_000);
        const heard = Math.max(0, ...harness.heard());
        const recorded = harness.recorded();
        expect(recorded).toEqual(utterance(recorded.length));
        expect(recorded.length).toBeLessThanOrEqual(heard);
        expect(recorded.length).toBe(heardSamples(cut, lengths, harness.events));
        // Nothing was heard of any but the first piece that was cut.
        for (const { playedMs } of cut.slice(1)) expect(playedMs).toBe(0);
        expect(harness.leg.ear.heard.at(-1)?.atMs ?? 0).toBeLessThan(clearedAtMs);
      }),
    );
  });
});

/** What was heard according to the log: finished pieces, and parts of those that were cut. */
function heardSamples(cut: readonly CutPiece[], lengths: readonly number[], events: string[]) {
  const samples = lengths.map((length, piece) => (events.includes(`ended ${piece}`) ? length : 0));
  for (const { piece, playedMs } of cut) samples[piece] = playedMs * 16;
  return samples.reduce((sum, count) => sum + count, 0);
}
