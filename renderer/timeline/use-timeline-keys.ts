import type { RefObject } from 'react';
import { useTimeline } from '../state/timeline-store.ts';
import { isPlain } from '../ui/keys/key-dispatcher.ts';
import type { KeyDescription } from '../ui/keys/key-list.tsx';
import { useKeys } from '../ui/keys/keys-provider.tsx';
import { type ChartHandle, chooseItem } from './call-chart.tsx';
import type { ChartItem } from './chart/chart-item.ts';
import { type RowName, WALKED_ROWS } from './chart/chart-rows.ts';
import { around, inSight, panned, zoomed } from './chart/chart-view.ts';
import { firstInView } from './chart/paint.ts';
import type { Scene } from './chart/scene.ts';

export const TIMELINE_KEYS: readonly KeyDescription[] = [
  { keys: ['Space'], does: 'Play from the cursor, or pause' },
  { keys: ['H'], does: 'Hear what is chosen' },
  { keys: ['W', 'S'], does: 'Zoom in and out' },
  { keys: ['A', 'D'], does: 'Pan to the left and right' },
  { keys: ['.', ','], does: 'Next and previous on the row' },
  { keys: ['↑', '↓'], does: 'The row above and below' },
  { keys: ['F', 'Enter'], does: 'Fit what is chosen' },
  { keys: ['Home'], does: 'Back to the whole turn, or to the live head' },
  { keys: ['R'], does: 'Measure what is chosen' },
  { keys: ['Shift', 'drag'], does: 'Measure between two points' },
  { keys: ['Alt', 'drag'], does: 'Zoom into an area' },
  { keys: ['N'], does: 'Next turn over the budget' },
  { keys: ['J'], does: 'Go to the table' },
  { keys: ['C'], does: 'Copy the turn as Markdown' },
  { keys: ['Esc'], does: 'Let go of what is chosen' },
];

export interface KeyActions {
  playOrPause(): void;
  hear(item: ChartItem | null): void;
  nextOverBudget(): void;
  copyTurn(): void;
}

/**
 * The keys work while the focus is in the timeline or nowhere in particular, but never while
 * typing.
 */
export function useTimelineKeys(
  panel: RefObject<HTMLElement | null>,
  chart: RefObject<ChartHandle | null>,
  actions: KeyActions,
): void {
  const take = (event: KeyboardEvent): boolean => {
    const { key, target } = event;
    if (!isPlain(event) || !(target instanceof HTMLElement)) return false;
    // On a button or a similar control, keys other than letters have their own use.
    const onButton =
      target.closest('button, a, input, [role="slider"], [role="combobox"]') !== null;
    if (onButton && (key === ' ' || key.length > 1)) return false;
    return act(key, chart.current?.scene() ?? null, actions);
  };
  useKeys('focus', (event) => contains(panel.current, event.target) && take(event));
  useKeys('screen', (event) => event.target === document.body && take(event));
}

function contains(panel: HTMLElement | null, target: EventTarget | null): boolean {
  return target instanceof Node && panel?.contains(target) === true;
}

function act(key: string, scene: Scene | null, actions: KeyActions): boolean {
  switch (key.length === 1 ? key.toLowerCase() : key) {
    case ' ':
      actions.playOrPause();
      return true;
    case 'n':
      actions.nextOverBudget();
      return true;
    case 'c':
      actions.copyTurn();
      return true;
    case 'j':
      useTimeline.setState({ form: 'table' });
      return true;
    default:
      return scene !== null && actOnChart(key, scene, actions);
  }
}

function actOnChart(key: string, scene: Scene, actions: KeyActions): boolean {
  const { scale, model } = scene;
  const store = useTimeline.getState();
  const selected = store.selectedId === null ? null : (model.byId.get(store.selectedId) ?? null);
  const length = scale.toMs - scale.fromMs;
  const middleMs = store.cursorMs ?? (scale.fromMs + scale.toMs) / 2;
  const inView = middleMs > scale.fromMs && middleMs < scale.toMs;
  const aroundMs = inView ? middleMs : (scale.fromMs + scale.toMs) / 2;
  switch (key.length === 1 ? key.toLowerCase() : key) {
    case 'w':
      useTimeline.setState({ view: zoomed(scale, 0.8, aroundMs, model.endMs) });
      return true;
    case 's':
      useTimeline.setState({ view: zoomed(scale, 1.25, aroundMs, model.endMs) });
      return true;
    case 'a':
      useTimeline.setState({ view: panned(scale, -length * 0.1, model.endMs) });
      return true;
    case 'd':
      useTimeline.setState({ view: panned(scale, length * 0.1, model.endMs) });
      return true;
    case '.':
    case 'ArrowRight':
      walk(scene, selected, 1);
      return true;
    case ',':
    case 'ArrowLeft':
      walk(scene, selected, -1);
      return true;
    case 'ArrowDown':
      changeRow(scene, selected, 1);
      return true;
    case 'ArrowUp':
      changeRow(scene, selected, -1);
      return true;
    case 'h':
      actions.hear(selected);
      return true;
    case 'f':
    case 'Enter':
      if (selected === null) return false;
      useTimeline.setState({ view: around(spanOf(selected, scene)) });
      return true;
    case 'r':
      if (selected === null) return false;
      useTimeline.setState({
        measure: selected.spoken ? spokenSpan(selected, scene) : spanOf(selected, scene),
      });
      return true;
    case 'Home':
      useTimeline.setState({ view: null });
      return true;
    case 'Escape':
      if (selected === null && store.measure === null) return false;
      useTimeline.setState({ selectedId: null, measure: null });
      return true;
    default:
      return false;
  }
}

function walk(scene: Scene, selected: ChartItem | null, step: 1 | -1): void {
  const row = selected?.row ?? 'stream';
  const items = scene.model.rows[row].filter(({ kind }) => kind !== 'partial');
  const at =
    selected === null ? nearest(scene, row) - (step > 0 ? 1 : -1) : items.indexOf(selected);
  const next = items[at + step];
  if (next) reveal(scene, next);
}

function changeRow(scene: Scene, selected: ChartItem | null, step: 1 | -1): void {
  const rows = WALKED_ROWS;
  let at = rows.indexOf(selected?.row ?? 'stream');
  const fromMs = selected?.startMs ?? scene.zeroMs;
  for (at += step; at >= 0 && at < rows.length; at += step) {
    const row = rows[at];
    if (row === undefined) return;
    const items = scene.model.rows[row];
    const close = items.reduce<ChartItem | null>(
      (best, item) =>
        best === null || Math.abs(item.startMs - fromMs) < Math.abs(best.startMs - fromMs)
          ? item
          : best,
      null,
    );
    if (close) {
      reveal(scene, close);
      return;
    }
  }
}

/** The index of the first item of a row that is in view. */
function nearest(scene: Scene, row: RowName): number {
  const items = scene.model.rows[row];
  const from = firstInView(items, scene.scale.fromMs);
  const found = items.findIndex((item, n) => n >= from && item.startMs >= scene.scale.fromMs);
  return found < 0 ? items.length - 1 : found;
}

function reveal(scene: Scene, item: ChartItem): void {
  const view = inSight(scene.scale, spanOf(item, scene));
  chooseItem(
    { ...scene, scale: { ...scene.scale, fromMs: view.fromMs, toMs: view.toMs } },
    item,
    null,
  );
}

function spanOf(item: ChartItem, scene: Scene) {
  return { fromMs: item.startMs, toMs: Math.max(item.startMs, item.endMs ?? scene.headMs) };
}

function spokenSpan(item: ChartItem, scene: Scene) {
  const fromMs = item.spoken?.fromMs ?? item.startMs;
  return { fromMs, toMs: item.spoken?.toMs ?? scene.headMs };
}
