import type { OwnerInfo } from '../../../common/rules/timeline/timeline-parts.ts';

type OwnerToken = OwnerInfo['token'];

/**
 * A pattern for each owner, because not everybody can tell the colours apart; none for the app's
 * own parts.
 */
export function texture(owner: OwnerToken, colour: string): CanvasPattern | null {
  if (owner === 'us') return null;
  return pattern(12, (context) => {
    context.strokeStyle = colour;
    context.fillStyle = colour;
    context.lineWidth = 1.6;
    STROKES[owner](context);
  });
}

/** Marks time in which something should have been heard. */
export function hatched(colour: string): CanvasPattern | null {
  return pattern(8, (context) => {
    context.strokeStyle = colour;
    context.lineWidth = 1;
    lines(
      context,
      [-8, 0, 8].map((x) => [x, 8, x + 8, 0] as const),
    );
  });
}

type Line = readonly [fromX: number, fromY: number, toX: number, toY: number];

const STROKES: Readonly<
  Record<Exclude<OwnerToken, 'us'>, (context: CanvasRenderingContext2D) => void>
> = {
  setting: (context) => lines(context, [[-2, 14, 14, -2]]),
  server: dots,
  model: (context) => lines(context, [[-2, -2, 14, 14]]),
  tts: (context) =>
    lines(
      context,
      [2, 8].map((x) => [x, 0, x, 12] as const),
    ),
  stt: (context) =>
    lines(
      context,
      [2, 8].map((y) => [0, y, 12, y] as const),
    ),
  device: (context) =>
    lines(context, [
      [0, 0, 12, 12],
      [12, 0, 0, 12],
    ]),
};

function lines(context: CanvasRenderingContext2D, all: readonly Line[]): void {
  context.beginPath();
  for (const [fromX, fromY, toX, toY] of all) {
    context.moveTo(fromX, fromY);
    context.lineTo(toX, toY);
  }
  context.stroke();
}

function dots(context: CanvasRenderingContext2D): void {
  for (const at of [3, 9]) {
    context.beginPath();
    context.arc(at, at, 1.7, 0, 7);
    context.fill();
  }
}

function pattern(
  sizePx: number,
  draw: (context: CanvasRenderingContext2D) => void,
): CanvasPattern | null {
  const tile = document.createElement('canvas');
  tile.width = sizePx;
  tile.height = sizePx;
  const context = tile.getContext('2d');
  if (context === null) return null;
  draw(context);
  return context.createPattern(tile, 'repeat');
}
