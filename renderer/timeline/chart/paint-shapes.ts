import type { ChartScale } from './chart-view.ts';
import type { ChartColours, OwnerColours } from './colours.ts';
import type { Scene } from './scene.ts';

export interface Brush {
  readonly context: CanvasRenderingContext2D;
  readonly colours: ChartColours;
  readonly scale: ChartScale;
  readonly scene: Scene;
}

/** The approximate width of a letter at 10.5 px. */
export const LETTER_PX = 5.6;

/** A ring around the selected item. */
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
  // Round corners of narrow shapes are invisible, but cost a path each.
  if (width < 4) {
    context.fillRect(x, y, width, height);
    return;
  }
  context.beginPath();
  context.roundRect(x, y, width, height, Math.min(radius, width / 2, height / 2));
  context.fill();
}

/** Paints the texture of an owner over a shape, unless it is too small for one. */
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

/** A shape that belongs to an owner. */
interface OwnedArea {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly radius: number;
  /** Narrower shapes have no texture, because it could not be recognised. */
  readonly texturedFromPx: number;
}

/** Paints a shape in its owner's colour and texture. */
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

/** As much of the text as fits in the context's font; empty if too little fits to be of use. */
export function fitted(
  context: Pick<CanvasRenderingContext2D, 'measureText'>,
  text: string,
  roomPx: number,
): string {
  let fit = clip(text, roomPx);
  // Measuring is slow, so a text that is far shorter than its space is assumed to fit.
  while (fit !== '' && fit.length * LETTER_PX * 2 > roomPx) {
    const { width } = context.measureText(fit);
    if (width <= roomPx) break;
    fit = cut(text, Math.min(fit.length - 1, Math.floor((fit.length * roomPx) / width)));
  }
  return fit;
}

/** About as much of the text as fits; empty if too little fits to be of use. */
export function clip(text: string, roomPx: number): string {
  return cut(text, Math.floor(roomPx / LETTER_PX));
}

function cut(text: string, letters: number): string {
  if (letters < 3) return '';
  return text.length <= letters ? text : `${text.slice(0, letters - 1).trimEnd()}…`;
}
