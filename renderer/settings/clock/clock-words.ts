const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** The two largest units of a time span, such as `5 min` or `1 d 3 h`. */
export function spanWords(ms: number): string {
  const first = UNITS.findIndex(([, size]) => ms >= size);
  if (first < 0) return '0 s';
  let left = ms;
  return UNITS.slice(first, first + 2)
    .map(([name, size]) => {
      const count = Math.floor(left / size);
      left -= count * size;
      return count === 0 ? '' : `${count} ${name}`;
    })
    .filter((words) => words !== '')
    .join(' ');
}

/** How far the clock is from real time; null if it is not. */
export function offsetWords(offsetMs: number): string | null {
  // Rounds to seconds, because a clock that was moved by five minutes is off by a millisecond or
  // so.
  const ms = Math.round(Math.abs(offsetMs) / 1_000) * 1_000;
  if (ms === 0) return null;
  return `${spanWords(ms)} ${offsetMs > 0 ? 'ahead' : 'behind'}`;
}
