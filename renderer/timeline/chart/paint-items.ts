import { OWNER_INFO } from '../../../common/rules/timeline/timeline-parts.ts';
import type { ChartItem } from './chart-item.ts';
import { xOf } from './chart-view.ts';
import {
  type Brush,
  bar,
  fitted,
  LETTER_PX,
  ownedBar,
  ring,
  texturedOver,
} from './paint-shapes.ts';

/** An item with its place on the canvas. */
interface Placed {
  readonly item: ChartItem;
  readonly fromPx: number;
  readonly toPx: number;
  /** At least wide enough to be visible. */
  readonly width: number;
  /** The space from its beginning to the next item of the row, and where that begins. */
  readonly roomPx: number;
  readonly nextPx: number;
  /** The middle of its row, and the row's top and height. */
  readonly y: number;
  readonly top: number;
  readonly height: number;
  /** Selected, or under the pointer. */
  readonly chosen: boolean;
}

type Painter = (brush: Brush, placed: Placed) => void;

const PAINTERS: Readonly<Record<ChartItem['kind'], Painter>> = {
  speech: (brush, placed) => paintSound(brush, placed, brush.colours.of.caller),
  noise: (brush, placed) => paintSound(brush, placed, brush.colours.of['ink-3']),
  stall: (brush, placed) => paintSound(brush, placed, brush.colours.of['ink-3']),
  partial: paintPartial,
  final: paintFinal,
  keys: paintKeys,
  part: paintPart,
  request: (brush, placed) => paintRequest(brush, placed, false),
  failedRequest: (brush, placed) => paintRequest(brush, placed, true),
  tool: (brush, placed) => paintTool(brush, placed, false),
  failedTool: (brush, placed) => paintTool(brush, placed, true),
  line: paintLine,
  synthesis: paintSynthesis,
  played: paintPlayed,
  silence: paintSilence,
  deadAir: paintDeadAir,
  cut: paintCut,
  warning: paintWarning,
};

/** Paints one item on its row. `roomPx` is the space from its beginning to the next item. */
export function paintItem(
  brush: Brush,
  item: ChartItem,
  fromPx: number,
  toPx: number,
  roomPx: number,
): void {
  const { scene } = brush;
  const { y, height } = scene.model.layout.rows[item.row];
  PAINTERS[item.kind](brush, {
    item,
    fromPx,
    toPx,
    width: Math.max(1.5, toPx - fromPx),
    roomPx,
    nextPx: fromPx + roomPx,
    y,
    top: y - height / 2,
    height,
    chosen: item.id === scene.selectedId || item.id === scene.hoverId,
  });
}

/** Who sent what a request or a line shows. */
export function answering(item: ChartItem): 'model' | 'server' {
  return item.owner === 'model' ? 'model' : 'server';
}

/** Paints the label from `px` on, as far as it fits before `untilPx`. */
function paintLabel(
  { context }: Brush,
  { item, y }: Placed,
  px: number,
  colour: string,
  untilPx: number,
): void {
  const fit = fitted(context, item.label, untilPx - px);
  if (fit === '') return;
  context.fillStyle = colour;
  context.fillText(fit, px, y + 0.5);
}

/** The label of an item that begins left of the view is at the view's left edge. */
function inView({ scale }: Brush, px: number): number {
  return Math.max(px, scale.leftPx);
}

function paintSound({ context }: Brush, placed: Placed, colour: string): void {
  const { fromPx, top, width, height } = placed;
  context.fillStyle = colour;
  bar(context, fromPx, top, Math.max(3, width), height, 3);
}

function paintPartial({ context, colours }: Brush, { fromPx, y }: Placed): void {
  context.fillStyle = colours.of['ink-3'];
  bar(context, fromPx - 1.5, y - 1.5, 3, 3, 1.5);
}

function paintFinal(brush: Brush, placed: Placed): void {
  const { context, colours } = brush;
  const { fromPx, nextPx, y } = placed;
  paintLabel(brush, placed, inView(brush, fromPx) + 5, colours.of['ink-2'], nextPx - 5);
  context.fillStyle = colours.of.caller;
  bar(context, fromPx - 2.5, y - 2.5, 5, 5, 2.5);
}

function paintKeys(brush: Brush, placed: Placed): void {
  const { context, colours } = brush;
  const { fromPx, toPx, width, nextPx, y } = placed;
  paintLabel(brush, placed, inView(brush, toPx) + 7, colours.of['ink-2'], nextPx - 5);
  context.fillStyle = colours.of.caller;
  bar(context, fromPx - 2.5, y - 3.5, width + 5, 7, 2);
}

function paintPart(brush: Brush, placed: Placed): void {
  const { item, fromPx, top, width, height, chosen } = placed;
  if (item.part === undefined) return;
  const owner = brush.colours.owner[OWNER_INFO[item.part.owner].token];
  const area = { x: fromPx, y: top, width, height, radius: 0, texturedFromPx: 3 };
  ownedBar(brush, owner, area);
  if (chosen) ring(brush, fromPx, top, width, height);
}

function paintRequest(brush: Brush, placed: Placed, failed: boolean): void {
  const { context, colours, scale } = brush;
  const { item, fromPx, toPx, top, width, roomPx, nextPx, height, chosen } = placed;
  context.fillStyle = failed ? colours.of.bad : colours.owner[answering(item)].mark;
  if (width < 8 && roomPx < 12) {
    context.fillRect(fromPx, top + 2, width, height - 4);
    return;
  }
  context.globalAlpha = 0.2;
  bar(context, fromPx, top, width, height, 4);
  context.globalAlpha = 0.85;
  const headersPx = item.headersMs === undefined ? toPx : xOf(scale, item.headersMs);
  bar(context, fromPx, top, Math.max(2, Math.min(width, headersPx - fromPx)), height, 3);
  context.globalAlpha = 1;
  if (chosen) ring(brush, fromPx, top, width, height);
  const beside = inView(brush, toPx) + 6;
  const untilPx = nextPx - 6;
  if (untilPx - beside > item.label.length * LETTER_PX || toPx < scale.rightPx - 120) {
    paintLabel(brush, placed, beside, failed ? colours.of.bad : colours.of['ink-2'], untilPx);
    return;
  }
  const ink = failed ? colours.of.bad : colours.of.ink;
  const withinPx = Math.min(toPx, scale.rightPx, untilPx);
  paintLabel(brush, placed, inView(brush, headersPx) + 6, ink, withinPx);
}

function paintTool(brush: Brush, placed: Placed, failed: boolean): void {
  const { context, colours } = brush;
  const { item, fromPx, toPx, top, width, nextPx, height, chosen } = placed;
  const place = { x: fromPx, y: top, width: Math.max(3, width), height, radius: 3 };
  if (failed) {
    context.fillStyle = colours.of.bad;
    bar(context, place.x, place.y, place.width, height, place.radius);
  } else {
    const owner = colours.owner[item.owner === 'us' ? 'us' : 'server'];
    ownedBar(brush, owner, { ...place, texturedFromPx: 4 });
  }
  if (chosen) ring(brush, fromPx, top, width, height);
  const ink = failed ? colours.of.bad : colours.of['ink-2'];
  paintLabel(brush, placed, inView(brush, toPx) + 6, ink, nextPx - 6);
}

function paintLine(brush: Brush, placed: Placed): void {
  const { context, colours } = brush;
  const { item, fromPx, top, height, roomPx, nextPx, chosen } = placed;
  context.fillStyle = chosen ? colours.of.accent : colours.owner[answering(item)].mark;
  context.fillRect(fromPx - 1, top, 2, height);
  if (roomPx > 10) bar(context, fromPx - 3, top - 1, 6, 6, 3);
  const ink = chosen ? colours.of.accent : colours.of['ink-2'];
  paintLabel(brush, placed, fromPx + 7, ink, nextPx - 5);
}

function paintSynthesis(brush: Brush, placed: Placed): void {
  const { colours } = brush;
  const { fromPx, top, width, height, nextPx, chosen } = placed;
  const area = { x: fromPx, y: top, width: Math.max(3, width), height, radius: 2 };
  ownedBar(brush, colours.owner.tts, { ...area, texturedFromPx: 4 });
  if (chosen) ring(brush, fromPx, top, width, height);
  paintLabel(brush, placed, fromPx + width + 6, colours.of['ink-2'], nextPx - 6);
}

function paintPlayed(brush: Brush, placed: Placed): void {
  const { context, colours, scale } = brush;
  const { fromPx, toPx, top, width, height, chosen } = placed;
  context.fillStyle = colours.of.agent;
  context.globalAlpha = chosen ? 0.6 : 0.3;
  bar(context, fromPx, top, Math.max(2, width - 1), height, 3);
  context.globalAlpha = 1;
  const untilPx = Math.min(toPx, scale.rightPx) - 3;
  paintLabel(brush, placed, inView(brush, fromPx) + 5, colours.of.ink, untilPx);
}

/** As visible as sound, because nothing came when something was due. */
function paintSilence({ context, colours, scale }: Brush, placed: Placed): void {
  const { item, fromPx, roomPx, y, height } = placed;
  const longest = Math.min(640, scale.rightPx - fromPx, roomPx - 4);
  const words = fitted(context, item.text, longest - 18);
  const width = words === '' ? 20 : context.measureText(words).width + 18;
  context.fillStyle = colours.of['bad-soft'];
  context.strokeStyle = colours.of.bad;
  context.lineWidth = 1;
  context.setLineDash([4, 3]);
  context.beginPath();
  context.roundRect(fromPx + 0.5, y - height / 2 + 3.5, width, height - 7, 5);
  context.fill();
  context.stroke();
  context.setLineDash([]);
  context.fillStyle = colours.of.bad;
  context.fillText(words, fromPx + 9, y + 0.5);
}

const DEAD_AIR_HEIGHT_PX = 18;

/** Hatched, over the flat line of the agent's lane, because the caller heard nothing here. */
function paintDeadAir(brush: Brush, placed: Placed): void {
  const { context, colours, scale } = brush;
  const { item, fromPx, width, y, chosen } = placed;
  const height = DEAD_AIR_HEIGHT_PX;
  const top = y - height / 2;
  context.fillStyle = colours.of['bad-soft'];
  context.fillRect(fromPx, top, width, height);
  texturedOver(context, colours.hatch, { x: fromPx, y: top, width, height }, 0);
  if (chosen) ring(brush, fromPx, top, width, height);
  const leftPx = inView(brush, fromPx);
  const rightPx = Math.min(fromPx + width, scale.rightPx);
  const words = fitted(context, item.label, rightPx - leftPx - 16);
  if (words !== item.label) return;
  const wordsPx = context.measureText(words).width;
  const atPx = (leftPx + rightPx - wordsPx) / 2;
  context.fillStyle = colours.of.panel;
  context.fillRect(atPx - 5, top + 2, wordsPx + 10, height - 4);
  context.fillStyle = colours.of.bad;
  context.fillText(words, atPx, y + 0.5);
}

/** From its row down to the agent's row. */
function paintCut(brush: Brush, placed: Placed): void {
  const { context, colours, scene } = brush;
  const { item, fromPx, nextPx, top, y, height } = placed;
  context.fillStyle = colours.of.warn;
  context.fillRect(fromPx - 1, top - 4, 2, scene.model.layout.rows.agent.y + 15 - top);
  context.font = `600 10.5px ${colours.font}`;
  const wordsPx = context.measureText(item.label).width;
  if (fromPx + 5 + wordsPx <= nextPx - 2) {
    paintLabel(brush, placed, fromPx + 5, colours.of.warn, nextPx);
  } else {
    // On its left, over what was being said, because the label must not be cut off.
    const atPx = fromPx - 7 - wordsPx;
    context.fillStyle = colours.of.panel;
    context.fillRect(atPx - 4, top - 2, wordsPx + 8, height + 4);
    context.fillStyle = colours.of.warn;
    context.fillText(item.label, atPx, y + 0.5);
  }
  context.font = `10.5px ${colours.font}`;
}

function paintWarning(brush: Brush, placed: Placed): void {
  const { context, colours } = brush;
  const { item, fromPx, nextPx, top, y, height } = placed;
  const wordsPx = fromPx + 10;
  const untilPx = Math.min(fromPx + 570, nextPx - 4);
  // It may stand on the bar of what it warns of, where red could not be read.
  const words = fitted(context, item.label, untilPx - wordsPx);
  context.fillStyle = colours.of.panel;
  context.fillRect(
    fromPx - 8,
    top - 2,
    words === '' ? 16 : 22 + context.measureText(words).width,
    height + 4,
  );
  context.fillStyle = colours.of.bad;
  context.beginPath();
  context.moveTo(fromPx, y - 6);
  context.lineTo(fromPx + 6, y + 5);
  context.lineTo(fromPx - 6, y + 5);
  context.fill();
  context.fillStyle = colours.of.panel;
  context.fillRect(fromPx - 0.75, y - 2.5, 1.5, 4);
  context.fillRect(fromPx - 0.75, y + 2.5, 1.5, 1.5);
  paintLabel(brush, placed, wordsPx, colours.of.bad, untilPx);
}
