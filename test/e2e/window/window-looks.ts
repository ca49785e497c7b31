/** The windows in which a screen has to be right: both themes, a usual one and the smallest. */
export const WINDOW_LOOKS = [
  { name: 'light', theme: 'light', width: 1280, height: 800 },
  { name: 'dark', theme: 'dark', width: 1280, height: 800 },
  { name: 'small-light', theme: 'light', width: 900, height: 600 },
  { name: 'small-dark', theme: 'dark', width: 900, height: 600 },
] as const;
