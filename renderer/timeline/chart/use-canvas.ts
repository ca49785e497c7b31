import { type RefObject, useEffect, useRef } from 'react';
import { useTimeline } from '../../state/timeline-store.ts';
import { after } from '../../state/window-clock.ts';
import { useTheme } from '../../ui/theme.ts';
import { ChartPointer, type PointedChart } from './chart-pointer.ts';
import { inSight, isMoving } from './chart-view.ts';
import { type ChartColours, readColours } from './colours.ts';
import { paint } from './paint.ts';
import type { Scene } from './scene.ts';

/**
 * The canvas describes its content in attributes for scripts, but not for each frame; see `tell`.
 */
const TELL_AFTER_MS = 100;

/**
 * Paints the scene when `repaint` is called, at most once per frame, when the selection on the
 * timeline changes, and for each frame while the scene moves by itself.
 */
export function useCanvas(
  canvas: RefObject<HTMLCanvasElement | null>,
  latestScene: RefObject<() => Scene | null>,
  repaint: RefObject<() => void>,
): void {
  useEffect(() => {
    let due = 0;
    let told: (() => void) | null = null;
    const draw = () => {
      due = 0;
      const element = canvas.current;
      const scene = latestScene.current();
      if (element === null || scene === null || !paintOn(element, scene)) return;
      if (isMoving(scene)) ask();
      told ??= after(TELL_AFTER_MS, () => {
        told = null;
        const shown = latestScene.current();
        if (shown !== null && canvas.current !== null) tell(canvas.current, shown);
      });
    };
    const ask = () => {
      due ||= requestAnimationFrame(draw);
    };
    // Paints immediately for printing, because no frame comes before it.
    const printing = new AbortController();
    for (const event of ['beforeprint', 'afterprint']) {
      addEventListener(event, draw, { signal: printing.signal });
    }
    repaint.current = ask;
    ask();
    const unsubscribe = useTimeline.subscribe((now, before) => {
      if (now.playing && now.cursorMs !== null && now.cursorMs !== before.cursorMs) {
        keepInSight(latestScene.current(), now.cursorMs);
      }
      ask();
    });
    return () => {
      printing.abort();
      unsubscribe();
      told?.();
      cancelAnimationFrame(due);
    };
  }, [canvas, latestScene, repaint]);
}

function paintOn(canvas: HTMLCanvasElement, scene: Scene): boolean {
  const context = canvas.getContext('2d');
  if (context === null) return false;
  const ratio = devicePixelRatio;
  const width = Math.round(scene.widthPx * ratio);
  const height = Math.round(scene.model.layout.heightPx * ratio);
  // Setting the size clears the canvas, even if it is the same.
  if (width > 0 && height > 0 && (canvas.width !== width || canvas.height !== height)) {
    canvas.width = width;
    canvas.height = height;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  paint(context, scene);
  return true;
}

/**
 * For scripts. Not for each frame, because changing attributes makes the page compute its styles
 * again.
 */
function tell({ dataset }: HTMLCanvasElement, scene: Scene): void {
  dataset.fromMs = String(scene.scale.fromMs);
  dataset.toMs = String(scene.scale.toMs);
  dataset.measureMs = String(scene.measure ? scene.measure.toMs - scene.measure.fromMs : '');
  // Lets a script that acts on the chart distinguish descriptions from before and after its action.
  dataset.toldMs = String(performance.now());
}

/** Moves the view when the cursor plays out of it. */
function keepInSight(scene: Scene | null, cursorMs: number): void {
  if (scene === null) return;
  const view = { fromMs: scene.scale.fromMs, toMs: scene.scale.toMs };
  if (cursorMs <= view.toMs && cursorMs >= view.fromMs) return;
  useTimeline.setState({ view: inSight(view, { fromMs: cursorMs, toMs: cursorMs }) });
}

/** Changes of the colours that the app does not make itself. */
const COLOUR_MEDIA = ['(prefers-color-scheme: dark)', '(forced-colors: active)', 'print'] as const;

/**
 * The colours of an element, read again when they change. Must be used before `useCanvas`, which
 * paints when printing begins.
 */
export function useThemeColours(
  repaint: RefObject<() => void>,
): (element: HTMLElement) => ChartColours {
  const colours = useRef<ChartColours | null>(null);
  const onPaper = useRef(false);
  const theme = useTheme((store) => store.choice);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are read again per theme
  useEffect(() => {
    colours.current = null;
    repaint.current();
  }, [theme]);
  useEffect(() => {
    const { signal, abort } = listening();
    const readAgain = () => {
      onPaper.current = matchMedia('print').matches;
      colours.current = null;
      repaint.current();
    };
    for (const media of COLOUR_MEDIA) {
      matchMedia(media).addEventListener('change', readAgain, { signal });
    }
    const print = (begins: boolean) => () => {
      onPaper.current = begins;
      colours.current = null;
    };
    addEventListener('beforeprint', print(true), { signal });
    addEventListener('afterprint', print(false), { signal });
    return abort;
  }, [repaint]);
  return (element) => {
    colours.current ??= readColours(element, onPaper.current);
    return colours.current;
  };
}

function listening(): { readonly signal: AbortSignal; abort(): void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}

/** The pointer on the chart, see `ChartPointer`. */
export function useChartPointer(frame: RefObject<HTMLElement | null>, chart: PointedChart): void {
  const latest = useRef(chart);
  latest.current = chart;
  useEffect(() => {
    if (frame.current === null) return;
    const listening = new AbortController();
    new ChartPointer(frame.current, () => latest.current).listen(listening.signal);
    return () => listening.abort();
  }, [frame]);
}
