/**
 * When a barge-in becomes an interruption. Playout is paused as soon as the VAD is sure; these
 * rules decide whether it is cut for good or resumes at the same sample.
 */

/** How much speech makes it an interruption; null: the agent is never interrupted. */
export function commitAfterMs(interruptionSensitivity: number): number | null {
  if (interruptionSensitivity <= 0) return null;
  // Matches the documented table: 1.0 → 0 ms, 0.8 → 500 ms, 0.5 → 1,250 ms, 0.1 → 2,250 ms.
  return Math.round((1 - Math.min(interruptionSensitivity, 1)) * 2_500);
}

/**
 * The silence after which a caller's turn is over (`sttMode`;
 * docs/reference/provider/voice-turns.md#the-end-of-a-callers-turn).
 */
export const ENDPOINTING_SILENCE_MS = { fast: 300, accurate: 500 } as const;

/**
 * Up to this length of speech, the words decide, because a "yeah" takes as long as a "stop". Beyond
 * it, the agent stays paused until the caller's words are known.
 */
export const WORDS_DECIDE_MS = 700;

/**
 * If the words of a short sound are still unknown this long after the caller fell silent, the agent
 * resumes.
 */
export const WORDS_AWAITED_MS = 1_000;
