/** Common steps: the first gap of the retry schedule, an hour, half a day. */
export const CLOCK_STEPS = [
  { by: 'PT1M', label: '1 min' },
  { by: 'PT5M', label: '5 min' },
  { by: 'PT1H', label: '1 h' },
  { by: 'PT12H', label: '12 h' },
] as const;
