/** How large a pane may be, in pixels. */
export interface PaneLimits {
  readonly minPx: number;
  readonly maxPx: number;
  /** What it has until a person moves its edge, and again after a double click on it. */
  readonly usualPx: number;
}

/** A step of an arrow key, alone and with Shift. */
const STEP_PX = 16;
const LARGE_STEP_PX = 64;

/** Sizes that a person gave to panes, by their names; kept for the next time. */
export type PaneSizes = Readonly<Record<string, number>>;

/** What the pane gets: what a person gave to it, as far as the window has room for that. */
export function paneSizePx(givenPx: number | undefined, limits: PaneLimits): number {
  const { minPx, maxPx, usualPx } = limits;
  // In a window too small for both, the other panes keep what they need.
  return Math.round(Math.max(Math.min(givenPx ?? usualPx, maxPx), Math.min(minPx, maxPx)));
}

/**
 * The size after a key on the pane's edge; null for a key that is none of its own, undefined for the
 * one that brings back the usual size.
 *
 * @param grows the arrow that makes the pane larger
 */
export function sizeAfterKey(
  key: string,
  isLarge: boolean,
  sizePx: number,
  limits: PaneLimits,
  grows: 'ArrowRight' | 'ArrowLeft' | 'ArrowUp' | 'ArrowDown',
): number | null | undefined {
  const step = isLarge ? LARGE_STEP_PX : STEP_PX;
  switch (key) {
    case grows:
      return paneSizePx(sizePx + step, limits);
    case OPPOSITE[grows]:
      return paneSizePx(sizePx - step, limits);
    case 'Home':
      return paneSizePx(limits.minPx, limits);
    case 'End':
      return paneSizePx(limits.maxPx, limits);
    case 'Enter':
      return undefined;
    default:
      return null;
  }
}

const OPPOSITE = {
  ArrowRight: 'ArrowLeft',
  ArrowLeft: 'ArrowRight',
  ArrowUp: 'ArrowDown',
  ArrowDown: 'ArrowUp',
} as const;

/** Reads what was kept; whatever else lies there counts as nothing. */
export function readPaneSizes(kept: string | null): PaneSizes {
  try {
    const value: unknown = JSON.parse(kept ?? '{}');
    if (typeof value !== 'object' || value === null) return {};
    const sizes = Object.entries(value).filter(
      (entry): entry is [string, number] => Number.isFinite(entry[1]) && Number(entry[1]) > 0,
    );
    return Object.fromEntries(sizes);
  } catch {
    return {};
  }
}
