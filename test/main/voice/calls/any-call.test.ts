import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallEvent } from '../../../../common/contract/index.ts';
import { buildTimeline, toUs } from '../../../../common/rules/timeline/timeline.ts';
import { transcriptEntries } from '../../../../common/rules/turns/transcript.ts';
import { readCall } from '../../../../common/rules/turns/turn-records.ts';
import { type CallHarness, callHarness } from '../../../doubles/calls/call-harness.ts';
import { DistantLeg } from '../../../doubles/hearing/distant-leg.ts';

/** Something that happens in a call. */
type Happening = (harness: CallHarness) => void | Promise<void>;

const text = fc.constantFrom(
  'Yes.',
  'One moment',
  ' please. And more.',
  '👍',
  '',
  'No! Never, ever.',
);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.nat(400).map(
      (ms): Happening =>
        (harness) =>
          harness.pass(ms),
    ),
  },
  { weight: 3, arbitrary: fc.constant<Happening>((harness) => void harness.say('Hello there')) },
  {
    weight: 2,
    arbitrary: fc.constant<Happening>((harness) => void harness.say('Hi', 'synthesised')),
  },
  {
    weight: 10,
    arbitrary: fc
      .record({
        text,
        interim: fc.boolean(),
        action: fc.constantFrom(null, null, null, null, 'hangup' as const, 'transfer' as const),
        /** Which of the requests so far is answered; often an old one. */
        back: fc.constantFrom(0, 0, 0, 1, 2),
      })
      .map(
        ({ back, ...line }): Happening =>
          (harness) => {
            harness.responder.asked.at(-1 - back)?.line(0, line.text, line);
          },
      ),
  },
  fc.constantFrom<'complete' | 'failed'>('complete', 'failed').map(
    (outcome): Happening =>
      (harness) => {
        harness.responder.asked.at(-1)?.ended(outcome);
      },
  ),
  fc.nat(60).map(
    (frame): Happening =>
      ({ session }) =>
        session.heard(frame, 5, 'worklet'),
  ),
  fc.constant<Happening>(({ session }) => session.dtmf('1')),
  fc.constantFrom('Yes.', 'No!').map(
    (unspeakable): Happening =>
      ({ tts }) => {
        tts.unspeakable.add(unspeakable);
      },
  ),
);

/** Every sound that starts also ends, exactly once, and sounds do not overlap. */
function checkOrder(events: readonly CallEvent[]): void {
  let playing: unknown = null;
  for (const event of events) {
    if (event.type === 'playout.started') {
      expect(playing).toBeNull();
      playing = event.data.piece;
    }
    if (event.type === 'playout.ended' || event.type === 'playout.cut') {
      expect(event.data.piece).toBe(playing);
      playing = null;
    }
  }
  expect(playing).toBeNull();
}

/** Every sound that was heard has an end, and sounds do not overlap, whatever was taken back. */
function checkSpans(events: readonly CallEvent[]): void {
  let overUs = 0;
  for (const { startedUs, endedUs } of readCall(events).turns.flatMap(({ pieces }) => pieces)) {
    if (startedUs === null) continue;
    expect(startedUs).toBeGreaterThanOrEqual(overUs);
    expect(endedUs).toBeGreaterThanOrEqual(startedUs);
    overUs = endedUs ?? 0;
  }
}

function check(events: readonly CallEvent[]): void {
  expect(events.map((event) => event.seq)).toEqual(events.map((_, n) => n));
  const of = (type: CallEvent['type']) => events.filter((event) => event.type === type);
  // Every turn that was requested finishes exactly once.
  const finished = of('turn.finished').map((event) => event.turn);
  expect(new Set(finished).size).toBe(finished.length);
  for (const { turn } of of('transcript.final')) expect(finished).toContain(turn);
  // Nothing is spoken for a finished turn, and nothing at all after the end of the call.
  const over = new Set<number | null>();
  for (const event of events) {
    if (event.type === 'piece.queued' || event.type === 'playout.started') {
      expect(over.has(event.turn)).toBe(false);
    }
    if (event.type === 'turn.finished') over.add(event.turn);
  }
  expect(events.at(-1)?.type).toBe('call.ended');
  // The transcript contains only what was audible, and the parts of each turn add up.
  const sounded = of('playout.started').length;
  const said = transcriptEntries(readCall(events), 0).filter((entry) => entry.role === 'agent');
  if (sounded === 0) expect(said).toEqual([]);
  for (const turn of buildTimeline('call_1', events).turns) {
    const sum = turn.parts.reduce((all, part) => all + toUs(part.endMs) - toUs(part.startMs), 0);
    if (turn.responseLatencyMs !== null) expect(sum).toBe(toUs(turn.responseLatencyMs));
  }
}

describe('any call', () => {
  it('keeps its log in order, whatever happens when', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(happening, { minLength: 10, maxLength: 40, size: 'max' }),
        fc.constantFrom('Welcome. How are you?', null),
        async (happenings, greeting) => {
          const harness = callHarness({ greeting, maxSilenceMs: 5_000 });
          harness.session.answered();
          for (const happen of happenings) await happen(harness);
          await harness.pass(100);
          harness.session.hangUp('user_hangup');
          await harness.pass(1_000);
          expect(harness.ends).toHaveLength(1);
          expect(harness.stored).toEqual(harness.seen);
          check(harness.seen);
          checkOrder(harness.seen);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('keeps its books of what was heard, however far away the far end is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(happening, { minLength: 10, maxLength: 40, size: 'max' }),
        fc.infiniteStream(fc.nat(300)),
        async (happenings, delays) => {
          const legs: DistantLeg[] = [];
          const delayMs = () => delays.next().value as number;
          const harness = callHarness({ greeting: 'Welcome.' }, null, {}, null, (real) => {
            const leg = new DistantLeg(real, { outMs: delayMs, backMs: delayMs });
            legs.push(leg);
            return leg;
          });
          harness.session.answered();
          for (const happen of happenings) await happen(harness);
          await harness.pass(100);
          harness.session.hangUp('user_hangup');
          await harness.pass(1_000);
          check(harness.seen);
          checkSpans(harness.seen);
          const claimedMs = harness.data('playout.cut').reduce((ms, cut) => ms + cut.playedMs, 0);
          expect(claimedMs).toBeLessThanOrEqual(legs[0]?.ear.playedMs ?? 0);
        },
      ),
      { numRuns: 100 },
    );
  });
});
