import { type RefObject, useEffect, useId, useRef, useState } from 'react';
import type { CallView, ClockState, TimelineTurn } from '../../common/contract/index.ts';
import { spokenSummary } from '../../common/rules/timeline/timeline-budget.ts';
import { isLive } from '../state/selectors.ts';
import { type Span, useTimeline } from '../state/timeline-store.ts';
import { showTurn, useView } from '../state/view-store.ts';
import { productNowMs } from '../state/window-clock.ts';
import { VisuallyHidden } from '../ui/labels.tsx';
import styles from './call-chart.module.css';
import type { ChartItem } from './chart/chart-item.ts';
import type { ChartModel } from './chart/chart-model.ts';
import type { ChartHover } from './chart/chart-pointer.ts';
import { LABEL_PX, LEGEND_TOP_PX, RIGHT_PX } from './chart/chart-rows.ts';
import type { ChartColours } from './chart/colours.ts';
import type { Scene } from './chart/scene.ts';
import { useCanvas, useChartPointer, useThemeColours } from './chart/use-canvas.ts';
import { useWidth } from './chart/use-width.ts';
import { HoverCard } from './hover-card.tsx';
import type { CallSound } from './sound/use-recording.ts';
import { extentOf } from './turn-extent.ts';
import { Legend } from './wait-row.tsx';

/** What the keys and the pointer need of the current chart. */
export interface ChartHandle {
  scene(): Scene | null;
  focus(): void;
}

interface ChartProps {
  readonly call: CallView;
  readonly clock: ClockState;
  readonly model: ChartModel;
  readonly turn: TimelineTurn;
  readonly sound: CallSound;
  readonly repaint: RefObject<() => void>;
  readonly handle: RefObject<ChartHandle | null>;
}

/** All rows of a call on one axis, whose 0 is where the caller of the chosen turn stopped. */
export function CallChart(props: ChartProps) {
  const { call, clock, model, turn, sound, repaint, handle } = props;
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const latestScene = useRef<() => Scene | null>(() => null);
  const [hover, setHover] = useState<ChartHover | null>(null);
  const summaryId = useId();
  const budgetMs = useTimeline((store) => store.budgetMs);
  const silenceBudgetMs = useTimeline((store) => store.silenceBudgetMs);
  const running = isRunning(props);
  const hoverId = hover?.item.id ?? null;
  const widthPx = useWidth(frame);
  const coloursOf = useThemeColours(repaint);
  useCanvas(canvas, latestScene, repaint);
  latestScene.current = () =>
    frame.current === null
      ? null
      : sceneOf(props, { widthPx, hoverId, colours: coloursOf(frame.current) });
  handle.current = { scene: () => latestScene.current(), focus: () => frame.current?.focus() };
  const budgets = `${budgetMs} ${silenceBudgetMs}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever the picture depends on
  useEffect(() => repaint.current(), [call, clock, model, turn, widthPx, hoverId, budgets, sound]);
  useChartPointer(frame, { scene: () => latestScene.current(), choose: chooseItem, setHover });
  return (
    <div
      ref={frame}
      className={styles.chart}
      style={{ height: model.layout.heightPx }}
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys work while it has the focus
      tabIndex={0}
      aria-label="Timeline chart; press ? for its keys, the table has the same figures"
      aria-describedby={summaryId}
    >
      <canvas ref={canvas} className={styles.canvas} data-testid="timeline-chart" />
      <VisuallyHidden id={summaryId}>
        {spokenSummary(turn, budgetMs, silenceBudgetMs)}
      </VisuallyHidden>
      <div
        className={styles.legend}
        style={{ top: LEGEND_TOP_PX, left: LABEL_PX, right: RIGHT_PX }}
      >
        <Legend turn={turn} running={running} roomPx={widthPx - LABEL_PX - RIGHT_PX} />
      </div>
      {hover === null ? null : (
        <HoverCard
          item={hover.item}
          totalMs={turn.responseLatencyMs}
          xPx={hover.xPx}
          widthPx={widthPx}
        />
      )}
    </div>
  );
}

/** Whether the chosen turn is still running. */
function isRunning({ call, model, turn }: ChartProps): boolean {
  return isLive(call) && turn.outcome === null && turn === model.turns.at(-1);
}

/** The scene at this moment, with the current state of the timeline. */
function sceneOf(
  chart: ChartProps,
  onScreen: { widthPx: number; hoverId: string | null; colours: ChartColours },
): Scene {
  const { call, clock, model, turn, sound } = chart;
  const store = useTimeline.getState();
  const headMs = isLive(call) ? productNowMs(clock) - Date.parse(call.startedAt) : model.endMs;
  const nowMs = isRunning(chart) ? headMs : null;
  const extent = extentOf(turn, nowMs);
  const view: Span = store.view ?? {
    fromMs: extent.zeroMs + extent.fromMs,
    toMs: extent.zeroMs + extent.toMs,
  };
  const rightPx = Math.max(LABEL_PX + 200, onScreen.widthPx - RIGHT_PX);
  return {
    model,
    turn,
    zeroMs: extent.zeroMs,
    widthPx: onScreen.widthPx,
    budgetMs: store.budgetMs,
    silenceBudgetMs: store.silenceBudgetMs,
    hoverId: onScreen.hoverId,
    headMs,
    headMoves: isLive(call) && clock.mode === 'real',
    nowMs,
    scale: { fromMs: view.fromMs, toMs: view.toMs, leftPx: LABEL_PX, rightPx },
    waveform: sound.waveform(),
    colours: onScreen.colours,
    selectedId: store.selectedId,
    cursorMs: store.cursorMs,
    measure: store.measure,
  };
}

/** Selects an item of the chart, and with it its turn and its request. */
export function chooseItem(scene: Scene, item: ChartItem | null, atMs: number | null): void {
  const { scale } = scene;
  useTimeline.setState(({ cursorMs }) => ({
    selectedId: item?.id ?? null,
    view: { fromMs: scale.fromMs, toMs: scale.toMs },
    cursorMs: item?.spoken?.fromMs ?? item?.startMs ?? atMs ?? cursorMs,
  }));
  if (item === null) return;
  const turn = scene.model.turns.find(({ index }) => index === item.turn);
  if (useView.getState().turn !== item.turn || item.deliveryId) {
    showTurn(item.turn, item.deliveryId ?? turn?.request?.deliveryId ?? null);
  }
}
