import { useTimeline } from '../../state/timeline-store.ts';
import type { ChartItem } from './chart-item.ts';
import { LABEL_PX } from './chart-rows.ts';
import { msAt, panned, zoomed } from './chart-view.ts';
import { isOverview, itemAt } from './hit.ts';
import type { Scene } from './scene.ts';

/** A press that moves less than this counts as a click. */
const CLICK_PX = 3;
const WHEEL_ZOOM = 0.0022;

type GripKind = 'pan' | 'measure' | 'area' | 'overview';

interface Grip {
  readonly kind: GripKind;
  readonly startPx: number;
  readonly fromMs: number;
  lastPx: number;
  moved: boolean;
}

/** The item under the pointer, and the pointer's position. */
export interface ChartHover {
  readonly item: ChartItem;
  readonly xPx: number;
  readonly yPx: number;
}

/** The chart that the pointer acts on. */
export interface PointedChart {
  scene(): Scene | null;
  choose(scene: Scene, item: ChartItem | null, atMs: number | null): void;
  setHover(hover: ChartHover | null): void;
}

/**
 * Dragging pans, with Shift it measures, and with Alt it zooms in. The wheel pans, and with Ctrl it
 * zooms.
 */
export class ChartPointer {
  readonly #element: HTMLElement;
  readonly #chart: () => PointedChart;
  #grip: Grip | null = null;
  /**
   * Read when the pointer enters or presses, but not while it drags, because reading it costs a
   * layout.
   */
  #box: DOMRect;

  /** @param chart returns the current chart */
  constructor(element: HTMLElement, chart: () => PointedChart) {
    this.#element = element;
    this.#chart = chart;
    this.#box = element.getBoundingClientRect();
  }

  /** Reacts to the pointer until the signal is aborted. */
  listen(signal: AbortSignal): void {
    const element = this.#element;
    element.addEventListener('pointerdown', (event) => this.#press(event), { signal });
    element.addEventListener('pointermove', (event) => this.#move(event), { signal });
    element.addEventListener('pointerup', (event) => this.#release(event), { signal });
    element.addEventListener('pointercancel', (event) => this.#release(event), { signal });
    element.addEventListener('pointerleave', () => this.#chart().setHover(null), { signal });
    element.addEventListener('wheel', (event) => this.#wheel(event), { signal, passive: false });
  }

  #measureBox(): void {
    this.#box = this.#element.getBoundingClientRect();
  }

  #place(event: MouseEvent): { xPx: number; yPx: number } {
    return { xPx: event.clientX - this.#box.left, yPx: event.clientY - this.#box.top };
  }

  #press(event: PointerEvent): void {
    this.#measureBox();
    const scene = this.#chart().scene();
    if (scene === null || event.button !== 0 || onLegend(event)) return;
    const { xPx, yPx } = this.#place(event);
    const kind = isOverview(scene.model.layout, yPx) ? 'overview' : gripOf(event);
    this.#grip = {
      kind,
      startPx: xPx,
      lastPx: xPx,
      fromMs: msAt(scene.scale, xPx),
      moved: false,
    };
    this.#element.setPointerCapture(event.pointerId);
    if (kind === 'overview') jump(scene, xPx);
  }

  #move(event: PointerEvent): void {
    const scene = this.#chart().scene();
    if (scene === null) return;
    if (this.#grip === null) {
      this.#measureBox();
      this.#hover(scene, event);
      return;
    }
    this.#drag(scene, this.#grip, this.#place(event).xPx);
  }

  #hover(scene: Scene, event: PointerEvent): void {
    const { xPx, yPx } = this.#place(event);
    const item = onLegend(event) ? null : itemAt(scene, xPx, yPx);
    const over = item === null ? '' : 'item';
    if (this.#element.dataset.over !== over) this.#element.dataset.over = over;
    this.#chart().setHover(item === null ? null : { item, xPx, yPx });
  }

  #drag(scene: Scene, grip: Grip, xPx: number): void {
    if (!grip.moved && Math.abs(xPx - grip.startPx) < CLICK_PX) return;
    if (!grip.moved) {
      this.#chart().setHover(null);
      this.#element.dataset.grip = grip.kind;
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
      // Measuring fixes the view, too, because it must not move under the hand.
      useTimeline.setState({ measure: span, view: { fromMs: scale.fromMs, toMs: scale.toMs } });
    }
    grip.lastPx = xPx;
  }

  #release(event: PointerEvent): void {
    // The place of the release counts, even if no move event reported it.
    if (this.#grip?.moved) this.#move(event);
    const scene = this.#chart().scene();
    const ended = this.#grip;
    this.#grip = null;
    this.#element.dataset.grip = '';
    if (ended === null || scene === null) return;
    const { measure } = useTimeline.getState();
    if (ended.moved) {
      if (ended.kind === 'area' && measure) useTimeline.setState({ view: measure, measure: null });
    } else if (ended.kind === 'pan') {
      const { xPx, yPx } = this.#place(event);
      const atMs = xPx < LABEL_PX ? null : msAt(scene.scale, xPx);
      this.#chart().choose(scene, itemAt(scene, xPx, yPx), atMs);
    } else {
      useTimeline.setState({ measure: null });
    }
  }

  #wheel(event: WheelEvent): void {
    const scene = this.#chart().scene();
    if (scene === null) return;
    event.preventDefault();
    this.#measureBox();
    const { scale, model } = scene;
    this.#chart().setHover(null);
    if (event.ctrlKey || event.metaKey) {
      const aroundMs = msAt(scale, this.#place(event).xPx);
      const factor = Math.exp(event.deltaY * WHEEL_ZOOM);
      useTimeline.setState({ view: zoomed(scale, factor, aroundMs, model.endMs) });
      return;
    }
    const px = Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.deltaY;
    const msPerPx = (scale.toMs - scale.fromMs) / (scale.rightPx - scale.leftPx);
    useTimeline.setState({ view: panned(scale, px * msPerPx, model.endMs) });
  }
}

function gripOf(event: PointerEvent): GripKind {
  if (event.shiftKey) return 'measure';
  return event.altKey ? 'area' : 'pan';
}

/** Moves the middle of the view to where the overview was pressed. */
function jump({ scale, model }: Scene, xPx: number): void {
  const whole = { ...scale, fromMs: 0, toMs: Math.max(1, model.endMs), leftPx: LABEL_PX };
  const half = (scale.toMs - scale.fromMs) / 2;
  const middleMs = msAt(whole, xPx);
  useTimeline.setState({ view: { fromMs: middleMs - half, toMs: middleMs + half } });
}

/** The legend lies on the chart, but has clicks and hints of its own. */
function onLegend(event: Event): boolean {
  return event.target instanceof Element && event.target.closest('button') !== null;
}
