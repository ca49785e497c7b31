import type { Span } from '../../state/timeline-store.ts';

/** Converts call time to pixels of the chart and back. */
export interface ChartScale extends Span {
  readonly leftPx: number;
  readonly rightPx: number;
}

/** Closer is not useful, and this keeps the arithmetic exact. */
const SHORTEST_MS = 2;

/** The sound of a live call may be drawn this much later than it was heard. */
const LATE_SOUND_MS = 1_000;

/** Whether the picture changes by itself, because the end of the conversation moves within it. */
export function isMoving(scene: {
  readonly headMoves: boolean;
  readonly headMs: number;
  readonly scale: Span;
}): boolean {
  return scene.headMoves && scene.headMs <= scene.scale.toMs + LATE_SOUND_MS;
}

export function xOf(scale: ChartScale, ms: number): number {
  const share = (ms - scale.fromMs) / (scale.toMs - scale.fromMs);
  return scale.leftPx + share * (scale.rightPx - scale.leftPx);
}

export function msAt(scale: ChartScale, px: number): number {
  const share = (px - scale.leftPx) / (scale.rightPx - scale.leftPx);
  return scale.fromMs + share * (scale.toMs - scale.fromMs);
}

/**
 * Zooms by `factor` (closer if below 1) around a moment that keeps its place. Stays within the
 * call.
 */
export function zoomed(view: Span, factor: number, aroundMs: number, endMs: number): Span {
  const longest = endMs * 1.1 + 1_000;
  const length = view.toMs - view.fromMs;
  const next = Math.min(longest, Math.max(SHORTEST_MS, length * factor));
  const share = (aroundMs - view.fromMs) / length;
  const fromMs = aroundMs - share * next;
  return kept({ fromMs, toMs: fromMs + next }, endMs);
}

export function panned(view: Span, byMs: number, endMs: number): Span {
  return kept({ fromMs: view.fromMs + byMs, toMs: view.toMs + byMs }, endMs);
}

/** Keeps at least a tenth of the view within the call. */
function kept(view: Span, endMs: number): Span {
  const length = view.toMs - view.fromMs;
  const fromMs = Math.min(Math.max(view.fromMs, -0.9 * length), endMs - 0.1 * length);
  return { fromMs, toMs: fromMs + length };
}

/** Moves the view just far enough to show a span. */
export function inSight(view: Span, span: Span): Span {
  const length = view.toMs - view.fromMs;
  const margin = length * 0.08;
  if (span.fromMs < view.fromMs + margin) {
    return { fromMs: span.fromMs - margin, toMs: span.fromMs - margin + length };
  }
  if (span.toMs > view.toMs - margin && span.toMs - span.fromMs < length - 2 * margin) {
    return { fromMs: span.toMs + margin - length, toMs: span.toMs + margin };
  }
  if (span.fromMs > view.toMs - margin) {
    return { fromMs: span.fromMs - margin, toMs: span.fromMs - margin + length };
  }
  return view;
}

/** A view of a span with some space around it. */
export function around(span: Span): Span {
  const air = Math.max(20, (span.toMs - span.fromMs) * 0.15);
  return { fromMs: span.fromMs - air, toMs: span.toMs + air };
}
