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

const STEPS_MS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 60_000, 120_000, 300_000,
] as const;

/** Round marks inside the scale, at least `minGapPx` apart; 0 is always one of their grid. */
export function ticks(scale: TimeScale, minGapPx: number): readonly number[] {
  const msPerPx = (scale.toMs - scale.fromMs) / Math.max(1, scale.rightPx - scale.leftPx);
  const step = STEPS_MS.find((candidate) => candidate / msPerPx >= minGapPx) ?? 600_000;
  const marks: number[] = [];
  for (let mark = Math.ceil(scale.fromMs / step) * step; mark <= scale.toMs; mark += step) {
    marks.push(mark === 0 ? 0 : mark);
  }
  return marks;
}

/** A mark of the axis, in the units of all figures: `200 ms`, `1500 ms`, `12 s`. */
export function tickLabel(ms: number): string {
  const sign = ms < 0 ? '−' : '';
  const size = Math.abs(ms);
  if (size < 10_000) return `${sign}${size} ms`;
  return `${sign}${(size / 1_000).toFixed(size % 1_000 === 0 ? 0 : 1)} s`;
}
