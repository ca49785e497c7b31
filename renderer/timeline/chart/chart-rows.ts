export interface ChartRow {
  /** The vertical middle, in pixels. */
  readonly y: number;
  /** A row without height is not shown. */
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

/** The rows of a call that a webhook answers, from top to bottom. */
export const ROWS: Readonly<Record<RowName, ChartRow>> = {
  caller: { y: 30, height: 20, label: 'Caller' },
  vad: { y: 46, height: 8, label: 'VAD' },
  words: { y: 60, height: 13, label: 'Transcript' },
  wait: { y: 78, height: 16, label: 'Wait' },
  lens: { y: 99, height: 18, label: '' },
  webhook: { y: 137, height: 13, label: 'Webhook' },
  tool: { y: 147, height: 0, label: '' },
  stream: { y: 153, height: 16, label: 'Your stream' },
  speech: { y: 169, height: 12, label: 'Speech' },
  playout: { y: 183, height: 10, label: 'Playout' },
  agent: { y: 201, height: 22, label: 'Agent' },
};

export const LEGEND_TOP_PX = 110;
export const LABEL_PX = 100;
export const RIGHT_PX = 16;
/** The rows that the arrow keys walk through, from top to bottom. */
export const WALKED_ROWS: readonly RowName[] = [
  'words',
  'wait',
  'webhook',
  'tool',
  'stream',
  'speech',
  'playout',
];

const HEIGHT_PX = 230;
const TOOL_ROW_PX = 16;

/** Where the parts of a chart are. */
export interface ChartLayout {
  readonly rows: Readonly<Record<RowName, ChartRow>>;
  /** The whole call in small, at the bottom. */
  readonly overview: { readonly y: number; readonly height: number };
  readonly heightPx: number;
}

/**
 * The names of the rows depend on who answers, and there is a row for tools only if there are any.
 */
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
      tool: call.hasTools ? { y: 153, height: 13, label: 'Tools' } : ROWS.tool,
      stream: { ...lower(ROWS.stream), label: call.hosted ? 'Its words' : ROWS.stream.label },
      speech: lower(ROWS.speech),
      playout: lower(ROWS.playout),
      agent: lower(ROWS.agent),
    },
    overview: { y: 221 + moreY, height: 10 },
    heightPx: HEIGHT_PX + moreY,
  };
}
