/**
 * The windows in which a screen must look right: both themes, a usual size and the smallest one.
 */
export const WINDOW_LOOKS = [
  { name: 'light', theme: 'light', width: 1280, height: 800 },
  { name: 'dark', theme: 'dark', width: 1280, height: 800 },
  { name: 'small-light', theme: 'light', width: 900, height: 600 },
  { name: 'small-dark', theme: 'dark', width: 900, height: 600 },
] as const;
