import type { TimelineTurn } from '../../../common/contract/index.ts';
import { CUT_BY } from '../../../common/rules/timeline/timeline-budget.ts';
import { OWNER_INFO, partMs } from '../../../common/rules/timeline/timeline-parts.ts';
import { formatMs } from '../../format/time-format.ts';
import { xOf } from './chart-view.ts';
import { type Brush, ownedBar } from './paint-shapes.ts';
import type { Scene } from './scene.ts';

export interface LensPart {
  readonly id: string;
  readonly fromPx: number;
  readonly toPx: number;
}

/** Where the parts of the chosen turn are in the lens, which shows the wait over the full width. */
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
 * Where to put the total and the label of the budget, so that they cover neither each other nor the
 * bar or the mark. They are left out if there is no room, because the header shows the same.
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
      budgetWordsPx + BUDGET_WORDS_PX > Math.min(rightPx, nextPx) ? null : budgetWordsPx,
  };
}

/** Paints the budget, the total and the lens of the chosen turn. */
export function paintLens(brush: Brush): void {
  const zeroMs = brush.scene.turn.callerStoppedMs;
  if (zeroMs === null) return;
  const { context, colours, scale, scene } = brush;
  const lastMs = scene.turn.parts.at(-1)?.endMs ?? zeroMs;
  const endPx = Math.max(xOf(scale, lastMs), xOf(scale, zeroMs) + 2);
  paintTotal(brush, endPx, paintBudget(brush, zeroMs));
  const parts = lensParts(scene);
  if (parts.length === 0) return;
  paintCone(brush, xOf(scale, zeroMs), endPx);
  for (const part of parts) paintLensPart(brush, part);
  context.font = `10.5px ${colours.font}`;
}

/** Paints the mark of the budget on the row of the wait, and returns its position. */
function paintBudget({ context, colours, scale, scene }: Brush, zeroMs: number): number {
  const { y } = scene.model.layout.rows.wait;
  const budgetPx = xOf(scale, zeroMs + scene.budgetMs);
  context.strokeStyle = colours.of.bad;
  context.lineWidth = 1;
  context.setLineDash([3, 3]);
  context.beginPath();
  context.moveTo(Math.round(budgetPx) + 0.5, y - 12);
  context.lineTo(Math.round(budgetPx) + 0.5, y + 11);
  context.stroke();
  context.setLineDash([]);
  return budgetPx;
}

/** Paints how long the wait was, and its budget, beside its bar. */
function paintTotal(brush: Brush, endPx: number, budgetPx: number): void {
  const { context, colours, scale, scene } = brush;
  const { turn, budgetMs } = scene;
  const { y } = scene.model.layout.rows.wait;
  const { words, bad } = totalOf(turn, budgetMs);
  const next = scene.model.turns.find(({ index }) => index > turn.index);
  const nextMs = next?.callerStoppedMs ?? next?.parts[0]?.startMs ?? Infinity;
  const nextPx = xOf(scale, nextMs);
  const { totalPx, budgetWordsPx } = wordPlaces(endPx, budgetPx, scale.rightPx, nextPx);
  context.font = `600 12px ${colours.font}`;
  context.fillStyle = bad ? colours.of.bad : colours.of.ink;
  if (totalPx !== null) context.fillText(words, totalPx, y + 1);
  context.font = `10.5px ${colours.font}`;
  if (budgetWordsPx !== null) {
    context.fillStyle = colours.of.bad;
    context.fillText(`budget ${formatMs(budgetMs)}`, budgetWordsPx, y + 1);
  }
}

function totalOf(turn: TimelineTurn, budgetMs: number): { words: string; bad: boolean } {
  const { responseLatencyMs: totalMs, outcome } = turn;
  const ended = turn.cutBy === 'hangUp';
  const failed = outcome === 'failed' || (outcome === 'silent' && !ended);
  if (totalMs !== null) return { words: formatMs(totalMs), bad: failed || totalMs > budgetMs };
  if (failed) return { words: 'never heard', bad: true };
  return { words: ended ? CUT_BY.hangUp : 'waiting…', bad: false };
}

/** Connects the bar of the wait with the lens, which shows it over the full width. */
function paintCone({ context, colours, scale, scene }: Brush, zeroPx: number, endPx: number): void {
  const { wait, lens } = scene.model.layout.rows;
  context.fillStyle = colours.of.ink;
  context.globalAlpha = 0.05;
  context.beginPath();
  context.moveTo(zeroPx, wait.y + wait.height / 2);
  context.lineTo(scale.leftPx, lens.y - 10);
  context.lineTo(scale.rightPx, lens.y - 10);
  context.lineTo(endPx, wait.y + wait.height / 2);
  context.fill();
  context.globalAlpha = 1;
}

function paintLensPart(brush: Brush, { id, fromPx, toPx }: LensPart): void {
  const { context, colours, scene } = brush;
  const { y, height } = scene.model.layout.rows.lens;
  const item = scene.model.byId.get(id);
  if (item?.part === undefined) return;
  const owner = colours.owner[OWNER_INFO[item.part.owner].token];
  const top = y - height / 2;
  const width = Math.max(0.6, toPx - fromPx - 1);
  ownedBar(brush, owner, { x: fromPx, y: top, width, height, radius: 0, texturedFromPx: 3 });
  if (id === scene.selectedId || id === scene.hoverId) {
    context.strokeStyle = colours.of.ink;
    context.lineWidth = 1.5;
    context.strokeRect(fromPx + 0.75, top + 0.75, Math.max(1, width - 1.5), height - 1.5);
  }
  if (width > 15) {
    if (colours.outline !== null) {
      context.fillStyle = owner.fill;
      context.fillRect(fromPx + width / 2 - 7, top + 2, 14, height - 4);
    }
    context.fillStyle = owner.ink;
    context.font = `600 10.5px ${colours.font}`;
    context.textAlign = 'center';
    context.fillText(item.label, fromPx + width / 2, y + 0.5);
    context.textAlign = 'start';
  }
}
