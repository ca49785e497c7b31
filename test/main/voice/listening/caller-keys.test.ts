import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KEYS_PAUSE_MS, keyEntries, keysLine } from '../../../../common/rules/turns/key-presses.ts';
import type { TurnInput } from '../../../../common/rules/turns/turn-machine.ts';
import { ProductClock } from '../../../../main/platform/time/clock.ts';
import { CallLog } from '../../../../main/voice/call-log.ts';
import { CallerKeys, type KeySettings } from '../../../../main/voice/listening/caller-keys.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';

const model = { provider: 'openai', name: 'x' };
const TOLD: KeySettings = { model, keysToModel: true };

function setUp(settings: KeySettings) {
  const real = new ManualTime();
  const clock = new ProductClock({ real });
  const log = new CallLog({
    callId: 'call_1',
    clock,
    sink: { append: () => {} },
    onEvent: () => {},
  });
  const inputs: TurnInput[] = [];
  const keys = new CallerKeys({
    clock,
    log,
    settings,
    call: {
      nextTurn: () => inputs.length + 1,
      dispatch: (input) => inputs.push(input),
      speaking: () => {},
    },
  });
  const lines = () =>
    inputs.map((input) => (input.type === 'callerLine' ? input.text : input.type));
  const types = () => log.events.map(({ type }) => type);
  return { real, keys, log, lines, types };
}

describe('keys that a model is told of', () => {
  it('are one line once the caller pauses', () => {
    const { real, keys, lines } = setUp(TOLD);
    keys.press('1');
    real.pass(KEYS_PAUSE_MS - 1);
    keys.press('2');
    real.pass(KEYS_PAUSE_MS - 1);
    expect(lines()).toEqual([]);
    real.pass(1);
    expect(lines()).toEqual(['[The caller pressed 1 2]']);
  });

  it('are one line at once with #', () => {
    const { keys, lines } = setUp(TOLD);
    keys.press('1');
    keys.press('2#');
    expect(lines()).toEqual(['[The caller pressed 1 2 #]']);
  });

  it('are noted as keys: begun with the first, stopped with the last, decided after the pause', () => {
    const { real, keys, log } = setUp(TOLD);
    real.pass(1_000);
    keys.press('1');
    real.pass(500);
    keys.press('2');
    real.pass(KEYS_PAUSE_MS);
    expect(log.events.map(({ type, turn, atUs }) => [type, turn, atUs / 1_000])).toEqual([
      ['dtmf.received', null, 1_000],
      ['dtmf.received', null, 1_500],
      ['caller.speechStarted', 1, 1_000],
      ['caller.stopped', 1, 1_500],
      ['turn.endpointed', 1, 3_000],
      ['transcript.final', 1, 3_000],
    ]);
    expect(log.events.at(-1)?.data).toMatchObject({ source: 'keys', confidence: 1 });
  });

  it('become the entries of the rule, whatever the caller presses when', () => {
    const press = fc.record({
      digits: fc.string({ unit: fc.constantFrom(...'0123456789*#'), minLength: 1, maxLength: 3 }),
      waitMs: fc.nat(2 * KEYS_PAUSE_MS),
    });
    fc.assert(
      fc.property(fc.array(press, { maxLength: 30 }), (presses) => {
        const { real, keys, lines } = setUp(TOLD);
        let atMs = 0;
        const timed = presses.map(({ digits, waitMs }) => {
          real.pass(waitMs);
          atMs += waitMs;
          keys.press(digits);
          return { digits, atMs };
        });
        real.pass(KEYS_PAUSE_MS);
        expect(lines()).toEqual(keyEntries(timed).map((entry) => keysLine(entry.keys)));
      }),
    );
  });

  it('say nothing more once the call is over', () => {
    const { real, keys, lines } = setUp(TOLD);
    keys.press('1');
    keys.stop();
    real.pass(2 * KEYS_PAUSE_MS);
    expect(lines()).toEqual([]);
  });
});

describe('keys that nobody is told of', () => {
  it.each([
    ['a webhook', { model: null, keysToModel: true }, 'no webhook'],
    ['a model that is not told', { model, keysToModel: false }, 'settings.set'],
  ])('of %s are noted, with one warning in the call that says what to do', (_who, given, words) => {
    const { real, keys, log, lines, types } = setUp(given);
    for (const key of '12#') keys.press(key);
    real.pass(2 * KEYS_PAUSE_MS);
    expect(lines()).toEqual([]);
    expect(types()).toEqual(['dtmf.received', 'warning', 'dtmf.received', 'dtmf.received']);
    expect(log.events[1]?.data).toMatchObject({
      code: 'keys_not_told',
      message: expect.stringContaining(words),
    });
  });
});
