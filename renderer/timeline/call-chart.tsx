import { type RefObject, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import type { CallView, ClockState, TimelineTurn } from '../../common/contract/index.ts';
import { spokenSummary } from '../../common/rules/timeline/timeline-budget.ts';
import { isLive } from '../state/selectors.ts';
import { type Span, useTimeline } from '../state/timeline-store.ts';
import { showTurn, useView } from '../state/view-store.ts';
import { after, productNowMs } from '../state/window-clock.ts';
import { useTheme } from '../ui/theme.ts';
import styles from './call-chart.module.css';
import type { ChartItem } from './chart/chart-item.ts';
import type { ChartModel } from './chart/chart-model.ts';
import { LABEL_PX, LEGEND_TOP_PX, RIGHT_PX } from './chart/chart-rows.ts';
import { inSight } from './chart/chart-view.ts';
import { type ChartColours, readColours } from './chart/colours.ts';
import { paint } from './chart/paint.ts';
import type { Scene } from './chart/scene.ts';
import { useChartPointer } from './chart/use-chart-pointer.ts';
import { HoverCard } from './hover-card.tsx';
import type { CallSound } from './sound/use-recording.ts';
import { extentOf } from './turn-extent.ts';
import { Legend } from './wait-row.tsx';

/** What keys and pointers need of the chart as it is now. */
export interface ChartHandle {
  scene(): Scene | null;
  focus(): void;
}

/** All rows of a call on one axis; 0 is where the caller of the chosen turn stopped. */
export function CallChart(props: {
  call: CallView;
  clock: ClockState;
  model: ChartModel;
  turn: TimelineTurn;
  sound: CallSound;
  repaint: RefObject<() => void>;
  handle: RefObject<ChartHandle | null>;
}) {
  const { call, clock, model, turn, sound, repaint, handle } = props;
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const colours = useRef<ChartColours | null>(null);
  const [widthPx, setWidthPx] = useState(840);
  const [hover, setHover] = useState<{ item: ChartItem; xPx: number; yPx: number } | null>(null);
  const theme = useTheme((store) => store.choice);
  const summaryId = useId();
  const budgetMs = useTimeline((store) => store.budgetMs);
  const silenceBudgetMs = useTimeline((store) => store.silenceBudgetMs);
  const live = isLive(call);
  const running = live && turn.outcome === null && turn === model.turns.at(-1);
  const hoverId = hover?.item.id ?? null;

  const sceneOf = (): Scene | null => {
    const element = frame.current;
    if (element === null) return null;
    colours.current ??= readColours(element);
    const store = useTimeline.getState();
    const headMs = live ? productNowMs(clock) - Date.parse(call.startedAt) : model.endMs;
    const nowMs = running ? headMs : null;
    const extent = extentOf(turn, nowMs);
    const view: Span = store.view ?? {
      fromMs: extent.zeroMs + extent.fromMs,
      toMs: extent.zeroMs + extent.toMs,
    };
    const rightPx = Math.max(LABEL_PX + 200, widthPx - RIGHT_PX);
    return {
      model,
      turn,
      zeroMs: extent.zeroMs,
      widthPx,
      budgetMs,
      silenceBudgetMs,
      hoverId,
      headMs,
      nowMs,
      scale: { ...view, leftPx: LABEL_PX, rightPx },
      waveform: sound.waveform(),
      colours: colours.current,
      selectedId: store.selectedId,
      cursorMs: store.cursorMs,
      measure: store.measure,
    };
  };
  const latestScene = useRef(sceneOf);
  latestScene.current = sceneOf;
  handle.current = { scene: () => latestScene.current(), focus: () => frame.current?.focus() };

  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidthPx(element.clientWidth));
    observer.observe(element);
    setWidthPx(element.clientWidth);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    let due = 0;
    let told: (() => void) | null = null;
    const draw = () => {
      due = 0;
      const context = canvas.current?.getContext('2d') ?? null;
      const scene = latestScene.current();
      if (context === null || scene === null || canvas.current === null) return;
      const ratio = devicePixelRatio;
      const [width, height] = [scene.widthPx * ratio, scene.model.layout.heightPx * ratio].map(
        Math.round,
      );
      if (width && height && (canvas.current.width !== width || canvas.current.height !== height)) {
        canvas.current.width = width;
        canvas.current.height = height;
      }
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      paint(context, scene);
      told ??= after(100, tell);
    };
    // For scripts. Not in each frame: attributes make the page compute its styles anew.
    const tell = () => {
      told = null;
      const scene = latestScene.current();
      if (scene === null || canvas.current === null) return;
      const { dataset } = canvas.current;
      dataset.fromMs = String(scene.scale.fromMs);
      dataset.toMs = String(scene.scale.toMs);
      dataset.measureMs = String(scene.measure ? scene.measure.toMs - scene.measure.fromMs : '');
      // Who acts on the chart can tell what was said after it from what was said before.
      dataset.toldMs = String(performance.now());
    };
    const ask = () => {
      due ||= requestAnimationFrame(draw);
    };
    repaint.current = ask;
    ask();
    const unsubscribe = useTimeline.subscribe((now, before) => {
      if (now.playing && now.cursorMs !== null && now.cursorMs !== before.cursorMs) {
        const scale = latestScene.current()?.scale;
        const view = scale && { fromMs: scale.fromMs, toMs: scale.toMs };
        const cursor = { fromMs: now.cursorMs, toMs: now.cursorMs };
        if (view && (now.cursorMs > view.toMs || now.cursorMs < view.fromMs)) {
          useTimeline.setState({ view: inSight(view, cursor) });
        }
      }
      ask();
    });
    return () => {
      unsubscribe();
      told?.();
      cancelAnimationFrame(due);
    };
  }, [repaint]);

  // The head moves while the call is live.
  useEffect(() => {
    if (!live) return;
    let next = 0;
    const tick = () => {
      repaint.current();
      next = requestAnimationFrame(tick);
    };
    next = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(next);
  }, [live, repaint]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are read again per theme
  useEffect(() => {
    colours.current = null;
    repaint.current();
  }, [theme]);
  useEffect(() => {
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    const onChange = () => {
      colours.current = null;
      repaint.current();
    };
    scheme.addEventListener('change', onChange);
    return () => scheme.removeEventListener('change', onChange);
  }, [repaint]);
  const budgets = `${budgetMs} ${silenceBudgetMs}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever the picture depends on
  useEffect(() => repaint.current(), [model, turn, widthPx, hoverId, budgets, sound]);

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
      <span id={summaryId} className={styles.hidden}>
        {spokenSummary(turn, budgetMs, silenceBudgetMs)}
      </span>
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

/** Chooses a thing on the chart, and the turn and the request that it belongs to. */
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
