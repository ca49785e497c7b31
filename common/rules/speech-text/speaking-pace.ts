/**
 * Fallback when the engine reports no timing. Deliberately slower than most voices: it is better to
 * credit the caller with too few words heard than with words still being spoken.
 */
export const SLOW_MS_PER_CHARACTER = 90;
