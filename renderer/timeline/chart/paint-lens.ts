import { CUT_BY } from '../../../common/rules/timeline/timeline-budget.ts';
import { OWNER_INFO, partMs } from '../../../common/rules/timeline/timeline-parts.ts';
import { formatMs } from '../../format/time-format.ts';
import { xOf } from './chart-view.ts';
import type { Brush } from './paint-items.ts';
import type { Scene } from './scene.ts';

export interface LensPart {
  readonly id: string;
  readonly fromPx: number;
  readonly toPx: number;
}

/** Where the parts of the chosen turn lie in the lens: the wait over the full width. */
export function lensParts(scene: Pick<Scene, 'turn' | 'scale'>): LensPart[] {
  const { turn, scale } = scene;
  const parts = turn.parts.filter((part) => partMs(part) > 0);
  const startMs = parts[0]?.startMs ?? 0;
  const totalMs = (parts.at(-1)?.endMs ?? 0) - startMs;
  if (totalMs <= 0) return [];
  const px = (ms: number) =>
    scale.leftPx + ((ms - startMs) / totalMs) * (scale.rightPx - scale.leftPx);
  return parts.map((part) => ({
    id: `part ${turn.index} ${part.name}`,
    fromPx: px(part.startMs),
    toPx: px(part.endMs),
  }));
}

const TOTAL_PX = 64;
const BUDGET_WORDS_PX = 84;

/**
 * Where the total and the words of the budget go, so that neither covers the other, the bar or the
 * mark. They are left out where there is no room: the header says the same.
 *
 * @param nextPx where the next turn's bar begins; infinite for the last turn
 */
export function wordPlaces(
  endPx: number,
  budgetPx: number,
  rightPx: number,
  nextPx: number,
): { readonly totalPx: number | null; readonly budgetWordsPx: number | null } {
  const crossed = endPx < budgetPx && budgetPx - endPx < TOTAL_PX;
  const totalPx = crossed ? budgetPx + 6 : endPx + 7;
  const beside = budgetPx + 5;
  const free = beside > totalPx + TOTAL_PX;
  const budgetWordsPx = free ? beside : totalPx + TOTAL_PX + 2;
  return {
    totalPx: totalPx + TOTAL_PX > nextPx ? null : totalPx,
    budgetWordsPx:
      budgetWordsPx + BUDGET_WORDS_PX > Math.min(rightPx + 12, nextPx) ? null : budgetWordsPx,
  };
}

/** Budget, total and lens of the chosen turn. */
export function paintLens(brush: Brush): void {
  const { context, colours, scale, scene } = brush;
  const { turn, budgetMs } = scene;
  const { wait, lens } = scene.model.layout.rows;
  const { y, height } = wait;
  const zeroMs = turn.callerStoppedMs;
  if (zeroMs === null) return;
  const budgetPx = xOf(scale, zeroMs + budgetMs);
  context.strokeStyle = colours.of.bad;
  context.lineWidth = 1;
  context.setLineDash([3, 3]);
  context.beginPath();
  context.moveTo(Math.round(budgetPx) + 0.5, y - 12);
  context.lineTo(Math.round(budgetPx) + 0.5, y + 11);
  context.stroke();
  context.setLineDash([]);
  const parts = lensParts(scene);
  const lastMs = turn.parts.at(-1)?.endMs ?? zeroMs;
  const endPx = Math.max(xOf(scale, lastMs), xOf(scale, zeroMs) + 2);
  const totalMs = turn.responseLatencyMs;
  const ended = turn.cutBy === 'hangUp';
  const unheard = turn.outcome === 'failed' || (turn.outcome === 'silent' && !ended);
  const over = totalMs !== null && totalMs > budgetMs;
  context.font = `600 12px ${colours.font}`;
  context.fillStyle = over || unheard ? colours.of.bad : colours.of.ink;
  const total =
    totalMs !== null
      ? formatMs(totalMs)
      : unheard
        ? 'never heard'
        : ended
          ? CUT_BY.hangUp
          : 'waiting…';
  const next = scene.model.turns.find(({ index }) => index > turn.index);
  const nextMs = next?.callerStoppedMs ?? next?.parts[0]?.startMs ?? Infinity;
  const nextPx = xOf(scale, nextMs);
  const { totalPx, budgetWordsPx } = wordPlaces(endPx, budgetPx, scale.rightPx, nextPx);
  if (totalPx !== null) context.fillText(total, totalPx, y + 1);
  context.font = `10.5px ${colours.font}`;
  if (budgetWordsPx !== null) {
    context.fillStyle = colours.of.bad;
    context.fillText(`budget ${formatMs(budgetMs)}`, budgetWordsPx, y + 1);
  }
  if (parts.length === 0) return;
  context.fillStyle = colours.of.ink;
  context.globalAlpha = 0.05;
  context.beginPath();
  context.moveTo(xOf(scale, zeroMs), y + height / 2);
  context.lineTo(scale.leftPx, lens.y - 10);
  context.lineTo(scale.rightPx, lens.y - 10);
  context.lineTo(endPx, y + height / 2);
  context.fill();
  context.globalAlpha = 1;
  for (const { id, fromPx, toPx } of parts) {
    const item = scene.model.byId.get(id);
    if (item?.part === undefined) continue;
    const { fill, ink, texture } = colours.owner[OWNER_INFO[item.part.owner].token];
    const top = lens.y - lens.height / 2;
    const width = Math.max(0.6, toPx - fromPx - 1);
    context.fillStyle = fill;
    context.fillRect(fromPx, top, width, lens.height);
    if (texture !== null && width > 3) {
      context.fillStyle = texture;
      context.fillRect(fromPx, top, width, lens.height);
    }
    if (id === scene.selectedId || id === scene.hoverId) {
      context.strokeStyle = colours.of.ink;
      context.lineWidth = 1.5;
      context.strokeRect(fromPx + 0.75, top + 0.75, Math.max(1, width - 1.5), lens.height - 1.5);
    }
    if (width > 15) {
      context.fillStyle = ink;
      context.font = `600 10.5px ${colours.font}`;
      context.textAlign = 'center';
      context.fillText(item.label, fromPx + width / 2, lens.y + 0.5);
      context.textAlign = 'start';
    }
  }
  context.font = `10.5px ${colours.font}`;
}
