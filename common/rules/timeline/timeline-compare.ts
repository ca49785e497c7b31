import type { PartName, Timeline, TimelinePiece, TimelineTurn } from '../../contract/index.ts';
import { toMs, toUs } from './timeline.ts';
import { partMs } from './timeline-parts.ts';

/** One part in two turns; null if a turn did not get that far. Milliseconds. */
export interface PartDifference {
  readonly name: PartName;
  readonly aMs: number | null;
  readonly bMs: number | null;
  /** b − a, where a missing part counts as 0. */
  readonly deltaMs: number;
}

export interface TurnDifference {
  readonly index: number;
  readonly a: TimelineTurn | null;
  readonly b: TimelineTurn | null;
  readonly parts: readonly PartDifference[];
  /** b − a; null unless both were heard. */
  readonly deltaMs: number | null;
  /** b − a for the longest silence within the answer; null unless both were heard. */
  readonly silenceDeltaMs: number | null;
  /** The part that changed most; null if none did. */
  readonly most: PartDifference | null;
}

/**
 * Compares two turns, with 0 at "caller stopped" in both. The parts are in the order in which they
 * happened.
 */
export function compareTurns(a: TimelineTurn | null, b: TimelineTurn | null): TurnDifference {
  const names = [...(a?.parts ?? []), ...(b?.parts ?? [])].map(({ name }) => name);
  const parts = [...new Set(names)].map((name): PartDifference => {
    const aMs = durationOf(a, name);
    const bMs = durationOf(b, name);
    return { name, aMs, bMs, deltaMs: toMs(toUs(bMs ?? 0) - toUs(aMs ?? 0)) };
  });
  const most = parts.reduce<PartDifference | null>(
    (largest, part) => (Math.abs(part.deltaMs) > Math.abs(largest?.deltaMs ?? 0) ? part : largest),
    null,
  );
  const aTotal = a?.responseLatencyMs ?? null;
  const bTotal = b?.responseLatencyMs ?? null;
  const heard = a !== null && b !== null && aTotal !== null && bTotal !== null;
  return {
    index: a?.index ?? b?.index ?? 0,
    a,
    b,
    parts,
    deltaMs: aTotal === null || bTotal === null ? null : toMs(toUs(bTotal) - toUs(aTotal)),
    silenceDeltaMs: heard ? toMs(toUs(b.longestSilenceMs) - toUs(a.longestSilenceMs)) : null,
    most,
  };
}

/** Compares two calls turn by turn. The greeting is left out, because nobody waits for it. */
export function compareCalls(a: Timeline, b: Timeline): TurnDifference[] {
  const indexes = new Set([...a.turns, ...b.turns].map(({ index }) => index));
  indexes.delete(0);
  const of = (timeline: Timeline, index: number) =>
    timeline.turns.find((turn) => turn.index === index) ?? null;
  return [...indexes]
    .sort((x, y) => x - y)
    .map((index) => compareTurns(of(a, index), of(b, index)));
}

/** The turn with 0 at "caller stopped", so that two turns can be overlaid. */
export function alignedAtCallerStopped(turn: TimelineTurn): TimelineTurn {
  const zeroUs = toUs(turn.callerStoppedMs ?? turn.parts[0]?.startMs ?? 0);
  const at = (ms: number) => toMs(toUs(ms) - zeroUs);
  const atOrNull = (ms: number | null) => (ms === null ? null : at(ms));
  const stretch = ({ fromMs, toMs: endMs }: TimelinePiece['sounds'][number]) => ({
    fromMs: at(fromMs),
    toMs: at(endMs),
  });
  return {
    ...turn,
    callerStartedMs: atOrNull(turn.callerStartedMs),
    callerStoppedMs: atOrNull(turn.callerStoppedMs),
    parts: turn.parts.map((part) => ({
      ...part,
      startMs: at(part.startMs),
      endMs: at(part.endMs),
    })),
    request: turn.request && {
      ...turn.request,
      sentMs: at(turn.request.sentMs),
      endedMs: atOrNull(turn.request.endedMs),
    },
    chunks: turn.chunks.map((chunk) => ({
      ...chunk,
      atMs: at(chunk.atMs),
      spokenFromMs: atOrNull(chunk.spokenFromMs),
      spokenToMs: atOrNull(chunk.spokenToMs),
    })),
    pieces: turn.pieces.map((piece) => ({
      ...piece,
      queuedMs: at(piece.queuedMs),
      firstAudioMs: atOrNull(piece.firstAudioMs),
      spokenFromMs: atOrNull(piece.spokenFromMs),
      spokenToMs: atOrNull(piece.spokenToMs),
      sounds: piece.sounds.map(stretch),
      holds: piece.holds.map(stretch),
    })),
    tools: turn.tools.map((tool) => ({
      ...tool,
      startMs: at(tool.startMs),
      endMs: atOrNull(tool.endMs),
    })),
    interruptedAtMs: atOrNull(turn.interruptedAtMs),
    resumedAtMs: atOrNull(turn.resumedAtMs),
  };
}

function durationOf(turn: TimelineTurn | null, name: PartName): number | null {
  const part = turn?.parts.find((candidate) => candidate.name === name);
  return part === undefined ? null : partMs(part);
}
