/**
 * When the caller's voice over the agent's becomes an interruption. Playout is paused as soon as
 * the VAD is sure; this decides whether it is cut for good or goes on at the same sample.
 */

/** Speech this long commits the interruption; null: the agent is never interrupted. */
export function commitAfterMs(interruptionSensitivity: number): number | null {
  if (interruptionSensitivity <= 0) return null;
  // The documented table: 1.0 → 0 ms, 0.8 → 500 ms, 0.5 → 1,250 ms, 0.1 → 2,250 ms.
  return Math.round((1 - Math.min(interruptionSensitivity, 1)) * 2_500);
}

/**
 * Silence after which a caller's turn is over (`sttMode`;
 * docs/reference/provider/voice-turns.md#the-end-of-a-callers-turn).
 */
export const ENDPOINTING_SILENCE_MS = { fast: 300, accurate: 500 } as const;

/**
 * Up to this length of speech the words decide: a "yeah" takes as long as a "stop". Beyond it, a
 * caller who spoke over the agent is waited for until their words are known.
 */
export const WORDS_DECIDE_MS = 700;

/** So long after the caller fell silent, a short sound whose words are not known holds nobody up. */
export const WORDS_AWAITED_MS = 1_000;
