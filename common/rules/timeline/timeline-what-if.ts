import type {
  PartName,
  TimelinePart,
  TimelinePiece,
  TimelineTool,
  TimelineTurn,
} from '../../contract/index.ts';
import { toMs, toUs } from './timeline.ts';
import { withSilenceFigures } from './turn-silence.ts';

/** The parts before the request is on the wire. */
const BEFORE_THE_REQUEST: ReadonlySet<PartName> = new Set([
  'endpointing',
  'transcription',
  'held',
  'dispatch',
]);
/**
 * The parts after the words were streamed. The sender does not wait for them, so what it streams
 * later keeps its time.
 */
const BEHIND_THE_STREAM: ReadonlySet<PartName> = new Set([
  'segmentation',
  'synthesis',
  'playout',
  'device',
]);
/** Pieces that follow each other within this time were waiting for each other. */
const CHAINED_WITHIN_US = 30_000;

/**
 * The turn as it would have been if one part had taken `durationMs`. Everything that depends on the
 * part moves by the difference, and nothing else does. A slower voice does not slow the server:
 * lines keep their time, only the sound moves, and later pieces move only as far as necessary. If
 * the turn lacks the part, nothing changes. Durations are exact to the microsecond.
 */
export function withPartDuration(
  turn: TimelineTurn,
  name: PartName,
  durationMs: number,
): TimelineTurn {
  const part = turn.parts.find((candidate) => candidate.name === name);
  if (part === undefined) return turn;
  const endUs = toUs(part.endMs);
  const shiftUs = Math.max(0, toUs(durationMs)) - (endUs - toUs(part.startMs));
  if (shiftUs === 0) return turn;
  const at = turn.parts.indexOf(part);
  const move = (ms: number) => toMs(toUs(ms) + shiftUs);
  const parts = turn.parts.map((other, index): TimelinePart => {
    if (index < at) return other;
    return {
      ...other,
      startMs: index === at ? other.startMs : move(other.startMs),
      endMs: move(other.endMs),
    };
  });
  const streamMoves = !BEHIND_THE_STREAM.has(name);
  /** A line without words may precede the first line that counts, and does not wait for it. */
  const stream = (ms: number) =>
    streamMoves && (name !== 'firstChunk' || toUs(ms) >= endUs) ? move(ms) : ms;
  const pieces = movedPieces(turn.pieces, name, shiftUs);
  const spoken = new Map(turn.pieces.map((piece, index) => [piece.spokenFromMs, pieces[index]]));
  const spokenEnd = new Map(turn.pieces.map((piece, index) => [piece.spokenToMs, pieces[index]]));
  return withSilenceFigures({
    ...turn,
    responseLatencyMs:
      turn.responseLatencyMs === null
        ? null
        : name === 'held'
          ? turn.responseLatencyMs
          : move(turn.responseLatencyMs),
    parts,
    request: turn.request && {
      ...turn.request,
      sentMs: BEFORE_THE_REQUEST.has(name) ? move(turn.request.sentMs) : turn.request.sentMs,
      endedMs: turn.request.endedMs === null ? null : stream(turn.request.endedMs),
    },
    chunks: turn.chunks.map((chunk) => ({
      ...chunk,
      atMs: stream(chunk.atMs),
      spokenFromMs: spoken.get(chunk.spokenFromMs)?.spokenFromMs ?? chunk.spokenFromMs,
      spokenToMs: spokenEnd.get(chunk.spokenToMs)?.spokenToMs ?? chunk.spokenToMs,
    })),
    pieces,
    tools: movedTools(turn.tools, name, stream, move),
    interruptedAtMs:
      turn.interruptedAtMs === null || toUs(turn.interruptedAtMs) < endUs
        ? turn.interruptedAtMs
        : move(turn.interruptedAtMs),
  });
}

/** A different tool time changes the slowest tool: its end moves, and everything after it. */
function movedTools(
  tools: readonly TimelineTool[],
  name: PartName,
  stream: (ms: number) => number,
  move: (ms: number) => number,
): TimelineTool[] {
  const lasted = ({ startMs, endMs }: TimelineTool) => (endMs ?? startMs) - startMs;
  const slowest = tools
    .filter(({ builtIn }) => !builtIn)
    .reduce<TimelineTool | null>(
      (best, tool) => (best === null || lasted(tool) > lasted(best) ? tool : best),
      null,
    );
  return tools.map((tool) => {
    if (name !== 'tool') {
      const endMs = tool.endMs === null ? null : stream(tool.endMs);
      return { ...tool, startMs: stream(tool.startMs), endMs };
    }
    const after = slowest?.endMs != null && tool.startMs >= slowest.endMs;
    const startMs = after ? move(tool.startMs) : tool.startMs;
    if (tool.endMs === null || (!after && tool !== slowest)) return { ...tool, startMs };
    return { ...tool, startMs, endMs: Math.max(startMs, move(tool.endMs)) };
  });
}

function movedPieces(
  pieces: readonly TimelinePiece[],
  name: PartName,
  shiftUs: number,
): TimelinePiece[] {
  const streamMoves = !BEHIND_THE_STREAM.has(name);
  let first = true;
  let lastToUs: number | null = null;
  let movedToUs: number | null = null;
  return pieces.map((piece) => {
    const queuedMoves = streamMoves || (first && name === 'segmentation');
    const audioMoves = queuedMoves || (first && name === 'synthesis');
    const moved = (ms: number, moves: boolean) => (moves ? toMs(toUs(ms) + shiftUs) : ms);
    const queuedMs = moved(piece.queuedMs, queuedMoves);
    const firstAudioMs = piece.firstAudioMs === null ? null : moved(piece.firstAudioMs, audioMoves);
    if (piece.spokenFromMs === null) return { ...piece, queuedMs, firstAudioMs };
    const fromUs = toUs(piece.spokenFromMs);
    const gapUs: number = lastToUs === null ? 0 : fromUs - lastToUs;
    const chained = lastToUs !== null && gapUs < CHAINED_WITHIN_US;
    // A chained piece was ready before it was heard; the others were heard as soon as they were
    // ready.
    const readyUs = chained ? toUs(firstAudioMs ?? queuedMs) : fromUs + (streamMoves ? shiftUs : 0);
    const startUs: number =
      movedToUs === null ? fromUs + shiftUs : Math.max(readyUs, movedToUs + (chained ? gapUs : 0));
    const spokenToMs =
      piece.spokenToMs === null ? null : toMs(startUs + toUs(piece.spokenToMs) - fromUs);
    first = false;
    lastToUs = piece.spokenToMs === null ? null : toUs(piece.spokenToMs);
    movedToUs = spokenToMs === null ? startUs : toUs(spokenToMs);
    const heard = (stretch: TimelinePiece['sounds'][number]) => ({
      fromMs: toMs(toUs(stretch.fromMs) + startUs - fromUs),
      toMs: toMs(toUs(stretch.toMs) + startUs - fromUs),
    });
    return {
      ...piece,
      queuedMs,
      firstAudioMs,
      spokenFromMs: toMs(startUs),
      spokenToMs,
      sounds: piece.sounds.map(heard),
      holds: piece.holds.map(heard),
    };
  });
}

/**
 * A stretch of the recording, moved to another time. In milliseconds; `fromMs` and `toMs` are those
 * of the call.
 */
export interface HeardStretch {
  readonly side: 'caller' | 'agent';
  readonly atMs: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** The sound of the changed turn: each stretch of the original recording with its new time. */
export function soundOfWhatIf(before: TimelineTurn, after: TimelineTurn): HeardStretch[] {
  const stretches: HeardStretch[] = [];
  if (before.callerStartedMs !== null && before.callerStoppedMs !== null) {
    const fromMs = before.callerStartedMs;
    const toMs = before.callerStoppedMs;
    if (toMs > fromMs) stretches.push({ side: 'caller', atMs: fromMs, fromMs, toMs });
  }
  for (const [index, piece] of before.pieces.entries()) {
    const atMs = after.pieces[index]?.spokenFromMs ?? null;
    if (piece.spokenFromMs === null || piece.spokenToMs === null || atMs === null) continue;
    stretches.push({ side: 'agent', atMs, fromMs: piece.spokenFromMs, toMs: piece.spokenToMs });
  }
  return stretches;
}
