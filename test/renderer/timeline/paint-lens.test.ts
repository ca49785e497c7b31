import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lensParts, wordPlaces } from '../../../renderer/timeline/chart/paint-lens.ts';
import { heardTurn } from '../../doubles/calls/timeline-turns.ts';

describe('the words beside the wait', () => {
  const px = fc.integer({ min: 100, max: 1_200 });

  it('never cover each other, the bar, or the mark of the budget', () => {
    fc.assert(
      fc.property(px, px, (endPx, budgetPx) => {
        const { totalPx, budgetWordsPx } = wordPlaces(endPx, budgetPx, 2_000, Infinity);
        if (totalPx === null) throw new Error('There is room.');
        expect(totalPx).toBeGreaterThan(endPx);
        const coversMark = totalPx < budgetPx && budgetPx < totalPx + 50;
        expect(coversMark).toBe(false);
        if (budgetWordsPx === null) throw new Error('There is room.');
        expect(budgetWordsPx).toBeGreaterThan(totalPx + 60);
        expect(budgetWordsPx).toBeGreaterThan(budgetPx);
      }),
    );
  });

  it('stand at the mark of the budget when the turn was well within it', () => {
    expect(wordPlaces(300, 500, 1_100, Infinity)).toEqual({ totalPx: 307, budgetWordsPx: 505 });
  });

  it('stand behind the total when it was over the budget', () => {
    expect(wordPlaces(520, 500, 1_100, Infinity)).toEqual({ totalPx: 527, budgetWordsPx: 593 });
  });

  it('are left out where the next turn begins', () => {
    expect(wordPlaces(300, 250, 1_100, 450)).toEqual({ totalPx: 307, budgetWordsPx: null });
    expect(wordPlaces(300, 250, 1_100, 360)).toEqual({ totalPx: null, budgetWordsPx: null });
  });

  it('of the budget are left out at the right edge', () => {
    expect(wordPlaces(1_050, 1_000, 1_100, Infinity).budgetWordsPx).toBeNull();
  });
});

describe('the lens', () => {
  it('stretches the wait over the full width, without gaps', () => {
    const scale = { fromMs: 0, toMs: 60_000, leftPx: 100, rightPx: 1_100 };
    const parts = lensParts({ turn: heardTurn(), scale });
    expect(parts[0]?.fromPx).toBe(100);
    expect(parts.at(-1)?.toPx).toBeCloseTo(1_100, 6);
    for (const [n, part] of parts.slice(1).entries()) {
      expect(part.fromPx).toBeCloseTo(parts[n]?.toPx ?? 0, 6);
    }
  });
});
