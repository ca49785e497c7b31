import type { TimelineTurn } from '../../common/contract/index.ts';
import { DEFAULT_BUDGET_MS } from '../../common/rules/timeline/latency-budget.ts';

export interface TurnExtent {
  /** The call time of 0 on the axis: where the caller stopped, or the greeting began. */
  readonly zeroMs: number;
  /** Relative to `zeroMs`. */
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * The time that the chart of a turn spans. `nowMs` is the current call time while the turn is
 * running.
 */
export function extentOf(turn: TimelineTurn, nowMs: number | null): TurnExtent {
  const zeroMs = turn.callerStoppedMs ?? turn.pieces[0]?.queuedMs ?? turn.request?.sentMs ?? 0;
  const spoke = turn.callerStartedMs === null ? 0 : zeroMs - turn.callerStartedMs;
  const ends = [
    // With room for the label beside the budget's mark.
    zeroMs + DEFAULT_BUDGET_MS + 100 + (spoke + DEFAULT_BUDGET_MS) * 0.1,
    ...turn.parts.map((part) => part.endMs),
    ...turn.pieces.map((piece) => piece.spokenToMs ?? piece.firstAudioMs ?? piece.queuedMs),
    ...turn.chunks.map((chunk) => chunk.atMs),
    turn.request?.endedMs ?? 0,
    turn.interruptedAtMs ?? 0,
    nowMs ?? 0,
  ];
  const endMs = Math.max(...ends) - zeroMs;
  // A turn that was never heard has a label after the wait, which needs room.
  const room = turn.outcome === 'failed' || turn.outcome === 'silent' ? 1.3 : 1.04;
  // A live chart grows in steps, so that it does not jitter.
  const toMs = nowMs === null ? endMs * room : Math.ceil(endMs / 1_000) * 1_000;
  return { zeroMs, fromMs: -Math.max(spoke + 40, toMs * 0.06), toMs };
}

/** Milliseconds by owner, in order of appearance. Parts of length zero are left out. */
export function waitByPart(turn: TimelineTurn): readonly {
  readonly part: TimelineTurn['parts'][number];
  readonly ms: number;
}[] {
  return turn.parts
    .map((part) => ({ part, ms: Math.round((part.endMs - part.startMs) * 1_000) / 1_000 }))
    .filter(({ ms }) => ms > 0);
}
