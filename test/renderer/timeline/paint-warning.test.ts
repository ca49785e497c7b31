import { expect, it } from 'vitest';
import type { ChartItem } from '../../../renderer/timeline/chart/chart-item.ts';
import { paintItem } from '../../../renderer/timeline/chart/paint-items.ts';
import type { Brush } from '../../../renderer/timeline/chart/paint-shapes.ts';

/** The rectangles and texts that a brush painted, in order, each with its colour. */
function recordingBrush() {
  const painted: { colour: string; words?: string; fromPx: number; toPx: number }[] = [];
  const context = {
    fillStyle: '',
    beginPath() {},
    moveTo() {},
    lineTo() {},
    fill() {},
    measureText: (words: string) => ({ width: words.length * 6 }),
    fillRect(fromPx: number, _y: number, width: number) {
      painted.push({ colour: context.fillStyle, fromPx, toPx: fromPx + width });
    },
    fillText(words: string, fromPx: number) {
      const toPx = fromPx + words.length * 6;
      painted.push({ colour: context.fillStyle, words, fromPx, toPx });
    },
  };
  const brush = {
    context,
    colours: { of: { bad: 'red', panel: 'white' } },
    scale: { fromMs: 0, toMs: 1_000, leftPx: 100, rightPx: 1_000 },
    scene: { selectedId: null, hoverId: null, model: { layout: { rows: { speech: ROW } } } },
  };
  return { brush: brush as unknown as Brush, painted };
}

const ROW = { y: 50, height: 12, label: 'Speech' };

const WARNING: ChartItem = {
  id: 'warning 1',
  row: 'speech',
  kind: 'warning',
  turn: 0,
  startMs: 100,
  endMs: 100,
  label: 'The voice cannot say it',
  text: 'The voice cannot say it',
};

it('the words of a warning have the ground of the chart behind them, whatever bar is there', () => {
  const { brush, painted } = recordingBrush();
  paintItem(brush, WARNING, 200, 200, 600);
  const at = painted.findIndex(({ words }) => words === WARNING.label);
  const words = painted[at];
  if (words === undefined) throw new Error('The warning has words.');
  const ground = painted
    .slice(0, at)
    .find((each) => each.fromPx < words.fromPx && each.toPx > words.toPx);
  expect(ground?.colour).toBe('white');
});
