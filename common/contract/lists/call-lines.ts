/** How a simulated call sounds. */
export const CALL_LINES = ['clear', 'telephone'] as const;
