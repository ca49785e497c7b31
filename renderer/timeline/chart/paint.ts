import { markLabel } from '../../../common/rules/timeline/axis-marks.ts';
import { needsAttention } from '../../../common/rules/timeline/timeline-budget.ts';
import { formatMs, formatTimer } from '../../format/time-format.ts';
import { ticks } from '../time-scale.ts';
import type { ChartItem } from './chart-item.ts';
import { LABEL_PX, LEGEND_TOP_PX, type RowName } from './chart-rows.ts';
import { type ChartScale, xOf } from './chart-view.ts';
import { answering, paintItem } from './paint-items.ts';
import { paintLens } from './paint-lens.ts';
import type { Brush } from './paint-shapes.ts';
import { paintLane } from './paint-wave.ts';
import type { Scene } from './scene.ts';

const PAINTED_ROWS: readonly RowName[] = [
  'vad',
  'words',
  'wait',
  'webhook',
  'tool',
  'stream',
  'speech',
  'playout',
  'agent',
];

/** Items of one kind that are closer together than this cannot be told apart by eye. */
const CROWDED_PX = 2.5;

/** Paints the whole chart. The work depends on its pixels, not on the length of the call. */
export function paint(context: CanvasRenderingContext2D, scene: Scene): void {
  const { scale, colours, widthPx, model, waveform } = scene;
  const { rows, heightPx } = model.layout;
  context.clearRect(0, 0, widthPx, heightPx);
  context.textBaseline = 'middle';
  context.font = `500 11px ${colours.font}`;
  context.fillStyle = colours.of['ink-2'];
  for (const { label, y } of Object.values(rows)) context.fillText(label, 12, y);
  context.font = `10.5px ${colours.font}`;
  const brush: Brush = { context, colours, scale, scene };
  context.save();
  context.beginPath();
  context.rect(scale.leftPx, 0, scale.rightPx - scale.leftPx + 1, heightPx);
  context.clip();
  paintGrid(brush);
  if (waveform !== null) {
    paintLane(brush, waveform.caller, rows.caller, colours.of.caller);
    paintLane(brush, waveform.agent, rows.agent, colours.of.agent);
  }
  for (const row of PAINTED_ROWS) paintRow(brush, model.rows[row]);
  paintLens(brush);
  paintSelection(brush);
  paintMarks(brush);
  context.restore();
  paintOverview(brush);
}

/**
 * Paints the visible items of a row. An item that shares a pixel with the one before it is left
 * out.
 */
function paintRow(brush: Brush, items: readonly ChartItem[]): void {
  const { scale, scene } = brush;
  let lastPx = Number.NEGATIVE_INFINITY;
  let lastKind: ChartItem['kind'] | null = null;
  let run: Run | null = null;
  const gapMs = ((scale.toMs - scale.fromMs) / (scale.rightPx - scale.leftPx)) * RUN_GAP_PX;
  for (let n = firstInView(items, scale.fromMs); n < items.length; n += 1) {
    const item = items[n];
    if (item === undefined || item.startMs > scale.toMs) break;
    const endMs = item.endMs ?? scene.headMs;
    if (endMs < scale.fromMs && item.startMs + labelMs(scale) < scale.fromMs) continue;
    const fromPx = xOf(scale, item.startMs);
    const toPx = xOf(scale, endMs);
    const crowded = toPx < lastPx + CROWDED_PX && item.kind === lastKind;
    const next = items[n + 1];
    const roomPx = (next === undefined ? scale.rightPx : xOf(scale, next.startMs)) - fromPx;
    const colour = RUN_COLOURS[item.kind]?.(brush, item);
    if (colour !== undefined && roomPx < RUN_GAP_PX && next?.kind === item.kind) {
      run ??= { item, fromPx, colour };
      // Skips to the last item within the gap, since those between cannot be told apart from it.
      n = Math.max(n, lowerBound(items, item.startMs + gapMs) - 2);
      lastPx = Math.max(toPx, fromPx);
      lastKind = item.kind;
      continue;
    }
    if (run !== null) {
      paintRun(brush, run, fromPx);
      run = null;
      // The last item of the run has space beside it, so its label stands for all of them.
    } else if (crowded && item.id !== scene.selectedId) {
      continue;
    }
    paintItem(brush, item, fromPx, Math.max(toPx, fromPx), roomPx);
    lastPx = Math.max(toPx, fromPx);
    lastKind = item.kind;
  }
  if (run !== null) paintRun(brush, run, Math.min(lastPx, scale.rightPx));
}

/** Items that are too close to be told apart, painted as one. */
interface Run {
  readonly item: ChartItem;
  readonly fromPx: number;
  readonly colour: string;
}

const RUN_GAP_PX = 4;
const RUN_COLOURS: Partial<Record<ChartItem['kind'], (brush: Brush, item: ChartItem) => string>> = {
  line: ({ colours }, item) => colours.owner[answering(item)].mark,
  synthesis: ({ colours }) => colours.owner.tts.mark,
  played: ({ colours }) => colours.of.agent,
};

function paintRun({ context, scene }: Brush, { item, fromPx, colour }: Run, toPx: number): void {
  const { y, height } = scene.model.layout.rows[item.row];
  context.fillStyle = colour;
  context.globalAlpha = 0.55;
  context.fillRect(fromPx, y - height / 2, toPx - fromPx, height);
  context.globalAlpha = 1;
}

/** How far left of the view an item can begin and still show its label. */
function labelMs(scale: ChartScale): number {
  return ((scale.toMs - scale.fromMs) / (scale.rightPx - scale.leftPx)) * 200;
}

/** Items may be long, so it looks back a while for those that reach into the view. */
export function firstInView(items: readonly ChartItem[], fromMs: number): number {
  return Math.max(0, lowerBound(items, fromMs) - 40);
}

/** The index of the first item that begins at `ms` or later. */
function lowerBound(items: readonly ChartItem[], ms: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.startMs ?? 0) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Below the labels of the axis. */
const AXIS_PX = 18;

function paintGrid({ context, colours, scale, scene }: Brush): void {
  const { rows, overview } = scene.model.layout;
  const long = scale.toMs - scale.fromMs > 20_000;
  const zeroMs = long ? 0 : scene.zeroMs;
  const relative = { ...scale, fromMs: scale.fromMs - zeroMs, toMs: scale.toMs - zeroMs };
  context.lineWidth = 1;
  for (const mark of ticks(relative, 76)) {
    const px = Math.round(xOf(relative, mark)) + 0.5;
    const zero = mark === 0 && !long;
    context.strokeStyle = zero ? colours.of.accent : colours.of.line;
    context.beginPath();
    context.moveTo(px, AXIS_PX);
    context.lineTo(px, rows.lens.y - 14);
    context.moveTo(px, rows.webhook.y - 10);
    context.lineTo(px, overview.y - 8);
    context.stroke();
    const stopped = scene.turn.callerStoppedMs === null ? 'greeting' : 'caller stopped';
    const words = zero ? stopped : long ? formatTimer(mark) : markLabel(mark);
    // A mark that is cut off would read as another number.
    if (px + 4 + context.measureText(words).width > scale.rightPx) continue;
    context.fillStyle = zero ? colours.of.accent : colours.of['ink-3'];
    context.fillText(words, px + 4, 10);
  }
}

function paintSelection({ context, colours, scale, scene }: Brush): void {
  const item = scene.selectedId === null ? null : scene.model.byId.get(scene.selectedId);
  const spoken = item?.spoken;
  if (!item || spoken === undefined) return;
  const fromPx = xOf(scale, spoken.fromMs);
  const toPx = Math.max(fromPx + 2, xOf(scale, spoken.toMs ?? scene.headMs));
  const atPx = xOf(scale, item.startMs);
  const { rows } = scene.model.layout;
  const { y, height } = rows.agent;
  context.fillStyle = colours.of.accent;
  context.globalAlpha = 0.14;
  context.fillRect(fromPx, rows.playout.y - 8, toPx - fromPx, y + height / 2 - rows.playout.y + 8);
  if (item.row === 'stream' || item.row === 'speech') {
    const fromY = rows[item.row].y + 9;
    context.beginPath();
    context.moveTo(atPx, fromY);
    context.lineTo(fromPx, rows.playout.y - 8);
    context.lineTo(toPx, rows.playout.y - 8);
    context.fill();
  }
  context.globalAlpha = 1;
  context.strokeStyle = colours.of.accent;
  context.strokeRect(
    fromPx + 0.5,
    rows.playout.y - 7.5,
    toPx - fromPx - 1,
    y + height / 2 - rows.playout.y + 7,
  );
}

function paintMarks({ context, colours, scale, scene }: Brush): void {
  const { rows, overview } = scene.model.layout;
  const line = (ms: number, colour: string, width: number) => {
    const px = xOf(scale, ms);
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(px, AXIS_PX);
    context.lineTo(px, LEGEND_TOP_PX - 2);
    // Leaves out the figures of the legend, because a line would make them illegible.
    context.moveTo(px, rows.webhook.y - 10);
    context.lineTo(px, overview.y - 8);
    context.stroke();
    return px;
  };
  if (scene.nowMs !== null) line(scene.nowMs, colours.of.ok, 1);
  if (scene.cursorMs !== null) {
    const px = line(scene.cursorMs, colours.of.ink, 1.4);
    context.fillStyle = colours.of.ink;
    context.beginPath();
    context.moveTo(px - 4, 17);
    context.lineTo(px + 4, 17);
    context.lineTo(px, 22);
    context.fill();
  }
  if (scene.measure !== null) {
    const fromPx = line(scene.measure.fromMs, colours.of.accent, 1);
    const toPx = line(scene.measure.toMs, colours.of.accent, 1);
    context.fillStyle = colours.of.accent;
    context.globalAlpha = 0.1;
    context.fillRect(fromPx, 18, toPx - fromPx, overview.y - 26);
    context.globalAlpha = 1;
    const words = formatMs(Math.round((scene.measure.toMs - scene.measure.fromMs) * 1_000) / 1_000);
    context.font = `600 11px ${colours.font}`;
    const width = context.measureText(words).width + 12;
    const middle = (Math.max(fromPx, scale.leftPx) + Math.min(toPx, scale.rightPx)) / 2;
    context.beginPath();
    context.roundRect(middle - width / 2, 20, width, 17, 4);
    context.fill();
    context.fillStyle = colours.of.panel;
    context.fillText(words, middle - width / 2 + 6, 29);
    context.font = `10.5px ${colours.font}`;
  }
}

/**
 * A mark above each turn that needs attention. Not everybody can see the difference in colour
 * alone.
 */
const FLAG_PX = 6;

/**
 * Paints the call in small: a block for each turn, flagged if it needs attention, and the visible
 * part.
 */
function paintOverview({ context, colours, scale, scene }: Brush): void {
  const { overview } = scene.model.layout;
  const endMs = Math.max(1, scene.model.endMs);
  const whole = { fromMs: 0, toMs: endMs, leftPx: LABEL_PX, rightPx: scale.rightPx };
  const top = overview.y - overview.height / 2;
  context.fillStyle = colours.of['ink-3'];
  context.fillText('Whole call', 12, overview.y);
  context.fillStyle = colours.of.sunk;
  context.fillRect(whole.leftPx, top, whole.rightPx - whole.leftPx, overview.height);
  if (colours.outline !== null) {
    context.strokeStyle = colours.outline;
    context.lineWidth = 1;
    context.strokeRect(whole.leftPx, top, whole.rightPx - whole.leftPx, overview.height);
  }
  let paintedToPx = Number.NEGATIVE_INFINITY;
  let flaggedToPx = Number.NEGATIVE_INFINITY;
  for (const turn of scene.model.turns) {
    const fromMs = turn.callerStoppedMs ?? turn.pieces[0]?.spokenFromMs ?? 0;
    const toMs = turn.pieces.at(-1)?.spokenToMs ?? turn.parts.at(-1)?.endMs ?? fromMs;
    const bad = needsAttention(turn, scene.budgetMs, scene.silenceBudgetMs);
    const fromPx = xOf(whole, fromMs);
    const toPx = Math.max(fromPx + 1.5, xOf(whole, toMs));
    if (toPx < paintedToPx + 0.5 && !bad) continue;
    context.fillStyle = bad ? colours.of.bad : colours.of.agent;
    context.fillRect(fromPx, top + (bad ? 0 : 3), toPx - fromPx, overview.height - (bad ? 0 : 6));
    paintedToPx = toPx;
    if (!bad || fromPx < flaggedToPx) continue;
    flaggedToPx = fromPx + FLAG_PX + 1;
    context.beginPath();
    context.moveTo(fromPx, top - FLAG_PX - 1);
    context.lineTo(fromPx + FLAG_PX, top - FLAG_PX - 1);
    context.lineTo(fromPx + FLAG_PX / 2, top - 1);
    context.fill();
  }
  const fromPx = Math.max(whole.leftPx, xOf(whole, scale.fromMs));
  const toPx = Math.min(whole.rightPx, xOf(whole, scale.toMs));
  context.strokeStyle = colours.of.ink;
  context.lineWidth = 1.2;
  context.strokeRect(fromPx, top - 2, Math.max(3, toPx - fromPx), overview.height + 4);
}
