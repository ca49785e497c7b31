/** The rows of the chart from above. `y` is the middle, in pixels. */
export const ROWS = {
  caller: { y: 36, height: 26, label: 'Caller' },
  vad: { y: 57, height: 8, label: 'VAD' },
  words: { y: 72, height: 14, label: 'Transcript' },
  wait: { y: 94, height: 16, label: 'Wait' },
  lens: { y: 119, height: 20, label: '' },
  webhook: { y: 162, height: 14, label: 'Webhook' },
  stream: { y: 184, height: 18, label: 'Your stream' },
  speech: { y: 206, height: 14, label: 'Speech' },
  playout: { y: 224, height: 10, label: 'Playout' },
  agent: { y: 248, height: 30, label: 'Agent' },
} as const;

export type RowName = keyof typeof ROWS;

export const LEGEND_TOP_PX = 133;
/** The whole call in small, below everything. */
export const OVERVIEW = { y: 274, height: 10 } as const;
export const CHART_HEIGHT_PX = 284;
export const LABEL_PX = 100;
export const RIGHT_PX = 16;
/** Rows that the keys walk through, from above. */
export const WALKED_ROWS = ['words', 'wait', 'webhook', 'stream', 'speech', 'playout'] as const;
