import { WAVEFORM_STEP_MS } from '../../../common/rules/sound/waveform.ts';
import { xOf } from './chart-view.ts';
import type { Brush } from './paint-shapes.ts';

/** The distance between bars, if there is room for bars. */
const BAR_PX = 3;

/**
 * Paints bars from the lowest to the highest sample, on whole pixels, because soft edges cost most
 * of the time.
 */
export function paintLane(
  { context, scale }: Brush,
  extremes: Int8Array,
  lane: { readonly y: number; readonly height: number },
  colour: string,
): void {
  const pxPerStep =
    ((scale.rightPx - scale.leftPx) / (scale.toMs - scale.fromMs)) * WAVEFORM_STEP_MS;
  const stepsPerBar = Math.max(1, Math.round(BAR_PX / pxPerStep));
  const first = Math.max(
    0,
    Math.floor(scale.fromMs / WAVEFORM_STEP_MS / stepsPerBar) * stepsPerBar,
  );
  const last = Math.min(extremes.length / 2, Math.ceil(scale.toMs / WAVEFORM_STEP_MS));
  const half = lane.height / 2;
  context.fillStyle = colour;
  const width = Math.min(4, Math.max(1, Math.round(pxPerStep * stepsPerBar * 0.6)));
  for (let step = first; step < last; step += stepsPerBar) {
    let low = 0;
    let high = 0;
    const end = Math.min(last, step + stepsPerBar);
    for (let n = step; n < end; n += 1) {
      const least = extremes[n * 2] ?? 0;
      const most = extremes[n * 2 + 1] ?? 0;
      if (least < low) low = least;
      if (most > high) high = most;
    }
    if (high - low < 2) continue;
    const px = xOf(scale, (step + stepsPerBar / 2) * WAVEFORM_STEP_MS);
    const top = Math.round(lane.y - loudness(high) * half);
    const bottom = Math.round(lane.y + loudness(-low) * half) + 1;
    context.fillRect(Math.round(px - width / 2), top, width, bottom - top);
  }
}

/** Makes quiet speech visible, since it is audible, too. */
function loudness(extreme: number): number {
  return Math.sqrt(Math.min(1, Math.max(0, extreme) / 127));
}
