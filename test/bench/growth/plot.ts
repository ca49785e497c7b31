import type { Curve, Point } from './curves.ts';

const WIDTH = 760;
const HEIGHT = 400;
const LEFT = 64;
const RIGHT = 216;
const TOP = 44;
const BOTTOM = 52;
/** Colours that colour-blind people can tell apart, on white and on black. */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#b58900', '#56b4e9', '#7f7f7f'];
/** Labels of lines that end at the same height are moved apart by this much. */
const NAME_PX = 16;

/** Draws a curve: both axes logarithmic, with the spread as a bar on each point. */
export function plotOf(curve: Curve): string {
  const points = curve.lines.flatMap((line) => line.points);
  const x = logScale(
    points.map(({ size }) => size),
    LEFT,
    WIDTH - RIGHT,
  );
  const y = logScale(
    points.flatMap(({ leastMs, mostMs }) => [leastMs, mostMs]),
    HEIGHT - BOTTOM,
    TOP,
  );
  const at = ({ size, ms }: Point) => `${x.at(size)},${y.at(ms)}`;
  const ends = apart(curve.lines.map(({ points: [...own] }) => y.at(own.at(-1)?.ms ?? 1)));
  const lines = curve.lines.map(({ name, points: own }, index) => {
    const colour = COLOURS[index % COLOURS.length];
    const bars = own.map(
      (point) =>
        `<line x1="${x.at(point.size)}" x2="${x.at(point.size)}" y1="${y.at(point.leastMs)}" y2="${y.at(point.mostMs)}" stroke-opacity="0.45"/><circle cx="${x.at(point.size)}" cy="${y.at(point.ms)}" r="3" fill="${colour}"/>`,
    );
    return `<g stroke="${colour}" stroke-width="2" fill="none"><polyline points="${own.map(at).join(' ')}"/>${bars.join('')}</g>
<text x="${WIDTH - RIGHT + 12}" y="${(ends[index] ?? 0) + 4}" fill="${colour}">${escaped(name)}</text>`;
  });
  const vertical = x.ticks.map(
    (tick) =>
      `<line x1="${x.at(tick)}" x2="${x.at(tick)}" y1="${TOP}" y2="${HEIGHT - BOTTOM}"/><text x="${x.at(tick)}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${counted(tick)}</text>`,
  );
  const level = y.ticks.map(
    (tick) =>
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y.at(tick)}" y2="${y.at(tick)}"/><text x="${LEFT - 8}" y="${y.at(tick) + 4}" text-anchor="end">${timed(tick)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(curve.title)}" font-family="sans-serif" font-size="12">
<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>
<text x="${LEFT}" y="24" font-size="15" fill="#222222">${escaped(curve.title)}</text>
<g stroke="#d0d0d0" fill="#555555" stroke-width="1"><g>${[...vertical, ...level].join('\n').replaceAll('<text', '<text stroke="none"')}</g></g>
<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 12}" text-anchor="middle" fill="#555555">${escaped(curve.of)}</text>
${lines.join('\n')}
</svg>
`;
}

/** A scale of powers of ten around the values, between two pixel positions. */
function logScale(values: readonly number[], from: number, to: number) {
  const logs = values.filter((value) => value > 0).map(Math.log10);
  const low = Math.floor(Math.min(...logs));
  const high = Math.max(Math.ceil(Math.max(...logs)), low + 1);
  return {
    at: (value: number) => {
      const share = (Math.log10(Math.max(value, 10 ** low)) - low) / (high - low);
      return Math.round((from + share * (to - from)) * 10) / 10;
    },
    ticks: Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index)),
  };
}

/** The same heights, moved just far enough that each has room. */
function apart(heights: readonly number[]): number[] {
  const order = heights.map((y, index) => ({ y, index })).sort((a, b) => a.y - b.y);
  let last = Number.NEGATIVE_INFINITY;
  const moved = [...heights];
  for (const { y, index } of order) {
    last = Math.max(y, last + NAME_PX);
    moved[index] = last;
  }
  return moved;
}

function counted(size: number): string {
  if (size >= 1e6) return `${size / 1e6} M`;
  return size >= 1e3 ? `${size / 1e3} k` : String(size);
}

function timed(ms: number): string {
  if (ms >= 1_000) return `${ms / 1_000} s`;
  return ms >= 1 ? `${ms} ms` : `${ms * 1_000} µs`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
