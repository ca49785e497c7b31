import type { CallEventData, DisconnectionReason, TurnOutcome } from '../../contract/index.ts';
import type { ResponseInstruction } from '../answers/voice-response.ts';
import { joinedLine } from './spoken-words.ts';

/**
 * Who speaks when: the turn machine of a call as a pure reducer. It knows nothing of audio, time
 * or network; it is told what happened and answers with what to do.
 *
 * A turn is the agent's answer to one caller line. Turn 0 is the greeting. One webhook is in
 * flight per call: a new caller line ends the turn before it, or goes on with its line where nothing
 * of the answer was heard yet.
 */
export interface TurnState {
  readonly phase: 'ringing' | 'listening' | 'thinking' | 'speaking' | 'ended';
  /** The current, or latest, turn. */
  readonly turn: number;
  /** Whether the turn is still going on: a response may come, or sound is to be played. */
  readonly open: boolean;
  /** More may come from the responder. */
  readonly responding: boolean;
  /** Pieces handed to speech and not yet played. */
  readonly speaking: boolean;
  /** Something of the turn was heard. */
  readonly heard: boolean;
  /** The response failed in a way that is no mere silence. */
  readonly failed: boolean;
  /** Playout waits for the decision whether the caller really interrupts. */
  readonly paused: boolean;
  /** The caller spoke for long enough to interrupt; whether they said anything, the words tell. */
  readonly interrupting: boolean;
  /** The caller's words of this turn, where they were spoken: they may be half a sentence. */
  readonly spoken: { readonly text: string; readonly confidence: number } | null;
  /** To be done when everything was spoken. */
  readonly afterwards: 'hangup' | 'transfer' | 'leaveVoicemail' | null;
}

export type TurnInput =
  | {
      readonly type: 'answered';
      /** Voicemail is told its message and hung up on. */
      readonly by: 'human' | 'voicemail';
      readonly greeting: string | null;
      /** Without a greeting, ask the responder for one with an empty transcript. */
      readonly hello?: boolean;
    }
  | {
      readonly type: 'callerLine';
      readonly text: string;
      readonly confidence: number;
      /**
       * Spoken words end where the speaker paused, not where the sentence does: until something of
       * the answer was heard, the next ones go on with them. Typed lines are whole.
       */
      readonly isWhole: boolean;
    }
  /** The VAD hears the caller: the agent holds still, now or before its first sound. */
  | { readonly type: 'callerSpeechStarted' }
  /**
   * The caller goes on speaking. Where no words will come to confirm it (`final`), the agent's turn
   * is over; otherwise it waits for them, and is undone when there are none.
   */
  | { readonly type: 'interruptionCommitted'; readonly final: boolean }
  /** It was a cough or a back-channel after all. */
  | { readonly type: 'callerSpeechDismissed' }
  /** What went out of the turn did not reach the ear: nothing of it was heard. */
  | { readonly type: 'soundTakenBack'; readonly turn: number }
  | {
      readonly type: 'instruction';
      readonly turn: number;
      readonly instruction: ResponseInstruction;
    }
  | { readonly type: 'responseEnded'; readonly turn: number; readonly failed: boolean }
  /** The first sound of the turn went out. */
  | { readonly type: 'soundStarted'; readonly turn: number }
  /** Everything handed to speech has been played, or could not be. */
  | { readonly type: 'speechDrained'; readonly turn: number }
  | { readonly type: 'hangUp'; readonly reason: DisconnectionReason };

export type TurnEffect =
  | {
      readonly type: 'request';
      readonly turn: number;
      readonly transcript: string;
      readonly confidence: number;
    }
  | { readonly type: 'abortRequest' }
  | { readonly type: 'speak'; readonly turn: number; readonly text: string }
  /** No more text comes for this turn: speak what is held back. */
  | { readonly type: 'finishSpeech'; readonly turn: number }
  | { readonly type: 'cutSpeech'; readonly turn: number }
  | { readonly type: 'pauseSpeech' }
  | { readonly type: 'resumeSpeech' }
  | { readonly type: 'pressDigits'; readonly digits: string }
  | { readonly type: 'turnInterrupted'; readonly turn: number }
  /** The interruption is undone: the turn goes on where it was. */
  | { readonly type: 'turnResumed'; readonly turn: number }
  /** The caller went on with their line: what was asked for half of it counts no more. */
  | { readonly type: 'lineContinued'; readonly turn: number }
  | {
      readonly type: 'turnFinished';
      readonly turn: number;
      readonly outcome: TurnOutcome;
      /** The call ended while the turn went on. Cut by the caller, it is `interrupted`. */
      readonly cutBy?: 'hangUp';
    }
  | { readonly type: 'transfer' }
  | { readonly type: 'endCall'; readonly reason: DisconnectionReason };

export interface TurnStep {
  readonly state: TurnState;
  readonly effects: readonly TurnEffect[];
}

export const INITIAL_TURN_STATE: TurnState = {
  phase: 'ringing',
  turn: 0,
  open: false,
  responding: false,
  speaking: false,
  heard: false,
  failed: false,
  paused: false,
  interrupting: false,
  spoken: null,
  afterwards: null,
};

export function step(state: TurnState, input: TurnInput): TurnStep {
  if (state.phase === 'ended') return stay(state);
  switch (input.type) {
    case 'answered':
      return answered(state, input.by, input.greeting, input.hello ?? false);
    case 'callerLine':
      return callerLine(state, input);
    case 'callerSpeechStarted':
      if (!state.open || state.paused) return stay(state);
      return { state: { ...state, paused: true }, effects: [{ type: 'pauseSpeech' }] };
    case 'interruptionCommitted':
      return interruptionCommitted(state, input.final);
    case 'callerSpeechDismissed':
      if (!state.paused) return stay(state);
      return {
        state: { ...state, paused: false, interrupting: false },
        effects: [...resumed(state), { type: 'resumeSpeech' }],
      };
    case 'soundTakenBack':
      if (!isCurrent(state, input.turn) || !state.heard) return stay(state);
      return stay({ ...state, phase: 'thinking', heard: false });
    case 'instruction':
      return isCurrent(state, input.turn) ? instruction(state, input.instruction) : stay(state);
    case 'responseEnded':
      return isCurrent(state, input.turn) ? responseEnded(state, input.failed) : stay(state);
    case 'soundStarted':
      if (!isCurrent(state, input.turn)) return stay(state);
      return stay({ ...state, phase: 'speaking', heard: true });
    case 'speechDrained':
      if (!isCurrent(state, input.turn)) return stay(state);
      return settle({ ...state, speaking: false });
    case 'hangUp':
      return hangUp(state, input.reason);
  }
}

function answered(
  state: TurnState,
  by: 'human' | 'voicemail',
  greeting: string | null,
  hello: boolean,
): TurnStep {
  if (state.phase !== 'ringing') return stay(state);
  if (!greeting) {
    if (by === 'voicemail') return hangUp(state, 'voicemail_reached');
    if (!hello) return stay({ ...state, phase: 'listening' });
    return {
      state: { ...state, phase: 'thinking', open: true, responding: true },
      effects: [{ type: 'request', turn: 0, transcript: '', confidence: 1 }],
    };
  }
  const afterwards = by === 'voicemail' ? 'leaveVoicemail' : null;
  return {
    state: { ...state, phase: 'speaking', open: true, speaking: true, afterwards },
    effects: [
      { type: 'speak', turn: 0, text: greeting },
      { type: 'finishSpeech', turn: 0 },
    ],
  };
}

/** Whether words that are spoken now go on with the line of the open turn. */
export function mayGoOn(state: TurnState): boolean {
  return state.open && !state.heard && state.spoken !== null;
}

function callerLine(state: TurnState, line: TurnInput & { type: 'callerLine' }): TurnStep {
  if (state.phase === 'ringing') return stay(state);
  const before = line.isWhole || !mayGoOn(state) ? null : state.spoken;
  const turn = before ? state.turn : state.turn + 1;
  const confidence = Math.min(line.confidence, before?.confidence ?? 1);
  const transcript = before ? joinedLine(before.text, line.text) : line.text;
  const leave: TurnEffect[] = before
    ? [...breakOff(state), { type: 'lineContinued', turn }]
    : interrupt(state);
  return {
    state: {
      ...INITIAL_TURN_STATE,
      phase: 'thinking',
      turn,
      open: true,
      responding: true,
      spoken: line.isWhole ? null : { text: transcript, confidence },
    },
    effects: [...leave, { type: 'request', turn, transcript, confidence }],
  };
}

function interruptionCommitted(state: TurnState, final: boolean): TurnStep {
  if (!state.open) return stay(state);
  if (final) {
    return {
      state: { ...INITIAL_TURN_STATE, phase: 'listening', turn: state.turn },
      effects: interrupt(state),
    };
  }
  // Nothing has been heard of this answer yet, so there is nothing to interrupt; wait for the caller's words.
  if (state.interrupting || !state.heard) return stay(state);
  const pause: TurnEffect[] = state.paused ? [] : [{ type: 'pauseSpeech' }];
  return {
    state: { ...state, paused: true, interrupting: true },
    effects: [...pause, { type: 'turnInterrupted', turn: state.turn }],
  };
}

function instruction(state: TurnState, given: ResponseInstruction): TurnStep {
  // After the line that closes the turn nothing more is spoken.
  if (!state.responding) return stay(state);
  const effects: TurnEffect[] = [];
  let next = state;
  // Blanks alone say nothing, but they part the words around them: models send them by themselves.
  if (given.text.trim() !== '' || (given.text !== '' && state.speaking)) {
    next = { ...next, speaking: true };
    effects.push({ type: 'speak', turn: state.turn, text: given.text });
  }
  if (given.digits) effects.push({ type: 'pressDigits', digits: given.digits });
  if (given.action) next = { ...next, afterwards: given.action };
  if (given.interim && !given.action) return { state: next, effects };
  if (next.speaking) effects.push({ type: 'finishSpeech', turn: state.turn });
  return then(effects, settle({ ...next, responding: false }));
}

function responseEnded(state: TurnState, failed: boolean): TurnStep {
  if (!state.responding) return stay(state);
  const effects: TurnEffect[] = state.speaking ? [{ type: 'finishSpeech', turn: state.turn }] : [];
  return then(effects, settle({ ...state, responding: false, failed }));
}

/** Closes the turn once nothing more comes and nothing more is to be played. */
function settle(state: TurnState): TurnStep {
  if (!state.open) return stay(state);
  if (state.speaking) return stay(state);
  if (state.responding) return stay({ ...state, phase: 'thinking' });
  const closed: TurnState = {
    ...state,
    phase: 'listening',
    open: false,
    paused: false,
    interrupting: false,
    spoken: null,
    afterwards: null,
  };
  const finished: TurnEffect[] = [
    ...resumed(state),
    ...(state.paused ? [{ type: 'resumeSpeech' } as const] : []),
    { type: 'turnFinished', turn: state.turn, outcome: outcomeOf(state) },
  ];
  switch (state.afterwards) {
    case null:
      return { state: closed, effects: finished };
    case 'hangup':
    case 'leaveVoicemail': {
      const reason = state.afterwards === 'hangup' ? 'agent_hangup' : 'voicemail_reached';
      return {
        state: { ...closed, phase: 'ended' },
        effects: [...finished, { type: 'endCall', reason }],
      };
    }
    case 'transfer':
      // The session knows the transfer number; it ends the call, or goes on with a warning.
      return { state: closed, effects: [...finished, { type: 'transfer' }] };
  }
}

function hangUp(state: TurnState, reason: DisconnectionReason): TurnStep {
  return {
    state: {
      ...state,
      phase: 'ended',
      open: false,
      responding: false,
      speaking: false,
      paused: false,
      interrupting: false,
      spoken: null,
    },
    effects: [...cutByHangUp(state), { type: 'endCall', reason }],
  };
}

/** The caller leaves the open turn behind. */
function interrupt(state: TurnState): TurnEffect[] {
  if (!state.open) return [];
  return [...cut(state), { type: 'turnFinished', turn: state.turn, outcome: 'interrupted' }];
}

/** The call ends while the turn goes on: that is nobody's interruption. */
function cutByHangUp(state: TurnState): TurnEffect[] {
  if (!state.open) return [];
  const outcome = state.heard ? 'heard' : 'silent';
  return [...cut(state), { type: 'turnFinished', turn: state.turn, outcome, cutBy: 'hangUp' }];
}

/** What the log says of a turn's end. */
export function finishOf({
  outcome,
  cutBy,
}: TurnEffect & { type: 'turnFinished' }): CallEventData['turn.finished'] {
  return cutBy ? { outcome, cutBy } : { outcome };
}

function cut(state: TurnState): TurnEffect[] {
  const effects = breakOff(state);
  if (!state.interrupting) effects.push({ type: 'turnInterrupted', turn: state.turn });
  return effects;
}

/** Nothing more of the answer is wanted, neither words nor sound. */
function breakOff(state: TurnState): TurnEffect[] {
  const effects: TurnEffect[] = [];
  if (state.responding) effects.push({ type: 'abortRequest' });
  if (state.speaking) effects.push({ type: 'cutSpeech', turn: state.turn });
  else if (state.paused) effects.push({ type: 'resumeSpeech' });
  return effects;
}

function resumed(state: TurnState): TurnEffect[] {
  return state.interrupting ? [{ type: 'turnResumed', turn: state.turn }] : [];
}

function outcomeOf(state: TurnState): TurnOutcome {
  if (state.heard) return 'heard';
  return state.failed ? 'failed' : 'silent';
}

function isCurrent(state: TurnState, turn: number): boolean {
  return state.open && state.turn === turn;
}

function stay(state: TurnState): TurnStep {
  return { state, effects: [] };
}

function then(effects: readonly TurnEffect[], next: TurnStep): TurnStep {
  return { state: next.state, effects: [...effects, ...next.effects] };
}
