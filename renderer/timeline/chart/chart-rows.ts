export interface ChartRow {
  /** The middle, in pixels. */
  readonly y: number;
  /** A row of no height is not shown. */
  readonly height: number;
  readonly label: string;
}

export type RowName =
  | 'caller'
  | 'vad'
  | 'words'
  | 'wait'
  | 'lens'
  | 'webhook'
  | 'tool'
  | 'stream'
  | 'speech'
  | 'playout'
  | 'agent';

/** The rows of a call that a webhook answers, from above. */
export const ROWS: Readonly<Record<RowName, ChartRow>> = {
  caller: { y: 36, height: 26, label: 'Caller' },
  vad: { y: 57, height: 8, label: 'VAD' },
  words: { y: 72, height: 14, label: 'Transcript' },
  wait: { y: 94, height: 16, label: 'Wait' },
  lens: { y: 119, height: 20, label: '' },
  webhook: { y: 162, height: 14, label: 'Webhook' },
  tool: { y: 173, height: 0, label: '' },
  stream: { y: 184, height: 18, label: 'Your stream' },
  speech: { y: 206, height: 14, label: 'Speech' },
  playout: { y: 224, height: 10, label: 'Playout' },
  agent: { y: 248, height: 30, label: 'Agent' },
};

export const LEGEND_TOP_PX = 133;
export const LABEL_PX = 100;
export const RIGHT_PX = 16;
/** Rows that the keys walk through, from above. */
export const WALKED_ROWS: readonly RowName[] = [
  'words',
  'wait',
  'webhook',
  'tool',
  'stream',
  'speech',
  'playout',
];

const HEIGHT_PX = 284;
const TOOL_ROW_PX = 22;

/** Where everything of a chart lies. */
export interface ChartLayout {
  readonly rows: Readonly<Record<RowName, ChartRow>>;
  /** The whole call in small, below everything. */
  readonly overview: { readonly y: number; readonly height: number };
  readonly heightPx: number;
}

/** Who answers gives the rows their names; tools have a row only where there are any. */
export function layoutOf(call: {
  readonly hosted: boolean;
  readonly hasTools: boolean;
}): ChartLayout {
  const moreY = call.hasTools ? TOOL_ROW_PX : 0;
  const lower = (row: ChartRow): ChartRow => ({ ...row, y: row.y + moreY });
  return {
    rows: {
      ...ROWS,
      webhook: { ...ROWS.webhook, label: call.hosted ? 'Model' : ROWS.webhook.label },
      tool: call.hasTools ? { y: 184, height: 14, label: 'Tools' } : ROWS.tool,
      stream: { ...lower(ROWS.stream), label: call.hosted ? 'Its words' : ROWS.stream.label },
      speech: lower(ROWS.speech),
      playout: lower(ROWS.playout),
      agent: lower(ROWS.agent),
    },
    overview: { y: 274 + moreY, height: 10 },
    heightPx: HEIGHT_PX + moreY,
  };
}
