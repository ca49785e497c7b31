import type {
  CallEvent,
  CallEventData,
  CallerPhone,
  CallerSource,
  CallModel,
  CallWarning,
  DisconnectionReason,
  TurnOutcome,
} from '../../contract/index.ts';
import type { Silence } from '../sound/silences.ts';
import { applyToUtterance, spokenAs, type UtteranceRecord } from './utterance-records.ts';

/**
 * The event log of a call, folded into one record per turn. Transcript, timeline, figures and the
 * window's bubbles are all computed from these. Times are microseconds since the start of the call.
 */
export interface TurnRecord {
  readonly index: number;
  caller: { text: string; confidence: number; source: CallerSource; atUs: number } | null;
  callerStartedUs: number | null;
  callerStoppedUs: number | null;
  endpointedUs: number | null;
  request: { deliveryId: string | null; url: string; sentUs: number } | null;
  /** Since when a breakpoint has held the request; null if none does. */
  heldSinceUs: number | null;
  /** How long it was held. */
  heldUs: number;
  response: { status: number; contentType: string | null; atUs: number } | null;
  responseEndedUs: number | null;
  /** The call did not wait for the end of the answer. */
  isBrokenOff: boolean;
  lines: { line: number; atUs: number; text: string; interim: boolean }[];
  pieces: PieceRecord[];
  tools: ToolRecord[];
  ear: { atUs: number; source: 'worklet' | 'twilioEstimate' } | null;
  interruptedUs: number | null;
  outcome: TurnOutcome | null;
  cutBy: 'caller' | 'hangUp' | null;
  finishedUs: number | null;
  readonly warnings: CallWarning[];
}

export interface PieceRecord {
  readonly piece: number;
  readonly text: string;
  /** The text as it was passed to the voice. */
  spoken: string;
  readonly lines: readonly number[];
  /** The pause after it; null in logs of older versions. */
  readonly pauseAfterMs: number | null;
  readonly queuedUs: number;
  firstAudioUs: number | null;
  engine: string | null;
  /** When its sound began; null while none of it was heard. */
  startedUs: number | null;
  /** When its last frame was played, or it was cut. */
  endedUs: number | null;
  /** What had been heard of it when it was cut. */
  cutText: string | null;
  /** How much of its sound was heard before it was cut. */
  playedMs: number | null;
  /** The length of its sound; null until synthesis is complete. */
  durationMs: number | null;
  /** Its inaudible stretches, measured from its first sample. */
  silences: readonly Silence[];
  /** When it was paused; `toUs` is null during the pause. */
  holds: { readonly fromUs: number; toUs: number | null }[];
}

/** A tool that the hosted model called. */
export interface ToolRecord {
  readonly called: CallEventData['tool.called'];
  readonly calledUs: number;
  /** Null while it is running. */
  answered: CallEventData['tool.answered'] | null;
  answeredUs: number | null;
}

export interface CallUsage {
  inputTokens: number;
  outputTokens: number;
  toolCalls: number;
}

export interface CallRecord {
  readonly turns: readonly TurnRecord[];
  readonly answeredUs: number | null;
  /** Null: the agent's webhook answers. */
  readonly model: CallModel | null;
  readonly usage: Readonly<CallUsage>;
  /** The simulated caller's telephone, as they left it. */
  readonly phone: CallerPhone;
  readonly ended: {
    atUs: number;
    reason: DisconnectionReason;
    status: 'completed' | 'failed';
  } | null;
}

/** Folds the log. Events must be in `seq` order. */
export function readCall(events: readonly CallEvent[]): CallRecord {
  const turns = new Map<number, TurnRecord>();
  const pieces = new Map<number, PieceRecord>();
  const utterances = new Map<number, UtteranceRecord>();
  let answeredUs: number | null = null;
  let ended: CallRecord['ended'] = null;
  let model: CallModel | null = null;
  let phone: CallerPhone = { muted: false, held: false, line: 'clear' };
  const usage: CallUsage = { inputTokens: 0, outputTokens: 0, toolCalls: 0 };

  for (const event of events) {
    if (event.type === 'call.ringing') model = event.data.model ?? null;
    count(usage, event);
    if (event.type === 'call.answered') answeredUs = event.atUs;
    if (event.type === 'phone.set') phone = { ...phone, ...event.data };
    if (event.type === 'call.ended') ended = { atUs: event.atUs, ...event.data };
    if (event.turn === null) continue;
    let turn = turns.get(event.turn);
    if (!turn) {
      turn = emptyTurn(event.turn);
      turns.set(event.turn, turn);
    }
    applyToUtterance(utterances, event);
    if (event.type === 'transcript.final') spokenAs(turn, utterances, event.data.utterances ?? []);
    apply(turn, pieces, event);
  }
  const begun = [...turns.values()].filter(hasBegun).sort((a, b) => a.index - b.index);
  return { turns: begun, answeredUs, model, usage, phone, ended };
}

function count(usage: CallUsage, event: CallEvent): void {
  if (event.type === 'tool.called') usage.toolCalls += 1;
  if (event.type !== 'model.used') return;
  usage.inputTokens += event.data.inputTokens;
  usage.outputTokens += event.data.outputTokens;
}

function apply(turn: TurnRecord, pieces: Map<number, PieceRecord>, event: CallEvent): void {
  switch (event.type) {
    // Once the line is known, later sound may belong to another line.
    case 'caller.speechStarted':
      if (!turn.caller) turn.callerStartedUs = event.atUs;
      return;
    case 'caller.dismissed':
      if (turn.caller) return;
      turn.callerStartedUs = null;
      turn.callerStoppedUs = null;
      turn.endpointedUs = null;
      return;
    case 'caller.stopped':
      if (!turn.caller) turn.callerStoppedUs = event.atUs;
      return;
    case 'turn.endpointed':
      if (!turn.caller) turn.endpointedUs = event.atUs;
      return;
    case 'transcript.final': {
      const { text, confidence, source } = event.data;
      turn.caller = { text, confidence, source, atUs: event.atUs };
      return;
    }
    case 'caller.wentOn':
      Object.assign(turn, emptyAnswer());
      return;
    case 'request.held':
      turn.heldSinceUs = event.atUs;
      return;
    case 'request.released':
      turn.heldUs += event.atUs - (turn.heldSinceUs ?? event.atUs);
      turn.heldSinceUs = null;
      return;
    case 'request.sent':
      turn.request = { ...event.data, sentUs: event.atUs };
      return;
    case 'response.started':
      turn.response = { ...event.data, atUs: event.atUs };
      return;
    case 'response.ended':
      turn.responseEndedUs = event.atUs;
      turn.isBrokenOff = event.data.outcome === 'aborted';
      return;
    case 'response.line': {
      const { line, text, interim } = event.data;
      turn.lines.push({ line, atUs: event.atUs, text, interim });
      return;
    }
    case 'tool.called':
      turn.tools.push({
        called: event.data,
        calledUs: event.atUs,
        answered: null,
        answeredUs: null,
      });
      return;
    case 'tool.answered': {
      const tool = turn.tools.find(({ called }) => called.call === event.data.call);
      if (!tool) return;
      tool.answered = event.data;
      tool.answeredUs = event.atUs;
      return;
    }
    case 'piece.queued': {
      const piece = emptyPiece(event.data, event.atUs);
      turn.pieces.push(piece);
      pieces.set(piece.piece, piece);
      return;
    }
    case 'synthesis.firstAudio':
      change(pieces, event.data.piece, (piece) => {
        piece.firstAudioUs = event.atUs;
        piece.engine = event.data.engine;
        piece.spoken = event.data.spoken ?? piece.spoken;
      });
      return;
    case 'synthesis.ended':
      change(pieces, event.data.piece, (piece) => {
        piece.durationMs = event.data.durationMs;
        piece.silences = event.data.silences ?? [];
      });
      return;
    case 'playout.started':
      change(pieces, event.data.piece, (piece) => {
        piece.startedUs = event.atUs;
      });
      return;
    case 'playout.ended':
      change(pieces, event.data.piece, (piece) => {
        piece.endedUs = event.atUs;
      });
      return;
    case 'playout.cut':
      change(pieces, event.data.piece, (piece) => {
        piece.cutText = event.data.heardText;
        piece.playedMs = event.data.playedMs;
        letGo(piece, event.atUs);
        if (event.data.playedMs > 0 || event.data.heardText !== '') piece.endedUs = event.atUs;
        else unplay(piece);
      });
      return;
    case 'playout.paused':
      // Playout resumes in this piece; later pieces that had started were taken back.
      for (const piece of turn.pieces) {
        if (piece.piece === event.data.piece) {
          piece.endedUs = null;
          piece.holds.push({ fromUs: event.atUs, toUs: null });
        }
        if (piece.piece > event.data.piece) unplay(piece);
      }
      return;
    case 'playout.resumed':
      change(pieces, event.data.piece, (piece) => letGo(piece, event.atUs));
      return;
    case 'ear.heard':
      turn.ear ??= { atUs: event.atUs, source: event.data.source };
      return;
    case 'turn.interrupted':
      turn.interruptedUs = event.atUs;
      return;
    case 'turn.resumed':
      turn.interruptedUs = null;
      return;
    case 'turn.finished':
      turn.finishedUs = event.atUs;
      finish(turn, event.data);
      return;
    case 'warning':
      turn.warnings.push(event.data);
      return;
    case 'call.ringing':
    case 'call.answered':
    case 'call.ended':
    case 'call.transferred':
    case 'model.used':
    case 'synthesis.failed':
    case 'transcript.partial':
    case 'dtmf.received':
    case 'dtmf.sent':
    case 'backchannel.spoken':
    case 'echo.suppressed':
    case 'screening.answered':
    case 'screening.passed':
    case 'line.stalled':
    case 'line.quality':
      return;
  }
}

function finish(turn: TurnRecord, { outcome, cutBy }: CallEventData['turn.finished']): void {
  turn.outcome = outcome;
  turn.cutBy = cutBy ?? (outcome === 'interrupted' ? 'caller' : null);
  if (turn.cutBy !== 'hangUp') return;
  // Sound that was still on its way when the call ended was not heard.
  const heard = turn.pieces.some((piece) => piece.startedUs !== null);
  turn.outcome = heard ? 'heard' : 'silent';
}

/** False for a turn that was opened by a cough and came to nothing. */
function hasBegun(turn: TurnRecord): boolean {
  return turn.index === 0 || turn.callerStartedUs !== null || turn.caller !== null;
}

/** What the caller heard of the turn so far. */
export function heardText(turn: TurnRecord): string {
  return turn.pieces
    .filter((piece) => piece.startedUs !== null)
    .map((piece) => piece.cutText ?? piece.text)
    .filter((text) => text !== '')
    .join(' ');
}

/** What the agent meant to say in the turn. */
export function saidText(turn: TurnRecord): string {
  return turn.pieces.map((piece) => piece.text).join(' ');
}

function change(
  pieces: Map<number, PieceRecord>,
  number: number,
  edit: (piece: PieceRecord) => void,
): void {
  const piece = pieces.get(number);
  if (piece) edit(piece);
}

/** Ends the piece's pause. */
function letGo(piece: PieceRecord, atUs: number): void {
  const hold = piece.holds.at(-1);
  if (hold) hold.toUs ??= atUs;
}

/** Marks the piece as not heard. */
function unplay(piece: PieceRecord): void {
  piece.startedUs = null;
  piece.endedUs = null;
}

function emptyPiece(data: CallEventData['piece.queued'], atUs: number): PieceRecord {
  return {
    ...data,
    spoken: data.spoken ?? data.text,
    pauseAfterMs: data.pauseAfterMs ?? null,
    queuedUs: atUs,
    firstAudioUs: null,
    engine: null,
    startedUs: null,
    endedUs: null,
    cutText: null,
    playedMs: null,
    durationMs: null,
    silences: [],
    holds: [],
  };
}

function emptyTurn(index: number): TurnRecord {
  return {
    index,
    caller: null,
    callerStartedUs: null,
    callerStoppedUs: null,
    endpointedUs: null,
    ...emptyAnswer(),
    outcome: null,
    cutBy: null,
    finishedUs: null,
    warnings: [],
  };
}

/** The part of a record that comes after the caller's line. */
function emptyAnswer() {
  return {
    request: null,
    heldSinceUs: null,
    heldUs: 0,
    response: null,
    responseEndedUs: null,
    isBrokenOff: false,
    lines: [],
    pieces: [],
    tools: [],
    ear: null,
    interruptedUs: null,
  } satisfies Partial<TurnRecord>;
}
