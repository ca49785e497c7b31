/** The limits of a pane's size, in pixels. */
export interface PaneLimits {
  readonly minPx: number;
  readonly maxPx: number;
  /** The size until a person moves the pane's edge, and again after a double click on the edge. */
  readonly usualPx: number;
}

/** The step of an arrow key, without and with Shift. */
const STEP_PX = 16;
const LARGE_STEP_PX = 64;

/** The sizes that a person gave to panes, by pane name. They are saved. */
export type PaneSizes = Readonly<Record<string, number>>;

/** The size of a pane: what the person chose, as far as the window has room for it. */
export function paneSizePx(givenPx: number | undefined, limits: PaneLimits): number {
  const { minPx, maxPx, usualPx } = limits;
  // In a window that is too small for both, the other panes keep their minimum.
  return Math.round(Math.max(Math.min(givenPx ?? usualPx, maxPx), Math.min(minPx, maxPx)));
}

/**
 * The size after a key press on the pane's edge. Null if the key does not resize, and undefined if
 * it restores the usual size.
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

/** Reads the saved sizes. Anything else in the storage is ignored. */
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
