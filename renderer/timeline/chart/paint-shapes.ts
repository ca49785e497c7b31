import type { ChartScale } from './chart-view.ts';
import type { ChartColours, OwnerColours } from './colours.ts';
import type { Scene } from './scene.ts';

export interface Brush {
  readonly context: CanvasRenderingContext2D;
  readonly colours: ChartColours;
  readonly scale: ChartScale;
  readonly scene: Scene;
}

/** About the width of a letter at 10.5 px. */
export const LETTER_PX = 5.6;

/** Around what is chosen. */
export function ring(brush: Brush, x: number, y: number, width: number, height: number): void {
  const { context, colours } = brush;
  context.strokeStyle = colours.of.ink;
  context.lineWidth = 1.5;
  context.strokeRect(x - 1, y - 1, width + 2, height + 2);
}

export function bar(
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

/** The texture of an owner over what is painted; none where it could not be made out. */
export function texturedOver(
  context: CanvasRenderingContext2D,
  texture: CanvasPattern | null,
  area: { x: number; y: number; width: number; height: number },
  fromWidthPx: number,
): void {
  if (texture === null || area.width <= fromWidthPx) return;
  context.fillStyle = texture;
  context.fillRect(area.x, area.y, area.width, area.height);
}

/** Where something of an owner is drawn. */
interface OwnedArea {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly radius: number;
  /** Narrower things have no texture, because it could not be made out. */
  readonly texturedFromPx: number;
}

/** Something of an owner, in its colour and texture. */
export function ownedBar({ context, colours }: Brush, owner: OwnerColours, area: OwnedArea): void {
  const { x, y, width, height, radius, texturedFromPx } = area;
  context.fillStyle = owner.fill;
  bar(context, x, y, width, height, radius);
  texturedOver(context, owner.texture, area, texturedFromPx);
  if (colours.outline === null) return;
  context.strokeStyle = colours.outline;
  context.lineWidth = 1;
  context.strokeRect(x + 0.5, y + 0.5, Math.max(0.5, width - 1), height - 1);
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
