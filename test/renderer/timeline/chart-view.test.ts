import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  around,
  inSight,
  isMoving,
  msAt,
  panned,
  xOf,
  zoomed,
} from '../../../renderer/timeline/chart/chart-view.ts';

const END_MS = 600_000;
const lengthOf = (view: { fromMs: number; toMs: number }) => view.toMs - view.fromMs;
const anyView = fc
  .record({
    fromMs: fc.double({ min: 0, max: END_MS, noNaN: true }),
    lengthMs: fc.double({ min: 2, max: END_MS, noNaN: true }),
  })
  .map(({ fromMs, lengthMs }) => ({ fromMs, toMs: fromMs + lengthMs }));

describe('the scale of the chart', () => {
  it('leads from a moment to a pixel and back', () => {
    fc.assert(
      fc.property(anyView, fc.double({ min: 100, max: 1_200, noNaN: true }), (view, px) => {
        const scale = { ...view, leftPx: 100, rightPx: 1_200 };
        expect(xOf(scale, msAt(scale, px))).toBeCloseTo(px, 4);
      }),
    );
  });
});

describe('zooming', () => {
  it('keeps the moment under the hand where it is', () => {
    const view = { fromMs: 1_000, toMs: 3_000 };
    const next = zoomed(view, 0.5, 1_500, END_MS);
    expect(next).toEqual({ fromMs: 1_250, toMs: 2_250 });
    expect(zoomed(next, 2, 1_500, END_MS)).toEqual(view);
  });

  it('ends at 2 ms and at a little more than the call', () => {
    const view = { fromMs: 1_000, toMs: 3_000 };
    expect(lengthOf(zoomed(view, 0.000_1, 2_000, END_MS))).toBeCloseTo(2, 6);
    expect(lengthOf(zoomed(view, 10_000, 2_000, END_MS))).toBe(END_MS * 1.1 + 1_000);
  });
});

describe('panning', () => {
  it('keeps the length, and a tenth of the view in the call', () => {
    const by = fc.double({ min: -1e9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(anyView, by, (view, byMs) => {
        const next = panned(view, byMs, END_MS);
        const length = lengthOf(view);
        expect(lengthOf(next)).toBeCloseTo(length, 3);
        expect(next.toMs).toBeGreaterThanOrEqual(0.1 * length - 0.001);
        expect(next.fromMs).toBeLessThanOrEqual(END_MS - 0.1 * length + 0.001);
      }),
    );
  });
});

describe('bringing a thing into sight', () => {
  const view = { fromMs: 1_000, toMs: 2_000 };

  it('leaves the view alone when the thing is in it', () => {
    expect(inSight(view, { fromMs: 1_200, toMs: 1_500 })).toBe(view);
  });

  it('moves just as far as it takes, to either side', () => {
    expect(inSight(view, { fromMs: 900, toMs: 950 })).toEqual({ fromMs: 820, toMs: 1_820 });
    expect(inSight(view, { fromMs: 1_950, toMs: 2_100 })).toEqual({ fromMs: 1_180, toMs: 2_180 });
  });

  it('shows the begin of what is longer than the view', () => {
    const next = inSight(view, { fromMs: 5_000, toMs: 9_000 });
    expect(next.fromMs).toBe(4_920);
    expect(lengthOf(next)).toBe(1_000);
  });
});

describe('fitting a thing', () => {
  it('leaves air around it, also around a moment', () => {
    expect(around({ fromMs: 1_000, toMs: 2_000 })).toEqual({ fromMs: 850, toMs: 2_150 });
    expect(around({ fromMs: 1_000, toMs: 1_000 })).toEqual({ fromMs: 980, toMs: 1_020 });
  });
});

describe('the picture', () => {
  const scale = { fromMs: 1_000, toMs: 3_000, leftPx: 0, rightPx: 1_000 };

  it('moves by itself while the end of a running conversation is in it', () => {
    expect(isMoving({ headMoves: true, headMs: 2_900, scale })).toBe(true);
  });

  it('moves a second longer, because sound is drawn late', () => {
    expect(isMoving({ headMoves: true, headMs: 4_000, scale })).toBe(true);
    expect(isMoving({ headMoves: true, headMs: 4_001, scale })).toBe(false);
  });

  it('stands still after the call, and on a frozen clock', () => {
    expect(isMoving({ headMoves: false, headMs: 2_900, scale })).toBe(false);
  });
});
