/** Where the rows of the chart have their middle, in pixels from above. */
export const ROWS = {
  caller: 38,
  wait: 65,
  lens: 98,
  legend: 116,
  webhook: 152,
  stream: 180,
  speech: 208,
  agent: 236,
} as const;
