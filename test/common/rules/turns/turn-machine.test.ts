import { describe, expect, it } from 'vitest';
import type { ResponseInstruction } from '../../../../common/rules/answers/voice-response.ts';
import {
  INITIAL_TURN_STATE,
  step,
  type TurnEffect,
  type TurnInput,
  type TurnState,
} from '../../../../common/rules/turns/turn-machine.ts';

/** Runs inputs from the initial state; returns the last state and all effects. */
function run(...inputs: readonly TurnInput[]): { state: TurnState; effects: TurnEffect[] } {
  let state = INITIAL_TURN_STATE;
  const effects: TurnEffect[] = [];
  for (const input of inputs) {
    const next = step(state, input);
    state = next.state;
    effects.push(...next.effects);
  }
  return { state, effects };
}

const types = (effects: readonly TurnEffect[]) => effects.map((effect) => effect.type);
const answered = (greeting: string | null): TurnInput => ({
  type: 'answered',
  by: 'human',
  greeting,
});
const line = (text: string): TurnInput => ({
  type: 'callerLine',
  text,
  confidence: 1,
  isWhole: true,
});
const spoken = (text: string, confidence = 1): TurnInput => ({
  type: 'callerLine',
  text,
  confidence,
  isWhole: false,
});
const committed: TurnInput = { type: 'interruptionCommitted', final: false };
const says = (turn: number, more: Partial<ResponseInstruction>): TurnInput => ({
  type: 'instruction',
  turn,
  instruction: { text: '', interim: false, action: null, digits: null, ...more },
});
const ended = (turn: number, failed = false): TurnInput => ({
  type: 'responseEnded',
  turn,
  failed,
});
const sound = (turn: number): TurnInput => ({ type: 'soundStarted', turn });
const drained = (turn: number): TurnInput => ({ type: 'speechDrained', turn });

describe('the turn machine', () => {
  it('greets, and is greeted out when everything was played', () => {
    const { state, effects } = run(answered('Hello.'), sound(0), drained(0));
    expect(effects).toEqual([
      { type: 'speak', turn: 0, text: 'Hello.' },
      { type: 'finishSpeech', turn: 0 },
      { type: 'turnFinished', turn: 0, outcome: 'heard' },
    ]);
    expect(state.phase).toBe('listening');
  });

  it('has the agent begin when there is no greeting and it is to say hello', () => {
    const { state, effects } = run({ ...answered(null), hello: true } as TurnInput);
    expect(effects).toEqual([{ type: 'request', turn: 0, transcript: '', confidence: 1 }]);
    expect(state).toMatchObject({ phase: 'thinking', open: true, responding: true, turn: 0 });
  });

  it('pauses what is heard when the caller speaks over it, and says so once', () => {
    const speaking = [
      answered(null),
      line('Hi'),
      says(1, { text: 'Yes.', interim: true }),
      sound(1),
    ];
    const once = run(...speaking, committed);
    expect(once.effects.slice(-2)).toEqual([
      { type: 'pauseSpeech' },
      { type: 'turnInterrupted', turn: 1 },
    ]);
    expect(run(...speaking, committed, committed).effects).toEqual(once.effects);
  });

  it('plays out what was said when its answer ends without a last line', () => {
    const { effects } = run(
      answered(null),
      line('Hi'),
      says(1, { text: 'Yes.', interim: true }),
      ended(1),
    );
    expect(effects.at(-1)).toEqual({ type: 'finishSpeech', turn: 1 });
  });

  it('thinks on when all that came was played and more is to come', () => {
    const { state } = run(
      answered(null),
      line('Hi'),
      says(1, { text: 'Yes.', interim: true }),
      sound(1),
      drained(1),
    );
    expect(state).toMatchObject({ phase: 'thinking', open: true, responding: true });
  });

  it('waits for the caller when there is no greeting', () => {
    const { state, effects } = run(answered(null));
    expect(effects).toEqual([]);
    expect(state.phase).toBe('listening');
  });

  it('speaks interim lines at once and keeps the turn open until the final one', () => {
    const { effects, state } = run(
      answered(null),
      line('Hi'),
      says(1, { text: 'Let me see.', interim: true }),
      sound(1),
      says(1, { text: 'Here.' }),
    );
    expect(types(effects)).toEqual(['request', 'speak', 'speak', 'finishSpeech']);
    expect(state).toMatchObject({ phase: 'speaking', responding: false, open: true });
    expect(run(answered(null), line('Hi'), says(1, { text: 'x', interim: true })).state.open).toBe(
      true,
    );
  });

  it('finishes a turn in silence when the answer says nothing, and as failed when it failed', () => {
    const silent = run(answered(null), line('Hi'), says(1, {}), ended(1));
    expect(silent.effects.at(-1)).toEqual({ type: 'turnFinished', turn: 1, outcome: 'silent' });
    const failed = run(answered(null), line('Hi'), ended(1, true));
    expect(failed.effects.at(-1)).toEqual({ type: 'turnFinished', turn: 1, outcome: 'failed' });
    expect(failed.state.phase).toBe('listening');
  });

  it('leaves the turn before behind when the caller speaks again', () => {
    const { effects, state } = run(
      answered(null),
      line('One'),
      says(1, { text: 'Well,', interim: true }),
      sound(1),
      line('Two'),
    );
    expect(effects.slice(2)).toEqual([
      { type: 'abortRequest' },
      { type: 'cutSpeech', turn: 1 },
      { type: 'turnInterrupted', turn: 1 },
      { type: 'turnFinished', turn: 1, outcome: 'interrupted' },
      { type: 'request', turn: 2, transcript: 'Two', confidence: 1 },
    ]);
    expect(state).toMatchObject({ turn: 2, phase: 'thinking' });
  });

  it('pauses for the caller, and goes on when it was no interruption', () => {
    const speaking = [answered('Hello there.'), sound(0)] as const;
    const paused = run(...speaking, { type: 'callerSpeechStarted' });
    expect(paused.effects.at(-1)).toEqual({ type: 'pauseSpeech' });
    const on = run(...speaking, { type: 'callerSpeechStarted' }, { type: 'callerSpeechDismissed' });
    expect(on.effects.at(-1)).toEqual({ type: 'resumeSpeech' });
    expect(on.state).toMatchObject({ phase: 'speaking', paused: false, open: true });
  });

  describe('when the caller goes on before anything of the answer was heard', () => {
    const half = [answered(null), spoken('I would like', 0.9)] as const;

    it('makes one line of both halves, in the same turn', () => {
      const { effects, state } = run(...half, { type: 'callerSpeechStarted' }, spoken('a bike.'));
      expect(effects.slice(1)).toEqual([
        { type: 'pauseSpeech' },
        { type: 'abortRequest' },
        { type: 'resumeSpeech' },
        { type: 'lineContinued', turn: 1 },
        { type: 'request', turn: 1, transcript: 'I would like a bike.', confidence: 0.9 },
      ]);
      expect(state).toMatchObject({ turn: 1, phase: 'thinking', paused: false });
    });

    it('drops what was made of the answer to the first half', () => {
      const { effects } = run(...half, says(1, { text: 'Yes?' }), spoken('a bike.'));
      expect(types(effects).slice(-3)).toEqual(['cutSpeech', 'lineContinued', 'request']);
    });

    it('takes sound that did not reach the ear for unheard', () => {
      const { effects } = run(
        ...half,
        says(1, { text: 'Yes?' }),
        sound(1),
        { type: 'callerSpeechStarted' },
        { type: 'soundTakenBack', turn: 1 },
        spoken('a bike.'),
      );
      expect(effects.at(-1)).toMatchObject({ turn: 1, transcript: 'I would like a bike.' });
    });

    it('adds a third part to the two before', () => {
      const { effects } = run(...half, spoken('a bike'), spoken('for two.'));
      expect(effects.at(-1)).toMatchObject({ turn: 1, transcript: 'I would like a bike for two.' });
    });

    it.each([
      ['something was heard', [...half, says(1, { text: 'Yes?' }), sound(1), spoken('a bike.')]],
      ['the first one was typed', [answered(null), line('I would like'), spoken('a bike.')]],
      ['the second one is typed', [...half, line('a bike.')]],
      ['the turn is over', [...half, ended(1), spoken('a bike.')]],
    ] as const)('makes two turns where %s', (_why, inputs) => {
      expect(run(...inputs).effects.at(-1)).toMatchObject({ turn: 2, transcript: 'a bike.' });
    });

    it('goes on with the answer when it was no words after all', () => {
      const { effects } = run(
        ...half,
        { type: 'callerSpeechStarted' },
        committed,
        { type: 'callerSpeechDismissed' },
        says(1, { text: 'Here.' }),
      );
      expect(types(effects)).toEqual([
        'request',
        'pauseSpeech',
        'resumeSpeech',
        'speak',
        'finishSpeech',
      ]);
    });
  });

  describe('when the caller speaks over the agent for long', () => {
    const over = [
      answered(null),
      line('Hi'),
      says(1, { text: 'Well,', interim: true }),
      sound(1),
      { type: 'callerSpeechStarted' },
      committed,
    ] as const;

    it('waits for the words with everything kept, then leaves the turn behind', () => {
      const { effects } = run(...over, spoken('Stop.'));
      expect(types(effects).slice(2)).toEqual([
        'pauseSpeech',
        'turnInterrupted',
        'abortRequest',
        'cutSpeech',
        'turnFinished',
        'request',
      ]);
      expect(effects.at(-1)).toMatchObject({ turn: 2, transcript: 'Stop.' });
    });

    it('takes the interruption back when there were none', () => {
      const { effects, state } = run(...over, { type: 'callerSpeechDismissed' });
      expect(types(effects).slice(2)).toEqual([
        'pauseSpeech',
        'turnInterrupted',
        'turnResumed',
        'resumeSpeech',
      ]);
      expect(state).toMatchObject({ turn: 1, open: true, responding: true, paused: false });
    });

    it('leaves the turn behind at once where no words will come', () => {
      const final: TurnInput = { type: 'interruptionCommitted', final: true };
      const { effects, state } = run(...over.slice(0, -1), final);
      expect(types(effects).slice(-4)).toEqual([
        'abortRequest',
        'cutSpeech',
        'turnInterrupted',
        'turnFinished',
      ]);
      expect(state).toMatchObject({ phase: 'listening', open: false });
    });
  });

  it('hangs up and transfers only after everything was spoken', () => {
    const bye = [answered(null), line('Bye'), says(1, { text: 'Bye.', action: 'hangup' })] as const;
    expect(types(run(...bye).effects)).not.toContain('endCall');
    expect(run(...bye, sound(1), drained(1)).effects.slice(-2)).toEqual([
      { type: 'turnFinished', turn: 1, outcome: 'heard' },
      { type: 'endCall', reason: 'agent_hangup' },
    ]);
    const transfer = run(answered(null), line('Agent!'), says(1, { action: 'transfer' }));
    expect(types(transfer.effects).slice(-2)).toEqual(['turnFinished', 'transfer']);
    expect(transfer.state.phase).toBe('listening');
  });

  it('leaves a voicemail and hangs up; without a message it hangs up at once', () => {
    const by = 'voicemail';
    const left = run({ type: 'answered', by, greeting: 'Call me.' }, sound(0), drained(0));
    expect(left.effects.at(-1)).toEqual({ type: 'endCall', reason: 'voicemail_reached' });
    const none = run({ type: 'answered', by, greeting: null });
    expect(none.effects).toEqual([{ type: 'endCall', reason: 'voicemail_reached' }]);
  });

  it('presses keys also in interim lines', () => {
    const { effects } = run(
      answered(null),
      line('Menu'),
      says(1, { digits: '12#', interim: true }),
    );
    expect(effects.at(-1)).toEqual({ type: 'pressDigits', digits: '12#' });
  });
});
