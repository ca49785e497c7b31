import { describe, expect, it } from 'vitest';
import { buildTimeline } from '../../../common/rules/timeline/timeline.ts';
import { chartModel } from '../../../renderer/timeline/chart/chart-model.ts';
import { layoutOf, ROWS } from '../../../renderer/timeline/chart/chart-rows.ts';
import { xOf } from '../../../renderer/timeline/chart/chart-view.ts';
import { isOverview, itemAt, rowAt } from '../../../renderer/timeline/chart/hit.ts';
import type { Scene } from '../../../renderer/timeline/chart/scene.ts';

import type { EventScript } from '../../doubles/calls/call-events.ts';
import { hostedScript } from '../../doubles/calls/timeline-turns.ts';

/** From 1.0 to 3.0 s on 1,000 pixels. */
function sceneOf({ events }: EventScript): Scene {
  const timeline = buildTimeline('call_1', events);
  const [turn] = timeline.turns;
  if (turn === undefined) throw new Error('The log has no turn.');
  return {
    model: chartModel(timeline, events),
    turn,
    scale: { fromMs: 1_000, toMs: 3_000, leftPx: 100, rightPx: 1_100 },
    zeroMs: 1_000,
    waveform: null,
    widthPx: 1_116,
    budgetMs: 800,
    silenceBudgetMs: 2_000,
    selectedId: null,
    hoverId: null,
    cursorMs: null,
    nowMs: null,
    measure: null,
    headMs: 3_000,
    headMoves: false,
    // Nothing is painted in this test.
    colours: {} as Scene['colours'],
  };
}

describe('what lies under the pointer', () => {
  const scene = sceneOf(hostedScript());
  const { rows, overview } = scene.model.layout;
  const at = (ms: number, row: keyof typeof ROWS) =>
    itemAt(scene, xOf(scene.scale, ms), rows[row].y)?.id ?? null;

  it('is the thing of that row at that moment', () => {
    expect(at(1_500, 'tool')).toBe('tool 1 0');
    expect(at(1_900, 'stream')).toBe('line 1 0');
    expect(at(2_300, 'playout')).toBe('played 0');
    expect(at(1_100, 'wait')).toBe('part 1 firstByte');
  });

  it('is also a narrow thing that the pointer only nearly meets', () => {
    const px = xOf(scene.scale, 1_900);
    expect(itemAt(scene, px - 4, rows.stream.y)?.id).toBe('line 1 0');
    expect(itemAt(scene, px - 9, rows.stream.y)).toBeNull();
  });

  it('is the thing whose words stand there', () => {
    const px = xOf(scene.scale, 1_900);
    expect(itemAt(scene, px + 40, rows.stream.y)?.id).toBe('line 1 0');
    expect(itemAt(scene, px + 400, rows.stream.y)).toBeNull();
  });

  it('is the part of the wait in the lens, over the full width', () => {
    expect(itemAt(scene, 110, rows.lens.y)?.id).toBe('part 1 firstByte');
    expect(itemAt(scene, 1_095, rows.lens.y)?.id).toMatch(/^part 1 (synthesis|playout)$/);
  });

  it('is nothing between rows, and left of the chart', () => {
    expect(rowAt(scene.model.layout, rows.lens.y + 22)).toBeNull();
    expect(itemAt(scene, 50, rows.stream.y)).toBeNull();
  });

  it('is the whole call in small at the lower edge', () => {
    expect(isOverview(scene.model.layout, overview.y)).toBe(true);
    expect(isOverview(scene.model.layout, rows.agent.y)).toBe(false);
  });
});

describe('the rows', () => {
  const plain = layoutOf({ hosted: false, hasTools: false });
  const tools = layoutOf({ hosted: true, hasTools: true });

  it.each([
    ['a webhook answers', plain],
    ['a model answers with tools', tools],
  ])('do not overlap when %s', (_when, { rows, overview, heightPx }) => {
    const shown = [...Object.values(rows), overview]
      .filter(({ height }) => height > 0)
      .toSorted((a, b) => a.y - b.y);
    for (const [n, row] of shown.slice(1).entries()) {
      const above = shown[n];
      expect(row.y - row.height / 2).toBeGreaterThanOrEqual(
        (above?.y ?? 0) + (above?.height ?? 0) / 2,
      );
    }
    expect(heightPx).toBeGreaterThanOrEqual(overview.y + overview.height / 2);
  });

  it('without height are not met', () => {
    expect(rowAt(plain, ROWS.tool.y)).not.toBe('tool');
    expect(rowAt(tools, tools.rows.tool.y)).toBe('tool');
  });
});
