import { expect, it } from 'vitest';
import {
  finishOf,
  INITIAL_TURN_STATE,
  step,
  type TurnEffect,
  type TurnInput,
} from '../../../../common/rules/turns/turn-machine.ts';

const ASKED: readonly TurnInput[] = [
  { type: 'answered', by: 'human', greeting: null },
  { type: 'callerLine', text: 'One', confidence: 1, isWhole: true },
];
const says = (text: string, interim: boolean): TurnInput => ({
  type: 'instruction',
  turn: 1,
  instruction: { text, interim, action: null, digits: null },
});
const SOUND: TurnInput = { type: 'soundStarted', turn: 1 };
const HANG_UP: TurnInput = { type: 'hangUp', reason: 'user_hangup' };

function effectsOf(...inputs: readonly TurnInput[]): TurnEffect[] {
  let state = INITIAL_TURN_STATE;
  return inputs.flatMap((input) => {
    const next = step(state, input);
    state = next.state;
    return [...next.effects];
  });
}

/** The ends of the turns, as logged. */
const finishes = (...inputs: readonly TurnInput[]) =>
  effectsOf(...inputs).flatMap((effect) =>
    effect.type === 'turnFinished' ? [finishOf(effect)] : [],
  );

it('a turn that the end of the call cuts is nobody’s interruption: what was heard decides', () => {
  const heard = effectsOf(...ASKED, says('Well,', true), SOUND, HANG_UP);
  expect(heard.slice(-4)).toEqual([
    { type: 'cutSpeech', turn: 1 },
    { type: 'turnInterrupted', turn: 1 },
    { type: 'turnFinished', turn: 1, outcome: 'heard', cutBy: 'hangUp' },
    { type: 'endCall', reason: 'user_hangup' },
  ]);
  const silent = [{ outcome: 'silent', cutBy: 'hangUp' }];
  expect(finishes(...ASKED, says('Well,', true), HANG_UP)).toEqual(silent);
  expect(finishes(...ASKED, HANG_UP)).toEqual(silent);
});

it('a turn that was over before the call ends was cut by nobody', () => {
  const drained: TurnInput = { type: 'speechDrained', turn: 1 };
  const over = finishes(...ASKED, says('Well.', false), SOUND, drained, HANG_UP);
  expect(over).toEqual([{ outcome: 'heard' }]);
});

it('a turn that the caller cuts is interrupted', () => {
  const more: TurnInput = { type: 'callerLine', text: 'Two', confidence: 1, isWhole: true };
  const cut = finishes(...ASKED, says('Well,', true), SOUND, more);
  expect(cut).toEqual([{ outcome: 'interrupted' }]);
});
