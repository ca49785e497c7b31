/** The space between two tabs. */
export const TAB_GAP_PX = 14;
/** The button that opens the menu with the remaining tabs. */
export const MORE_WIDTH_PX = 50;

/**
 * The indexes of the tabs that fit into a row of that width; the others are in a menu. The chosen
 * tab is always among them: if it does not fit, it replaces the last one.
 */
export function fittingTabs(
  widthsPx: readonly number[],
  roomPx: number,
  chosen: number,
): readonly number[] {
  const all = widthsPx.map((_, index) => index);
  if (rowWidthPx(all, widthsPx) <= roomPx) return all;
  const fits = (shown: readonly number[]) =>
    rowWidthPx(shown, widthsPx) + TAB_GAP_PX + MORE_WIDTH_PX <= roomPx;
  for (let count = widthsPx.length - 1; count > 0; count -= 1) {
    const first = all.slice(0, count);
    const shown = chosen < count ? first : [...first.slice(0, -1), chosen];
    if (fits(shown)) return shown;
  }
  return [Math.max(0, chosen)];
}

function rowWidthPx(shown: readonly number[], widthsPx: readonly number[]): number {
  const tabs = shown.reduce((sum, index) => sum + (widthsPx[index] ?? 0), 0);
  return tabs + TAB_GAP_PX * Math.max(0, shown.length - 1);
}
