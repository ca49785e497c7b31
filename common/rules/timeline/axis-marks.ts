const STEPS_MS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 60_000, 120_000, 300_000,
] as const;

/** Round times between two ends, at least `gapMs` apart; 0 is always one of their grid. */
export function axisMarks(fromMs: number, toMs: number, gapMs: number): readonly number[] {
  const step = STEPS_MS.find((candidate) => candidate >= gapMs) ?? 600_000;
  const marks: number[] = [];
  for (let mark = Math.ceil(fromMs / step) * step; mark <= toMs; mark += step) {
    marks.push(mark === 0 ? 0 : mark);
  }
  return marks;
}

/** A mark of an axis, in the units of all figures: `200 ms`, `1500 ms`, `12 s`. */
export function markLabel(ms: number): string {
  const sign = ms < 0 ? '−' : '';
  const size = Math.abs(ms);
  if (size < 10_000) return `${sign}${size} ms`;
  return `${sign}${(size / 1_000).toFixed(size % 1_000 === 0 ? 0 : 1)} s`;
}
