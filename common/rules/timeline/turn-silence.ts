import type { TimelinePiece, TimelineTurn } from '../../contract/index.ts';
import { type DeadAir, deadAirOf } from './dead-air.ts';
import { silenceFigures, toMs, toUs } from './timeline.ts';

/** Recomputes the turn's silence figures from its pieces. */
export function withSilenceFigures(turn: TimelineTurn): TimelineTurn {
  return { ...turn, ...silenceFigures(deadAirIn(turn.pieces)) };
}

/** When the longest silence of the answer begins and ends, in milliseconds; null if it has none. */
export function longestSilenceOf(
  turn: Pick<TimelineTurn, 'pieces'>,
): { readonly fromMs: number; readonly toMs: number } | null {
  const { longest } = deadAirIn(turn.pieces);
  return longest && { fromMs: toMs(longest.fromUs), toMs: toMs(longest.toUs) };
}

function deadAirIn(pieces: readonly TimelinePiece[]): DeadAir {
  return deadAirOf(
    pieces.map(({ sounds, holds, pauseMs }) => ({
      sounds: sounds.map(inUs),
      holds: holds.map(inUs),
      pauseUs: toUs(pauseMs),
    })),
  );
}

function inUs({ fromMs, toMs }: TimelinePiece['sounds'][number]) {
  return { fromUs: toUs(fromMs), toUs: toUs(toMs) };
}
