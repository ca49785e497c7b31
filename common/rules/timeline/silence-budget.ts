import { spokenDuration } from './spoken-duration.ts';

/** After a longer silence within an answer, people ask whether anybody is there. Milliseconds. */
export const DEFAULT_SILENCE_BUDGET_MS = 2_000;

/** The warning for a turn with a longer silence than that; null for other turns. */
export function deadAirWarning(
  longestSilenceMs: number,
): { readonly code: 'dead_air'; readonly message: string } | null {
  if (longestSilenceMs <= DEFAULT_SILENCE_BUDGET_MS) return null;
  return {
    code: 'dead_air',
    message: `After its first words the answer was silent for ${spokenDuration(longestSilenceMs)}. A holding phrase covers no more than its own length: stream the answer sentence by sentence, or say another line while the caller waits.`,
  };
}
