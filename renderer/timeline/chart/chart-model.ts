import type { CallEvent, Timeline, TimelineTurn } from '../../../common/contract/index.ts';
import type { ChartItem } from './chart-item.ts';
import { type ChartLayout, layoutOf, type RowName } from './chart-rows.ts';
import { keyItems, logItems } from './log-items.ts';
import { turnItems } from './turn-items.ts';

export interface ChartModel {
  readonly rows: Readonly<Record<RowName, readonly ChartItem[]>>;
  readonly byId: ReadonlyMap<string, ChartItem>;
  readonly turns: readonly TimelineTurn[];
  readonly layout: ChartLayout;
  /** The end of the last item. */
  readonly endMs: number;
}

/** Everything that can be drawn of a call, by row and in the order of time. */
export function chartModel(timeline: Timeline, events: readonly CallEvent[]): ChartModel {
  const rows: Record<RowName, ChartItem[]> = {
    caller: [],
    vad: [],
    words: [],
    wait: [],
    lens: [],
    webhook: [],
    tool: [],
    stream: [],
    speech: [],
    playout: [],
    agent: [],
  };
  const add = (item: ChartItem) => rows[item.row].push(item);
  for (const turn of timeline.turns) turnItems(turn).forEach(add);
  const deliveries = new Map(
    timeline.turns.map(({ index, request }) => [index, request?.deliveryId ?? null]),
  );
  logItems(events, deliveries).forEach(add);
  keyItems(events).forEach(add);
  const byId = new Map<string, ChartItem>();
  let endMs = (events.at(-1)?.atUs ?? 0) / 1_000;
  for (const items of Object.values(rows)) {
    items.sort((a, b) => a.startMs - b.startMs);
    for (const item of items) {
      byId.set(item.id, item);
      endMs = Math.max(endMs, item.endMs ?? item.startMs);
    }
  }
  const layout = layoutOf({
    hosted: timeline.turns.some(({ request }) => request?.deliveryId === null),
    hasTools: rows.tool.length > 0,
  });
  return { rows, byId, turns: timeline.turns, layout, endMs };
}
