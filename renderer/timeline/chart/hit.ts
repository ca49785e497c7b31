import type { ChartItem } from './chart-item.ts';
import type { ChartLayout, RowName } from './chart-rows.ts';
import { type ChartScale, xOf } from './chart-view.ts';
import { firstInView } from './paint.ts';
import { lensParts } from './paint-lens.ts';
import type { Scene } from './scene.ts';

/** How close the pointer has to be to a small item. */
const REACH_PX = 5;
/** The label beside a mark belongs to it, including this space. */
const WORDS_PX = 6;

/** The item under the pointer, or null. */
export function itemAt(scene: Scene, px: number, py: number): ChartItem | null {
  const row = rowAt(scene.model.layout, py);
  if (row === null || px < scene.scale.leftPx - REACH_PX) return null;
  if (row === 'lens') {
    const part = lensParts(scene).find(({ fromPx, toPx }) => px >= fromPx && px <= toPx);
    return (part && scene.model.byId.get(part.id)) ?? null;
  }
  const items = scene.model.rows[row];
  let found: ChartItem | null = null;
  for (let n = firstInView(items, scene.scale.fromMs); n < items.length; n += 1) {
    const item = items[n];
    if (item === undefined || item.startMs > scene.scale.toMs) break;
    if (covers(item, items[n + 1], scene.scale, scene.headMs, px)) found = item;
  }
  return found;
}

function covers(
  item: ChartItem,
  next: ChartItem | undefined,
  scale: ChartScale,
  headMs: number,
  px: number,
): boolean {
  const fromPx = xOf(scale, item.startMs);
  const toPx = xOf(scale, item.endMs ?? headMs);
  const hasWords = item.kind !== 'part' && item.kind !== 'played';
  const wordsPx = hasWords ? Math.min(item.label.length, 90) * WORDS_PX + 10 : 0;
  const limitPx = next === undefined ? Infinity : xOf(scale, next.startMs) - REACH_PX;
  const endPx = Math.max(toPx + REACH_PX, Math.min(toPx + wordsPx, limitPx));
  return px >= fromPx - REACH_PX && px <= endPx;
}

export function rowAt({ rows }: ChartLayout, py: number): RowName | null {
  for (const [name, { y, height }] of Object.entries(rows)) {
    if (height > 0 && Math.abs(py - y) <= height / 2 + 3) return name as RowName;
  }
  return null;
}

export function isOverview({ overview }: ChartLayout, py: number): boolean {
  return Math.abs(py - overview.y) <= overview.height / 2 + 3;
}
