import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  INITIAL_TURN_STATE,
  step,
  type TurnEffect,
  type TurnInput,
  type TurnState,
} from '../../../../common/rules/turns/turn-machine.ts';

const turn = fc.nat(5);
const anyInput: fc.Arbitrary<TurnInput> = fc.oneof(
  fc.record({
    type: fc.constant('answered' as const),
    by: fc.constantFrom('human' as const, 'human' as const, 'voicemail' as const),
    greeting: fc.constantFrom('Hello.', null),
  }),
  fc.record({
    type: fc.constant('callerLine' as const),
    text: fc.constantFrom('Ada', 'Bert', 'Cleo'),
    confidence: fc.constant(1),
    isWhole: fc.boolean(),
  }),
  fc.constantFrom<TurnInput>(
    { type: 'callerSpeechStarted' },
    { type: 'callerSpeechDismissed' },
    { type: 'interruptionCommitted', final: false },
    { type: 'interruptionCommitted', final: true },
  ),
  fc.record({
    type: fc.constant('instruction' as const),
    turn,
    instruction: fc.record({
      text: fc.constantFrom('Words.', ' ', ''),
      interim: fc.boolean(),
      action: fc.constantFrom(null, null, null, 'hangup' as const, 'transfer' as const),
      digits: fc.constantFrom(null, '1'),
    }),
  }),
  fc.record({ type: fc.constant('responseEnded' as const), turn, failed: fc.boolean() }),
  fc.record({
    type: fc.constantFrom(
      'soundStarted' as const,
      'speechDrained' as const,
      'soundTakenBack' as const,
    ),
    turn,
  }),
);

/** Checks at every step that certain things never happen, whatever the inputs. */
class Watch {
  #requests = 0;
  #paused = false;
  #ended = false;
  #opened = new Set<number>();
  #interrupted = new Set<number>();
  #finished = new Set<number>();

  check(before: TurnState, after: TurnState, effects: readonly TurnEffect[]): void {
    if (this.#ended) expect(effects, 'nothing after the end').toEqual([]);
    expect(after.turn, 'turns only go up').toBeGreaterThanOrEqual(before.turn);
    for (const effect of effects) this.#note(effect, after);
    if (after.open) this.#opened.add(after.turn);
    if (before.responding && !after.responding) this.#requests = 0;
    expect(after.responding || after.speaking ? after.open : true, 'only open turns act').toBe(
      true,
    );
    expect(after.phase === 'ended', 'the end is told exactly').toBe(this.#ended);
    expect(after.paused, 'pause and resume alternate').toBe(this.#paused);
  }

  /**
   * No line of the caller is ever lost: each is sent, alone or as part of the line it continues.
   */
  checkLine(before: TurnState, input: TurnInput, effects: readonly TurnEffect[]): void {
    const request = effects.find((effect) => effect.type === 'request');
    if (input.type !== 'callerLine') return;
    if (before.phase === 'ringing' || before.phase === 'ended') return;
    expect(request?.transcript.endsWith(input.text), 'what was said is asked for').toBe(true);
    if (request?.turn !== before.turn) return;
    expect(before.heard, 'a line goes on only before something was heard').toBe(false);
    expect(request.transcript, 'what was said before stays').toBe(
      `${before.spoken?.text} ${input.text}`,
    );
  }

  checkOver(): void {
    expect(this.#ended).toBe(true);
    expect([...this.#finished].sort(), 'every opened turn finishes').toEqual(
      [...this.#opened].sort(),
    );
  }

  #note(effect: TurnEffect, after: TurnState): void {
    expect(this.#ended, 'nothing after the end').toBe(false);
    switch (effect.type) {
      case 'request':
        expect(this.#requests, 'never two requests in flight').toBe(0);
        this.#requests = 1;
        this.#opened.add(effect.turn);
        return;
      case 'abortRequest':
        this.#requests = 0;
        return;
      case 'speak':
      case 'finishSpeech':
        this.#opened.add(effect.turn);
        expect(effect.turn, 'no words for an old turn').toBe(after.turn);
        expect(this.#finished.has(effect.turn), 'no words for a finished turn').toBe(false);
        return;
      case 'turnFinished':
        expect(this.#finished.has(effect.turn), 'a turn finishes once').toBe(false);
        if (effect.cutBy)
          expect(effect.outcome, 'only a caller interrupts').not.toBe('interrupted');
        if (effect.outcome === 'interrupted') {
          expect(this.#interrupted.has(effect.turn), 'an interruption is told first').toBe(true);
        }
        this.#finished.add(effect.turn);
        return;
      case 'pauseSpeech':
        this.#paused = true;
        return;
      case 'resumeSpeech':
      case 'cutSpeech':
        this.#paused = false;
        return;
      case 'endCall':
        this.#ended = true;
        return;
      case 'turnResumed':
        expect(this.#interrupted.delete(effect.turn), 'only an interruption is undone').toBe(true);
        return;
      case 'turnInterrupted':
        expect(this.#interrupted.has(effect.turn), 'an interruption is told once').toBe(false);
        this.#interrupted.add(effect.turn);
        return;
      case 'lineContinued':
      case 'pressDigits':
      case 'transfer':
        return;
    }
  }
}

it('the turn machine keeps its promises whatever happens in whatever order', () => {
  fc.assert(
    fc.property(fc.array(anyInput, { maxLength: 60 }), (inputs) => {
      const watch = new Watch();
      let state = INITIAL_TURN_STATE;
      for (const input of inputs) {
        const before = state;
        const next = step(before, input);
        state = next.state;
        watch.check(before, state, next.effects);
        watch.checkLine(before, input, next.effects);
      }
      const last = step(state, { type: 'hangUp', reason: 'user_hangup' });
      watch.check(state, last.state, last.effects);
      watch.checkOver();
    }),
    { numRuns: 2_000 },
  );
});
