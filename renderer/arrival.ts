import { takeArrival } from './state/connection/arrival.ts';

/**
 * Read while this module loads. `main.tsx` imports it first, so no other module sees the original
 * address.
 */
export const arrival = takeArrival(window);
