import type {
  CallEvent,
  PartName,
  PartOwner,
  Percentiles,
  Timeline,
  TimelineChunk,
  TimelinePart,
  TimelinePiece,
  TimelineTool,
  TimelineTurn,
} from '../../contract/index.ts';
import { oneWorkerWarning } from '../turns/one-worker.ts';
import {
  heardText,
  type PieceRecord,
  readCall,
  saidText,
  type TurnRecord,
} from '../turns/turn-records.ts';
import { type DeadAir, deadAirOf, type PieceSound, pieceSound } from './dead-air.ts';
import { deadAirWarning } from './silence-budget.ts';

/** Derives the latency timeline of a call from its event log. */
export function buildTimeline(callId: string, events: readonly CallEvent[]): Timeline {
  const { turns: records, model } = readCall(events);
  const answers = model === null ? 'server' : 'model';
  const turns = records.map((turn) => timelineTurn(turn, records, answers));
  const latencies = turns.flatMap((turn) => turn.responseLatencyMs ?? []);
  const byPart = new Map<PartName, number[]>();
  for (const part of heardTurns(turns).flatMap((turn) => turn.parts)) {
    const durations = byPart.get(part.name) ?? [];
    durations.push(toMs(toUs(part.endMs) - toUs(part.startMs)));
    byPart.set(part.name, durations);
  }
  return {
    callId,
    turns,
    warnings: events.flatMap((event) =>
      event.type === 'warning' && event.turn === null
        ? [{ atMs: toMs(event.atUs), ...event.data }]
        : [],
    ),
    percentiles: {
      responseLatency: percentilesOf(latencies),
      longestSilence: percentilesOf(longestSilences(turns)),
      parts: Object.fromEntries([...byPart].map(([name, ms]) => [name, percentilesOf(ms)])),
    },
  };
}

/** Counts only turns that were heard, and not the greeting, which is not an answer. */
export function longestSilences(
  turns: readonly Pick<TimelineTurn, 'responseLatencyMs' | 'longestSilenceMs'>[],
): number[] {
  return heardTurns(turns).map(({ longestSilenceMs }) => longestSilenceMs);
}

/**
 * The turns that percentiles are computed from. A part in which a turn failed says nothing about
 * how long that part usually takes: a refused connection is quick, a timeout as long as its limit.
 */
export function heardTurns<T extends Pick<TimelineTurn, 'responseLatencyMs'>>(
  turns: readonly T[],
): T[] {
  return turns.filter(({ responseLatencyMs }) => responseLatencyMs !== null);
}

function timelineTurn(
  turn: TurnRecord,
  all: readonly TurnRecord[],
  answers: Answers,
): TimelineTurn {
  const sounds = turn.pieces.map((piece) => pieceSound(piece));
  const silence = silenceFigures(deadAirOf(sounds));
  const deadAir = deadAirWarning(silence.longestSilenceMs);
  const boundaries = turn.index === 0 ? [] : boundariesOf(turn, answers);
  const parts = partsBetween(turn.callerStoppedUs, boundaries);
  const wasHeard = boundaries.some(({ name, isReached }) => name === 'playout' && isReached);
  const last = parts.at(-1);
  return {
    index: turn.index,
    caller: turn.caller?.text ?? null,
    outcome: turn.outcome,
    responseLatencyMs:
      wasHeard && last && parts[0]
        ? toMs(toUs(last.endMs) - toUs(parts[0].startMs) - heldUsOf(parts))
        : null,
    simulated: turn.caller?.source === 'typed' || turn.caller?.source === 'synthesised',
    earSource: turn.ear?.source ?? 'socket',
    callerStartedMs: toMsOrNull(turn.callerStartedUs),
    callerStoppedMs: toMsOrNull(turn.callerStoppedUs),
    parts,
    request: turn.request && {
      deliveryId: turn.request.deliveryId,
      url: turn.request.url,
      sentMs: toMs(turn.request.sentUs),
      status: turn.response?.status ?? null,
      endedMs: toMsOrNull(turn.responseEndedUs),
    },
    chunks: chunksOf(turn),
    pieces: turn.pieces.map(
      (piece, n): TimelinePiece => ({
        piece: piece.piece,
        text: piece.text,
        spoken: piece.spoken,
        queuedMs: toMs(piece.queuedUs),
        firstAudioMs: toMsOrNull(piece.firstAudioUs),
        engine: piece.engine,
        spokenFromMs: toMsOrNull(piece.startedUs),
        spokenToMs: toMsOrNull(piece.endedUs),
        ...soundInMs(sounds[n]),
      }),
    ),
    tools: turn.tools.map(
      ({ called, calledUs, answered, answeredUs }): TimelineTool => ({
        name: called.name,
        args: { ...called.args },
        builtIn: called.builtIn,
        url: called.url,
        ok: answered?.ok ?? null,
        status: answered?.status ?? null,
        startMs: toMs(calledUs),
        endMs: toMsOrNull(answeredUs),
        answer: answered?.answer ?? null,
        deliveryId: answered?.deliveryId ?? null,
        message: answered?.message ?? null,
      }),
    ),
    interruptedAtMs: toMsOrNull(turn.interruptedUs),
    cutBy: turn.cutBy,
    ...silence,
    heard: heardText(turn),
    said: saidText(turn),
    warnings: [...turn.warnings, deadAir, oneWorkerWarning(turn, all)].filter(
      (warning) => warning !== null,
    ),
  };
}

function soundInMs(
  sound: PieceSound | undefined,
): Pick<TimelinePiece, 'sounds' | 'holds' | 'pauseMs'> {
  const { sounds = [], holds = [], pauseUs = 0 } = sound ?? {};
  const inMs = ({ fromUs, toUs }: PieceSound['sounds'][number]) => ({
    fromMs: toMs(fromUs),
    toMs: toMs(toUs),
  });
  return { sounds: sounds.map(inMs), holds: holds.map(inMs), pauseMs: toMs(pauseUs) };
}

/** The figures of a turn's silence, in the timeline's units. */
export function silenceFigures({
  longest,
  silenceUs,
  resumedUs,
}: DeadAir): Pick<TimelineTurn, 'longestSilenceMs' | 'silenceMs' | 'resumedAtMs'> {
  return {
    longestSilenceMs: longest === null ? 0 : toMs(longest.toUs - longest.fromUs),
    silenceMs: toMs(silenceUs),
    resumedAtMs: toMsOrNull(resumedUs),
  };
}

interface Boundary {
  readonly name: PartName;
  readonly owner: PartOwner;
  readonly atUs: number;
  /** False for the part in which the turn ended. */
  readonly isReached: boolean;
}

/** Who answers the call's turns. */
type Answers = Extract<PartOwner, 'server' | 'model'>;
type Reached = readonly [PartName, PartOwner, number | null | undefined];

/**
 * Where each part ends, as far as the turn got. If it ended before anything was heard, the part that
 * was under way ends with it, so that all of the wait has an owner.
 */
function boundariesOf(turn: TurnRecord, answers: Answers): Boundary[] {
  const boundaries: Boundary[] = [];
  for (const [name, owner, atUs] of reachedBoundaries(turn, answers)) {
    if (atUs !== null && atUs !== undefined) {
      boundaries.push({ name, owner, atUs, isReached: true });
      continue;
    }
    const isHeard = boundaries.at(-1)?.name === 'playout';
    if (!isHeard && turn.finishedUs !== null) {
      boundaries.push({ name, owner, atUs: turn.finishedUs, isReached: false });
    }
    break;
  }
  return boundaries;
}

function reachedBoundaries(turn: TurnRecord, ofCall: Answers): readonly Reached[] {
  // A model is asked without a delivery.
  const ofRequest = turn.request?.deliveryId === null ? 'model' : 'server';
  const answers = turn.request === null ? ofCall : ofRequest;
  // A piece that could not be spoken delayed the sound, but did not end the wait.
  const first = turn.pieces.find((piece) => piece.startedUs !== null) ?? turn.pieces[0];
  const firstWordsUs = speakableUs(turn, first);
  const asked: readonly Reached[] = [
    ['endpointing', 'setting', turn.endpointedUs],
    ['transcription', 'sttEngine', turn.caller?.atUs],
  ];
  if (turn.warnings.some(({ code }) => code === 'no_webhook')) return asked;
  return [
    ...asked,
    // What is before and after the hold belongs together, so the hold is drawn ahead of both.
    ...heldBoundary(turn),
    ...dispatchBoundary(turn),
    ['firstByte', answers, turn.response?.atUs],
    // Like a hold: the model's time before and after its tool calls belongs together.
    ...toolBoundary(turn, firstWordsUs ?? null),
    ['firstChunk', answers, firstWordsUs],
    ['segmentation', 'us', first?.queuedUs],
    ...synthesisBoundary(first),
    ['playout', 'us', first?.startedUs],
    ['device', 'device', turn.ear?.atUs],
  ];
}
/**
 * When the words of the first piece were complete. If the sender's first words were not enough for
 * a piece, they waited for more words or for the end. Undefined before any words.
 */
function speakableUs(turn: TurnRecord, first: PieceRecord | undefined): number | undefined {
  const words = turn.lines.find((line) => line.text.trim() !== '');
  if (words === undefined || first === undefined) return words?.atUs;
  const sent = [...turn.lines.map(({ atUs }) => atUs), turn.responseEndedUs ?? words.atUs];
  const before = sent.filter((atUs) => atUs > words.atUs && atUs <= first.queuedUs);
  return Math.max(words.atUs, ...before);
}

/**
 * Where the request's bytes were on the socket. If they never were, the server or its network did
 * not take the connection: that wait is not ours, so it is left to the first byte.
 */
function dispatchBoundary(turn: TurnRecord): Reached[] {
  const isOver = turn.response !== null || turn.finishedUs !== null;
  return turn.request === null && isOver ? [] : [['dispatch', 'us', turn.request?.sentUs]];
}

function heldBoundary(turn: TurnRecord): Reached[] {
  if (turn.caller === null) return [];
  if (turn.heldSinceUs !== null && turn.finishedUs !== null) {
    return [['held', 'breakpoint', turn.finishedUs]];
  }
  if (turn.heldUs === 0) return [];
  return [['held', 'breakpoint', turn.caller.atUs + turn.heldUs]];
}

/**
 * How long the caller waited for the user's tools before the first words. Concurrent tools count
 * once.
 */
function toolBoundary(
  turn: TurnRecord,
  firstWordsUs: number | null,
): [PartName, PartOwner, number][] {
  const startUs = turn.response?.atUs;
  if (startUs === undefined) return [];
  let waitedUs = 0;
  let countedUs = startUs;
  for (const { called, calledUs, answeredUs } of turn.tools) {
    if (called.builtIn || answeredUs === null) continue;
    const fromUs = Math.max(calledUs, countedUs);
    const untilUs = Math.min(answeredUs, firstWordsUs ?? answeredUs);
    if (untilUs <= fromUs) continue;
    waitedUs += untilUs - fromUs;
    countedUs = untilUs;
  }
  return waitedUs === 0 ? [] : [['tool', 'server', startUs + waitedUs]];
}

/** Nothing is synthesised for a carrier that speaks by itself; it gets the words. */
function synthesisBoundary(
  first: PieceRecord | undefined,
): [PartName, PartOwner, number | null | undefined][] {
  const relayed = first && first.startedUs !== null && first.firstAudioUs === null;
  return relayed ? [] : [['synthesis', 'ttsEngine', first?.firstAudioUs]];
}

/** Time at a breakpoint is shown, but is not latency. */
function heldUsOf(parts: readonly TimelinePart[]): number {
  return parts
    .filter(({ name }) => name === 'held')
    .reduce((sum, { startMs, endMs }) => sum + toUs(endMs) - toUs(startMs), 0);
}

/**
 * The parts between the boundaries. A boundary that is earlier than the previous one is moved onto
 * it, so parts are never negative and always add up to the whole.
 */
function partsBetween(startUs: number | null, boundaries: readonly Boundary[]): TimelinePart[] {
  if (startUs === null) return [];
  let fromUs = startUs;
  return boundaries.map(({ name, owner, atUs }) => {
    const toUsForced = Math.max(fromUs, atUs);
    const part = { name, owner, startMs: toMs(fromUs), endMs: toMs(toUsForced) };
    fromUs = toUsForced;
    return part;
  });
}

/** Each line with the time span in which its pieces were heard. */
function chunksOf(turn: TurnRecord): TimelineChunk[] {
  const spoken = new Map<number, { fromUs: number; toUs: number | null }>();
  for (const piece of turn.pieces) {
    if (piece.startedUs === null) continue;
    for (const line of piece.lines) {
      const span = spoken.get(line);
      if (span) span.toUs = piece.endedUs;
      else spoken.set(line, { fromUs: piece.startedUs, toUs: piece.endedUs });
    }
  }
  return turn.lines.map((line) => ({
    atMs: toMs(line.atUs),
    text: line.text,
    interim: line.interim,
    spokenFromMs: toMsOrNull(spoken.get(line.line)?.fromUs ?? null),
    spokenToMs: toMsOrNull(spoken.get(line.line)?.toUs ?? null),
  }));
}

/** Nearest-rank percentiles of durations in milliseconds. */
export function percentilesOf(values: readonly number[]): Percentiles {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = (p: number) => sorted[Math.max(0, Math.ceil((p / 100) * sorted.length) - 1)] ?? null;
  return { p50: rank(50), p90: rank(90), p99: rank(99), n: sorted.length };
}

/** Whole microseconds as milliseconds with three decimals. */
export function toMs(us: number): number {
  return us / 1000;
}

/** The inverse of `toMs`, exact for its results. */
export function toUs(ms: number): number {
  return Math.round(ms * 1000);
}

function toMsOrNull(us: number | null): number | null {
  return us === null ? null : toMs(us);
}
