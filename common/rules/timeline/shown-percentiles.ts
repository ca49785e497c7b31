import type { Percentiles } from '../../contract/index.ts';

/** Fewer values than this, and the percentile is just the largest of them. */
const ENOUGH = { p50: 1, p90: 10, p99: 100 } as const;

/**
 * The percentiles that a number of values is enough for: p90 from 10, p99 from 100. The others are
 * null, because a tail of three turns is one turn.
 */
export function shownPercentiles({ p50, p90, p99, n }: Percentiles): Percentiles {
  return {
    p50: n >= ENOUGH.p50 ? p50 : null,
    p90: n >= ENOUGH.p90 ? p90 : null,
    p99: n >= ENOUGH.p99 ? p99 : null,
    n,
  };
}

/** `p50 356 ms, p90 1200 ms`, in so far as there are enough values; empty for none. */
export function percentileWords(percentiles: Percentiles, said: (ms: number) => string): string {
  const { p50, p90, p99 } = shownPercentiles(percentiles);
  return Object.entries({ p50, p90, p99 })
    .flatMap(([name, ms]) => (ms === null ? [] : [`${name} ${said(ms)}`]))
    .join(', ');
}
