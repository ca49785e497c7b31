import { OWNER_INFO } from '../../../common/rules/timeline/timeline-parts.ts';
import type { ChartItem } from './chart-item.ts';
import { type ChartScale, xOf } from './chart-view.ts';
import type { ChartColours } from './colours.ts';
import type { Scene } from './scene.ts';

export interface Brush {
  readonly context: CanvasRenderingContext2D;
  readonly colours: ChartColours;
  readonly scale: ChartScale;
  readonly scene: Scene;
}

/** About the width of a letter at 10.5 px. */
const LETTER_PX = 5.6;

/** One thing on its row. `roomPx`: from its begin to the next thing. */
export function paintItem(
  brush: Brush,
  item: ChartItem,
  fromPx: number,
  toPx: number,
  roomPx: number,
): void {
  const { context, colours, scene, scale } = brush;
  const { rows } = scene.model.layout;
  const { y, height } = rows[item.row];
  const top = y - height / 2;
  const width = Math.max(1.5, toPx - fromPx);
  const chosen = item.id === scene.selectedId || item.id === scene.hoverId;
  const nextPx = fromPx + roomPx;
  // What began to the left of the view has its words at the view's edge.
  const inView = (px: number) => Math.max(px, scale.leftPx);
  const words = (text: string, px: number, colour: string, untilPx: number) => {
    const fit = fitted(context, text, untilPx - px);
    if (fit === '') return;
    context.fillStyle = colour;
    context.fillText(fit, px, y + 0.5);
  };
  switch (item.kind) {
    case 'speech':
    case 'noise':
    case 'stall':
      context.fillStyle = item.kind === 'speech' ? colours.of.caller : colours.of['ink-3'];
      bar(context, fromPx, top, Math.max(3, width), height, 3);
      return;
    case 'partial':
      context.fillStyle = colours.of['ink-3'];
      bar(context, fromPx - 1.5, y - 1.5, 3, 3, 1.5);
      return;
    case 'final':
      words(item.label, inView(fromPx) + 5, colours.of['ink-2'], nextPx - 5);
      context.fillStyle = colours.of.caller;
      bar(context, fromPx - 2.5, y - 2.5, 5, 5, 2.5);
      return;
    case 'keys':
      words(item.label, inView(toPx) + 7, colours.of['ink-2'], nextPx - 5);
      context.fillStyle = colours.of.caller;
      bar(context, fromPx - 2.5, y - 3.5, width + 5, 7, 2);
      return;
    case 'part': {
      if (item.part === undefined) return;
      const { fill, texture } = colours.owner[OWNER_INFO[item.part.owner].token];
      context.fillStyle = fill;
      context.fillRect(fromPx, top, width, height);
      if (texture !== null && width > 3) {
        context.fillStyle = texture;
        context.fillRect(fromPx, top, width, height);
      }
      if (chosen) ring(brush, fromPx, top, width, height);
      return;
    }
    case 'request':
    case 'failedRequest': {
      const failed = item.kind === 'failedRequest';
      const { fill } = colours.owner[answering(item)];
      const colour = failed ? colours.of.bad : fill;
      if (width < 8 && roomPx < 12) {
        context.fillStyle = colour;
        context.fillRect(fromPx, top + 2, width, height - 4);
        return;
      }
      context.fillStyle = colour;
      context.globalAlpha = 0.2;
      bar(context, fromPx, top, width, height, 4);
      context.globalAlpha = 0.85;
      const headersPx = item.headersMs === undefined ? toPx : xOf(scale, item.headersMs);
      bar(context, fromPx, top, Math.max(2, Math.min(width, headersPx - fromPx)), height, 3);
      context.globalAlpha = 1;
      if (chosen) ring(brush, fromPx, top, width, height);
      const beside = inView(toPx) + 6;
      const untilPx = nextPx - 6;
      if (untilPx - beside > item.label.length * LETTER_PX || toPx < scale.rightPx - 120) {
        words(item.label, beside, failed ? colours.of.bad : colours.of['ink-2'], untilPx);
      } else {
        const ink = failed ? colours.of.bad : colours.of.ink;
        words(item.label, inView(headersPx) + 6, ink, Math.min(toPx, scale.rightPx, untilPx));
      }
      return;
    }
    case 'tool':
    case 'failedTool': {
      const failed = item.kind === 'failedTool';
      const { fill, texture } = colours.owner[item.owner === 'us' ? 'us' : 'server'];
      context.fillStyle = failed ? colours.of.bad : fill;
      bar(context, fromPx, top, Math.max(3, width), height, 3);
      if (texture !== null && !failed && width > 4) {
        context.fillStyle = texture;
        context.fillRect(fromPx, top, width, height);
      }
      if (chosen) ring(brush, fromPx, top, width, height);
      const ink = failed ? colours.of.bad : colours.of['ink-2'];
      words(item.label, inView(toPx) + 6, ink, nextPx - 6);
      return;
    }
    case 'line': {
      const { fill } = colours.owner[answering(item)];
      context.fillStyle = chosen ? colours.of.accent : fill;
      context.fillRect(fromPx - 1, top, 2, height);
      if (roomPx > 10) bar(context, fromPx - 3, top - 1, 6, 6, 3);
      words(item.label, fromPx + 7, chosen ? colours.of.accent : colours.of['ink-2'], nextPx - 5);
      return;
    }
    case 'synthesis': {
      const { fill, texture } = colours.owner.tts;
      context.fillStyle = fill;
      bar(context, fromPx, top, Math.max(3, width), height, 2);
      if (texture !== null && width > 4) {
        context.fillStyle = texture;
        context.fillRect(fromPx, top, width, height);
      }
      if (chosen) ring(brush, fromPx, top, width, height);
      words(item.label, fromPx + width + 6, colours.of['ink-2'], nextPx - 6);
      return;
    }
    case 'played':
      context.fillStyle = colours.of.agent;
      context.globalAlpha = chosen ? 0.6 : 0.3;
      bar(context, fromPx, top, Math.max(2, width - 1), height, 3);
      context.globalAlpha = 1;
      words(item.label, inView(fromPx) + 5, colours.of.ink, Math.min(toPx, scale.rightPx) - 3);
      return;
    case 'silence':
      paintSilence(brush, item, fromPx, roomPx);
      return;
    case 'deadAir':
      paintDeadAir(brush, item, fromPx, width, chosen);
      return;
    case 'cut':
      context.fillStyle = colours.of.warn;
      context.fillRect(fromPx - 1, top - 4, 2, rows.agent.y + 15 - top);
      context.font = `600 10.5px ${colours.font}`;
      words(item.label, fromPx + 5, colours.of.warn, nextPx - 5);
      context.font = `10.5px ${colours.font}`;
      return;
    case 'warning': {
      context.fillStyle = colours.of.bad;
      context.beginPath();
      context.moveTo(fromPx, y - 6);
      context.lineTo(fromPx + 6, y + 5);
      context.lineTo(fromPx - 6, y + 5);
      context.fill();
      context.fillStyle = colours.of.panel;
      context.fillRect(fromPx - 0.75, y - 2.5, 1.5, 4);
      context.fillRect(fromPx - 0.75, y + 2.5, 1.5, 1.5);
      words(item.label, fromPx + 10, colours.of.bad, Math.min(fromPx + 570, nextPx - 4));
      return;
    }
  }
}

/** Who sent what a request or a line shows. */
export function answering(item: ChartItem): 'model' | 'server' {
  return item.owner === 'model' ? 'model' : 'server';
}

/** As much to see as sound: nothing came where something was due. */
function paintSilence(
  { context, colours, scale, scene }: Brush,
  item: ChartItem,
  fromPx: number,
  roomPx: number,
): void {
  const { y, height } = scene.model.layout.rows.agent;
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

/** Hatched, over the flat line of the agent's lane: the caller heard nothing here. */
function paintDeadAir(
  brush: Brush,
  item: ChartItem,
  fromPx: number,
  width: number,
  chosen: boolean,
): void {
  const { context, colours, scale, scene } = brush;
  const { y } = scene.model.layout.rows.agent;
  const height = 18;
  const top = y - height / 2;
  context.fillStyle = colours.of['bad-soft'];
  context.fillRect(fromPx, top, width, height);
  if (colours.hatch !== null) {
    context.fillStyle = colours.hatch;
    context.fillRect(fromPx, top, width, height);
  }
  if (chosen) ring(brush, fromPx, top, width, height);
  const leftPx = Math.max(fromPx, scale.leftPx);
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

function ring(brush: Brush, x: number, y: number, width: number, height: number): void {
  const { context, colours } = brush;
  context.strokeStyle = colours.of.ink;
  context.lineWidth = 1.5;
  context.strokeRect(x - 1, y - 1, width + 2, height + 2);
}

function bar(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  radius: number,
): void {
  // Round corners of narrow things cannot be seen, but cost a path each.
  if (width < 4) {
    context.fillRect(x, y, width, height);
    return;
  }
  context.beginPath();
  context.roundRect(x, y, width, height, Math.min(radius, width / 2, height / 2));
  context.fill();
}

/** As much of the text as fits in the context's font; nothing when that says nothing. */
export function fitted(
  context: Pick<CanvasRenderingContext2D, 'measureText'>,
  text: string,
  roomPx: number,
): string {
  let fit = clip(text, roomPx);
  // Measuring costs: what is far shorter than its room fits, however wide its letters are.
  while (fit !== '' && fit.length * LETTER_PX * 2 > roomPx) {
    const { width } = context.measureText(fit);
    if (width <= roomPx) break;
    fit = cut(text, Math.min(fit.length - 1, Math.floor((fit.length * roomPx) / width)));
  }
  return fit;
}

/** As much of the text as about fits; nothing when that says nothing. */
export function clip(text: string, roomPx: number): string {
  return cut(text, Math.floor(roomPx / LETTER_PX));
}

function cut(text: string, letters: number): string {
  if (letters < 3) return '';
  return text.length <= letters ? text : `${text.slice(0, letters - 1).trimEnd()}…`;
}
