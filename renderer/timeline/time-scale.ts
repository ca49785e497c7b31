import { axisMarks } from '../../common/rules/timeline/axis-marks.ts';

/** Maps milliseconds to pixels. */
export interface TimeScale {
  readonly fromMs: number;
  readonly toMs: number;
  readonly leftPx: number;
  readonly rightPx: number;
}

export function toPx(scale: TimeScale, ms: number): number {
  const share = (ms - scale.fromMs) / (scale.toMs - scale.fromMs);
  return scale.leftPx + share * (scale.rightPx - scale.leftPx);
}

/** Round marks within the scale, at least `minGapPx` apart. Their grid includes 0. */
export function ticks(scale: TimeScale, minGapPx: number): readonly number[] {
  const msPerPx = (scale.toMs - scale.fromMs) / Math.max(1, scale.rightPx - scale.leftPx);
  return axisMarks(scale.fromMs, scale.toMs, minGapPx * msPerPx);
}
