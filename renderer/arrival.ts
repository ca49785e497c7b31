import { takeArrival } from './state/connection/arrival.ts';

/** Read as this module loads, for `main.tsx` loads it first: nothing else sees the address as it was. */
export const arrival = takeArrival(window);
