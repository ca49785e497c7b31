import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fittingTabs, MORE_WIDTH_PX, TAB_GAP_PX } from '../../../renderer/ui/tabs/tab-room.ts';

const WIDTHS = [50, 30, 46, 60, 42, 66, 56];

describe('the tabs there is room for', () => {
  it('are all of them where they fit', () => {
    expect(fittingTabs(WIDTHS, 434, 0)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('are the first ones beside the menu, and the chosen one in the last place', () => {
    expect(fittingTabs(WIDTHS, 344, 2)).toEqual([0, 1, 2, 3]);
    expect(fittingTabs(WIDTHS, 344, 5)).toEqual([0, 1, 2, 5]);
    expect(fittingTabs(WIDTHS, 10, 3)).toEqual([3]);
    expect(fittingTabs([], 100, -1)).toEqual([]);
  });

  it('never run over, and always have the chosen one', () => {
    const widths = fc.array(fc.integer({ min: 10, max: 120 }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(widths, fc.nat(900), fc.nat(8), (all, roomPx, at) => {
        const chosen = Math.min(at, all.length - 1);
        const shown = fittingTabs(all, roomPx, chosen);
        expect(shown).toContain(chosen);
        if (shown.length < 2) return;
        const tabs = shown.reduce((sum, index) => sum + (all[index] ?? 0), 0);
        const gaps = TAB_GAP_PX * (shown.length - 1);
        const more = shown.length < all.length ? TAB_GAP_PX + MORE_WIDTH_PX : 0;
        expect(tabs + gaps + more).toBeLessThanOrEqual(roomPx);
      }),
    );
  });
});
