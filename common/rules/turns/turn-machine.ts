import type { CallEventData, DisconnectionReason, TurnOutcome } from '../../contract/index.ts';
import type { ResponseInstruction } from '../answers/voice-response.ts';
import { joinedLine } from './spoken-words.ts';

/**
 * Who speaks when: the turn machine of a call, a pure reducer. It knows nothing of audio, time or
 * network; it gets events and returns effects.
 *
 * A turn is the agent's answer to one line of the caller. Turn 0 is the greeting. Only one webhook
 * request is in flight per call: a new line ends the current turn or, if nothing of the answer was
 * heard yet, extends that turn's line.
 */
export interface TurnState {
  readonly phase: 'ringing' | 'listening' | 'thinking' | 'speaking' | 'ended';
  /** The current turn, or the latest one. */
  readonly turn: number;
  /** Whether the turn is in progress: more of the response may arrive, or sound is left to play. */
  readonly open: boolean;
  /** Whether the responder may send more. */
  readonly responding: boolean;
  /** Whether pieces were handed to speech and not played yet. */
  readonly speaking: boolean;
  /** Whether any of the turn was heard. */
  readonly heard: boolean;
  /** Whether the response failed, as opposed to being merely silent. */
  readonly failed: boolean;
  /** Whether playout waits for the decision if this is an interruption. */
  readonly paused: boolean;
  /**
   * The caller spoke long enough to interrupt. Their words will show whether it was speech at all.
   */
  readonly interrupting: boolean;
  /** The caller's line of this turn, if it was spoken: it may be half a sentence. */
  readonly spoken: { readonly text: string; readonly confidence: number } | null;
  /** What to do once everything was spoken. */
  readonly afterwards: 'hangup' | 'transfer' | 'leaveVoicemail' | null;
}

export type TurnInput =
  | {
      readonly type: 'answered';
      /** A voicemail gets its message, and then the call is hung up. */
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
       * A spoken line ends where the speaker paused, which may be in mid-sentence: until something
       * of the answer was heard, the next words extend it. Typed lines are always complete.
       */
      readonly isWhole: boolean;
    }
  /** The VAD detected the caller: the agent pauses, or waits before its first sound. */
  | { readonly type: 'callerSpeechStarted' }
  /**
   * The caller keeps speaking. If `final`, no words will come to confirm it and the agent's turn is
   * over; else the interruption awaits the words, and is undone if there are none.
   */
  | { readonly type: 'interruptionCommitted'; readonly final: boolean }
  /** It turned out to be a cough or a back-channel. */
  | { readonly type: 'callerSpeechDismissed' }
  /** The sound that was sent did not reach the ear: nothing of the turn was heard. */
  | { readonly type: 'soundTakenBack'; readonly turn: number }
  | {
      readonly type: 'instruction';
      readonly turn: number;
      readonly instruction: ResponseInstruction;
    }
  | { readonly type: 'responseEnded'; readonly turn: number; readonly failed: boolean }
  /** The first sound of the turn was sent. */
  | { readonly type: 'soundStarted'; readonly turn: number }
  /** Everything handed to speech has been played, or could not be played. */
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
  /** The turn's text is complete: speak what is held back. */
  | { readonly type: 'finishSpeech'; readonly turn: number }
  | { readonly type: 'cutSpeech'; readonly turn: number }
  | { readonly type: 'pauseSpeech' }
  | { readonly type: 'resumeSpeech' }
  | { readonly type: 'pressDigits'; readonly digits: string }
  | { readonly type: 'turnInterrupted'; readonly turn: number }
  /** The interruption is undone: the turn resumes where it was. */
  | { readonly type: 'turnResumed'; readonly turn: number }
  /** The caller extended their line: the answer to its first half is void. */
  | { readonly type: 'lineContinued'; readonly turn: number }
  | {
      readonly type: 'turnFinished';
      readonly turn: number;
      readonly outcome: TurnOutcome;
      /**
       * The call ended during the turn. If the caller cut it, the outcome is `interrupted` instead.
       */
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

/** Whether words spoken now would extend the line of the open turn. */
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
  // Nothing of this answer was heard yet, so there is nothing to interrupt; wait for the caller's
  // words.
  if (state.interrupting || !state.heard) return stay(state);
  const pause: TurnEffect[] = state.paused ? [] : [{ type: 'pauseSpeech' }];
  return {
    state: { ...state, paused: true, interrupting: true },
    effects: [...pause, { type: 'turnInterrupted', turn: state.turn }],
  };
}

function instruction(state: TurnState, given: ResponseInstruction): TurnStep {
  // Nothing is spoken after the line that ends the turn.
  if (!state.responding) return stay(state);
  const effects: TurnEffect[] = [];
  let next = state;
  // Blanks alone say nothing, but they separate the words around them. Models send them as tokens
  // of their own.
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

/** Ends the turn once the response is complete and all sound was played. */
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
      // The session knows the transfer number. It ends the call, or continues with a warning.
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

/** A new line of the caller ends the open turn. */
function interrupt(state: TurnState): TurnEffect[] {
  if (!state.open) return [];
  return [...cut(state), { type: 'turnFinished', turn: state.turn, outcome: 'interrupted' }];
}

/** The call ends during the turn, which is not an interruption. */
function cutByHangUp(state: TurnState): TurnEffect[] {
  if (!state.open) return [];
  const outcome = state.heard ? 'heard' : 'silent';
  return [...cut(state), { type: 'turnFinished', turn: state.turn, outcome, cutBy: 'hangUp' }];
}

/** How the turn's end is logged. */
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

/** Stops the rest of the answer, both words and sound. */
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
