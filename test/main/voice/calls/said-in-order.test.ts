import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCall } from '../../../../common/rules/turns/turn-records.ts';
import type { RealTime } from '../../../../main/platform/time/clock.ts';
import { type SttEngine, SttFailure, type SttStream } from '../../../../main/speech/stt.ts';
import { callHarness } from '../../../doubles/calls/call-harness.ts';
import {
  asked,
  heardCall,
  LONG_ANSWER,
  saidInCall,
  speaks,
} from '../../../doubles/hearing/heard-caller.ts';
import { LoudnessVad, makeSound, ScriptedStt } from '../../../doubles/hearing/scripted-hearing.ts';

const BROKEN = new SttFailure('The recogniser is down. Start it again.');

const LEVEL = 1_500;

/** Tells utterances apart by their loudness; each has its own delay and failures. */
class SoundStt implements SttEngine {
  readonly name = 'by loudness';
  time: Pick<RealTime, 'after'> | null = null;
  readonly #failuresLeft: number[];
  readonly #delaysMs: readonly number[];

  constructor(parts: readonly { readonly afterMs: number; readonly failures: number }[]) {
    this.#failuresLeft = parts.map(({ failures }) => failures);
    this.#delaysMs = parts.map(({ afterMs }) => afterMs);
  }

  open(): SttStream {
    let loudest = 0;
    return {
      push: (samples) => {
        loudest = samples.reduce((most, sample) => Math.max(most, sample), loudest);
      },
      finish: () => {
        const number = loudest / LEVEL - 2;
        const left = this.#failuresLeft[number] ?? 0;
        this.#failuresLeft[number] = left - 1;
        return new Promise((resolve, reject) => {
          this.time?.after(this.#delaysMs[number] ?? 0, () => {
            if (left > 0) reject(BROKEN);
            else resolve({ text: `w${number}`, confidence: 1 });
          });
        });
      },
      close() {},
    };
  }
}

describe('lines of the caller', () => {
  it('reach the handler in the order in which they were said, however slow the first one is', async () => {
    const { harness } = heardCall({ text: 'One.', afterMs: 4_000 }, 'Two.');
    await speaks(harness, 600, 600);
    await speaks(harness, 600, 600);
    expect(asked(harness)).toEqual([]);
    await harness.pass(4_000);
    expect(asked(harness)).toEqual([[1, 'One. Two.']]);
  });

  it('are separate turns, in order, where halves are not put together', async () => {
    const stt = new ScriptedStt({ text: 'One.', afterMs: 4_000 }, 'Two.');
    const harness = callHarness({}, null, {
      vad: new LoudnessVad(),
      stt,
      mergeContinuedSpeech: false,
    });
    stt.time = harness.real;
    harness.session.answered();
    await speaks(harness, 600, 600);
    await speaks(harness, 600, 600);
    await harness.pass(4_000);
    expect(asked(harness)).toEqual([
      [1, 'One.'],
      [2, 'Two.'],
    ]);
  });

  it('own the 400 ms before their onset, whatever the one before was given', async () => {
    const { harness, stt } = heardCall('Press', 'two.');
    await speaks(harness, 600, 320);
    await speaks(harness, 600, 600);
    // The whole second word, preceded by the pre-roll, which contains the end of the first word.
    const [, second] = stt.heard;
    const onset = second?.findIndex(
      (sample, n) => n > 1_280 && sample !== 0 && second[n - 1] === 0,
    );
    expect((onset ?? 0) / 16).toBeCloseTo(400, 0);
  });

  it('go on over a pause that ends just before the endpointing time', async () => {
    const { harness } = heardCall('Press two.');
    await speaks(harness, 600, 280);
    await speaks(harness, 600, 600);
    expect(asked(harness)).toEqual([[1, 'Press two.']]);
    expect(harness.types().filter((type) => type === 'turn.endpointed')).toHaveLength(1);
  });

  it('of next to no sound are not sent to a recogniser', async () => {
    const { harness, stt } = heardCall('All right.');
    await speaks(harness, 120, 600);
    expect(stt.heard).toEqual([]);
    expect(harness.data('caller.dismissed')).toMatchObject([{ why: 'noise' }]);
  });

  it('that cannot have been said in so little sound are not believed', async () => {
    const { harness } = heardCall('Thank you for watching.');
    await speaks(harness, 240, 600);
    expect(asked(harness)).toEqual([]);
    expect(harness.data('caller.dismissed')).toMatchObject([{ why: 'noise' }]);
  });

  it('are asked for once more when the recogniser fails', async () => {
    const { harness, stt } = heardCall(BROKEN, 'Do you open on Sundays?');
    await speaks(harness, 600, 600);
    expect(asked(harness)).toEqual([[1, 'Do you open on Sundays?']]);
    expect(stt.heardMs[1]).toBe(stt.heardMs[0]);
    expect(harness.data('warning')).toEqual([]);
  });

  it('that hang are told of in the timeline within seconds, and given up in the end', async () => {
    const { harness } = heardCall('never', 'Two.');
    await speaks(harness, 600, 600);
    await harness.pass(3_000);
    expect(harness.data('warning')).toMatchObject([{ code: 'recognition_slow' }]);
    await speaks(harness, 600, 600);
    expect(asked(harness)).toEqual([]);
    await harness.pass(25_000);
    expect(harness.data('warning').at(-1)).toMatchObject({ code: 'recognition_failed' });
    expect(asked(harness)).toEqual([[1, 'Two.']]);
  });

  it('are never lost without a stated reason, whatever else happens when', async () => {
    type Deed =
      | { readonly kind: 'speaks'; readonly speechMs: number }
      | { readonly kind: 'silence'; readonly ms: number }
      | { readonly kind: 'types' }
      | { readonly kind: 'answer'; readonly interim: boolean; readonly text: string }
      | { readonly kind: 'answered'; readonly how: 'complete' | 'failed' };
    const frames = (min: number, max: number) => fc.integer({ min, max }).map((n) => n * 20);
    const deed: fc.Arbitrary<Deed> = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({ kind: fc.constant('speaks'), speechMs: frames(10, 50) }),
      },
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('silence'), ms: frames(2, 60) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('types') }) },
      {
        weight: 3,
        arbitrary: fc.record({
          kind: fc.constant('answer'),
          interim: fc.boolean(),
          text: fc.constantFrom('Yes.', 'One moment please.', ''),
        }),
      },
      fc.record({
        kind: fc.constant('answered'),
        how: fc.constantFrom('complete' as const, 'failed' as const),
      }),
    );
    const part = fc.record({
      afterMs: fc.integer({ min: 0, max: 2_000 }),
      failures: fc.constantFrom(0, 0, 0, 2),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(deed, { minLength: 4, maxLength: 25 }),
        fc.array(part, { minLength: 25, maxLength: 25 }),
        fc.constantFrom(0, 0.8, 1),
        fc.boolean(),
        async (deeds, parts, interruptionSensitivity, mergeContinuedSpeech) => {
          const stt = new SoundStt(parts);
          const harness = callHarness({ greeting: 'Hello there.', interruptionSensitivity }, null, {
            vad: new LoudnessVad(),
            stt,
            mergeContinuedSpeech,
          });
          stt.time = harness.real;
          harness.session.answered();
          let spoken = 0;
          let typed = 0;
          for (const what of deeds) {
            if (what.kind === 'speaks') {
              await makeSound(harness, what.speechMs, true, LEVEL * (spoken + 2));
              // Words are identified by loudness, so each must be a separate utterance.
              await makeSound(harness, 360, false);
              spoken += 1;
            } else if (what.kind === 'silence') await makeSound(harness, what.ms, false);
            else if (what.kind === 'types') harness.say(`t${typed++}`);
            else if (what.kind === 'answer')
              harness.responder.asked.at(-1)?.line(0, what.text, what);
            else harness.responder.asked.at(-1)?.ended(what.how);
          }
          harness.session.hangUp('user_hangup');
          await harness.pass(10_000);
          expect(harness.ends).toHaveLength(1);
          const words = saidInCall(harness).join(' ').split(' ');
          const dismissed = harness.data('caller.dismissed').map(({ utterance }) => utterance);
          for (let n = 0; n < spoken; n += 1) {
            const times = words.filter((word) => word === `w${n}`).length;
            expect(times + (dismissed.includes(n) ? 1 : 0), `utterance ${n}`).toBe(1);
          }
          for (let n = 0; n < typed; n += 1) expect(words).toContain(`t${n}`);
          const finished = harness.seen.filter(({ type }) => type === 'turn.finished');
          expect(new Set(finished.map(({ turn }) => turn)).size).toBe(finished.length);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('come in order as a property of any delays and failures', async () => {
    const part = fc.record({
      speechMs: fc.integer({ min: 10, max: 40 }).map((frames) => frames * 20),
      silenceMs: fc.integer({ min: 18, max: 80 }).map((frames) => frames * 20),
      afterMs: fc.integer({ min: 0, max: 4_000 }),
      failures: fc.constantFrom(0, 0, 0, 1, 2),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        async (parts, mergeContinuedSpeech) => {
          const vad = new LoudnessVad();
          const stt = new SoundStt(parts);
          const harness = callHarness({}, null, { vad, stt, mergeContinuedSpeech });
          stt.time = harness.real;
          harness.session.answered();
          for (const [n, { speechMs, silenceMs }] of parts.entries()) {
            await makeSound(harness, speechMs, true, LEVEL * (n + 2));
            await makeSound(harness, silenceMs, false);
          }
          await makeSound(harness, 1_000, false);
          await harness.pass(60_000);
          const expected = parts.flatMap(({ failures }, n) => (failures < 2 ? [`w${n}`] : []));
          expect(saidInCall(harness).join(' ')).toBe(expected.join(' '));
          const lost = parts.length - expected.length;
          expect(harness.data('caller.dismissed')).toHaveLength(lost);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a caller who goes on before anything of the answer was heard', () => {
  it('is asked for with the whole line; the first request is broken off, and history has one line', async () => {
    const { harness } = heardCall('I would like', 'a bike for Sunday.', 'Thanks.');
    await speaks(harness, 600, 400);
    expect(asked(harness)).toEqual([[1, 'I would like']]);
    await speaks(harness, 600, 400);
    expect(harness.responder.asked[0]?.signal.aborted).toBe(true);
    expect(asked(harness).at(-1)).toEqual([1, 'I would like a bike for Sunday.']);

    harness.responder.last.line(0, 'Gladly.');
    await harness.pass(1_000);
    await speaks(harness, 600, 600);
    expect(harness.responder.last.turn.history.map(({ content }) => content)).toEqual([
      'I would like a bike for Sunday.',
      'Gladly.',
    ]);
    expect(saidInCall(harness)).toEqual(['I would like a bike for Sunday.', 'Thanks.']);
  });

  it('is measured from the last sound of the second half', async () => {
    const { harness } = heardCall('I would like', 'a bike.');
    await speaks(harness, 600, 400);
    await speaks(harness, 600, 400);
    const [turn] = readCall(harness.seen).turns;
    expect(turn?.callerStartedUs).toBeCloseTo(0, -3);
    expect((turn?.callerStoppedUs ?? 0) / 1000).toBeCloseTo(1_600, 0);
  });

  it('is not kept waiting for a request while they still speak', async () => {
    const { harness } = heardCall({ text: 'I would like', afterMs: 500 }, 'a bike.');
    await speaks(harness, 600, 400);
    await makeSound(harness, 600, true);
    expect(asked(harness)).toEqual([]);
    await makeSound(harness, 400, false);
    expect(asked(harness)).toEqual([[1, 'I would like a bike.']]);
  });

  it('is asked for after a second where a loud room only sounds like more', async () => {
    const { harness } = heardCall({ text: 'Do you open?', afterMs: 500 }, '');
    await speaks(harness, 600, 400);
    await makeSound(harness, 2_000, true);
    expect(asked(harness)).toEqual([[1, 'Do you open?']]);
    await makeSound(harness, 600, false);
    expect(asked(harness)).toEqual([[1, 'Do you open?']]);
  });

  it('says a line of its own once something was heard', async () => {
    const { harness } = heardCall('I would like', 'a bike.');
    await speaks(harness, 600, 400);
    harness.responder.last.line(0, LONG_ANSWER);
    await makeSound(harness, 200, false);
    await speaks(harness, 800, 400);
    expect(asked(harness).at(-1)).toEqual([2, 'a bike.']);
  });
});
