import { type RefObject, useEffect, useRef } from 'react';
import { useTimeline } from '../../state/timeline-store.ts';
import type { ChartItem } from './chart-item.ts';
import { LABEL_PX } from './chart-rows.ts';
import { msAt, panned, zoomed } from './chart-view.ts';
import { isOverview, itemAt } from './hit.ts';
import type { Scene } from './scene.ts';

/** A press that moves less than this is a click. */
const CLICK_PX = 3;
const WHEEL_ZOOM = 0.0022;

type Grip = 'pan' | 'measure' | 'area' | 'overview';

/** Drag pans, Shift-drag measures, Alt-drag zooms in; the wheel pans, with Ctrl it zooms. */
export function useChartPointer(
  frame: RefObject<HTMLDivElement | null>,
  chart: {
    scene(): Scene | null;
    choose(scene: Scene, item: ChartItem | null, atMs: number | null): void;
    setHover(hover: { item: ChartItem; xPx: number; yPx: number } | null): void;
  },
): void {
  const latest = useRef(chart);
  latest.current = chart;
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    let grip: {
      kind: Grip;
      startPx: number;
      lastPx: number;
      fromMs: number;
      moved: boolean;
    } | null = null;
    let box = element.getBoundingClientRect();
    // Asked anew when the pointer comes or presses, not while it drags: that would cost a layout.
    const measureBox = () => {
      box = element.getBoundingClientRect();
    };
    const place = (event: MouseEvent) => {
      return { xPx: event.clientX - box.left, yPx: event.clientY - box.top };
    };
    const hover = (scene: Scene, event: PointerEvent) => {
      const { xPx, yPx } = place(event);
      const item = onLegend(event) ? null : itemAt(scene, xPx, yPx);
      const over = item === null ? '' : 'item';
      if (element.dataset.over !== over) element.dataset.over = over;
      latest.current.setHover(item === null ? null : { item, xPx, yPx });
    };
    const jump = (scene: Scene, xPx: number) => {
      const { scale, model } = scene;
      const whole = { ...scale, fromMs: 0, toMs: Math.max(1, model.endMs), leftPx: LABEL_PX };
      const half = (scale.toMs - scale.fromMs) / 2;
      const middleMs = msAt(whole, xPx);
      useTimeline.setState({ view: { fromMs: middleMs - half, toMs: middleMs + half } });
    };
    const onDown = (event: PointerEvent) => {
      measureBox();
      const scene = latest.current.scene();
      if (scene === null || event.button !== 0 || onLegend(event)) return;
      const { xPx, yPx } = place(event);
      const kind: Grip = isOverview(scene.model.layout, yPx)
        ? 'overview'
        : event.shiftKey
          ? 'measure'
          : event.altKey
            ? 'area'
            : 'pan';
      grip = { kind, startPx: xPx, lastPx: xPx, fromMs: msAt(scene.scale, xPx), moved: false };
      element.setPointerCapture(event.pointerId);
      if (kind === 'overview') jump(scene, xPx);
    };
    const onMove = (event: PointerEvent) => {
      const scene = latest.current.scene();
      if (scene === null) return;
      if (grip === null) {
        measureBox();
        hover(scene, event);
        return;
      }
      const { xPx } = place(event);
      if (!grip.moved && Math.abs(xPx - grip.startPx) < CLICK_PX) return;
      if (!grip.moved) {
        latest.current.setHover(null);
        element.dataset.grip = grip.kind;
      }
      grip.moved = true;
      const { scale, model } = scene;
      if (grip.kind === 'overview') jump(scene, xPx);
      else if (grip.kind === 'pan') {
        const byMs = msAt(scale, grip.lastPx) - msAt(scale, xPx);
        useTimeline.setState({ view: panned(scale, byMs, model.endMs) });
      } else {
        const toMs = msAt(scale, xPx);
        const span = { fromMs: Math.min(grip.fromMs, toMs), toMs: Math.max(grip.fromMs, toMs) };
        // Measuring touches the view too: it must not move away under the hand.
        useTimeline.setState({ measure: span, view: { fromMs: scale.fromMs, toMs: scale.toMs } });
      }
      grip.lastPx = xPx;
    };
    const onUp = (event: PointerEvent) => {
      // Where it is let go counts, also when no move told of it.
      if (grip?.moved) onMove(event);
      const scene = latest.current.scene();
      const ended = grip;
      grip = null;
      element.dataset.grip = '';
      if (ended === null || scene === null) return;
      const { measure } = useTimeline.getState();
      if (ended.moved) {
        if (ended.kind === 'area' && measure)
          useTimeline.setState({ view: measure, measure: null });
        return;
      }
      if (ended.kind !== 'pan') {
        useTimeline.setState({ measure: null });
        return;
      }
      const { xPx, yPx } = place(event);
      const item = itemAt(scene, xPx, yPx);
      latest.current.choose(scene, item, xPx < LABEL_PX ? null : msAt(scene.scale, xPx));
    };
    const onWheel = (event: WheelEvent) => {
      const scene = latest.current.scene();
      if (scene === null) return;
      event.preventDefault();
      measureBox();
      const { scale, model } = scene;
      latest.current.setHover(null);
      if (event.ctrlKey || event.metaKey) {
        const aroundMs = msAt(scale, place(event).xPx);
        const factor = Math.exp(event.deltaY * WHEEL_ZOOM);
        useTimeline.setState({ view: zoomed(scale, factor, aroundMs, model.endMs) });
        return;
      }
      const px = Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.deltaY;
      const msPerPx = (scale.toMs - scale.fromMs) / (scale.rightPx - scale.leftPx);
      useTimeline.setState({ view: panned(scale, px * msPerPx, model.endMs) });
    };
    const onLeave = () => latest.current.setHover(null);
    element.addEventListener('pointerdown', onDown);
    element.addEventListener('pointermove', onMove);
    element.addEventListener('pointerup', onUp);
    element.addEventListener('pointercancel', onUp);
    element.addEventListener('pointerleave', onLeave);
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      element.removeEventListener('pointerdown', onDown);
      element.removeEventListener('pointermove', onMove);
      element.removeEventListener('pointerup', onUp);
      element.removeEventListener('pointercancel', onUp);
      element.removeEventListener('pointerleave', onLeave);
      element.removeEventListener('wheel', onWheel);
    };
  }, [frame]);
}

/** The legend lies on the chart and has clicks and hints of its own. */
function onLegend(event: Event): boolean {
  return event.target instanceof Element && event.target.closest('button') !== null;
}
