import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PANES } from '../../../common/rules/window/window-route.ts';
import { planRoom, shownPanes } from '../../../renderer/shell/screens/room-plan.ts';
import { paneSizePx, readPaneSizes, sizeAfterKey } from '../../../renderer/ui/panes/pane-sizes.ts';

/** A window of so many pixels, without rail and top bar. */
const plan = (width: number, height: number, sizes: Record<string, number> = {}) =>
  planRoom('phone', { widthPx: width - 64, heightPx: height - 44 }, sizes);

describe('the room of a screen', () => {
  it.each([
    [1280, 800, 'wide', false],
    [1440, 900, 'wide', false],
    [1728, 1117, 'wide', true],
    [1100, 700, 'wide', false],
    [1024, 700, 'two', false],
    [900, 600, 'two', false],
    [899, 600, 'one', false],
    [640, 400, 'one', false],
    [320, 640, 'one', false],
  ] as const)('at %i × %i', (width, height, columns, timelineBelowAll) => {
    expect(plan(width, height)).toMatchObject({ columns, timelineBelowAll });
  });

  it('gives the timeline 300 pixels, and less than half of a low window', () => {
    expect(plan(1280, 800).timeline.sizePx).toBe(300);
    expect(plan(900, 600).timeline.sizePx).toBe(300);
    expect(plan(900, 480).timeline.sizePx).toBeLessThan(200);
  });

  it('leaves the conversation its room, whatever was asked for', () => {
    const px = fc.integer({ min: 1, max: 5_000 });
    fc.assert(
      fc.property(
        fc.integer({ min: 900, max: 4_000 }),
        fc.integer({ min: 400, max: 2_000 }),
        fc.record({ 'phone.list': px, 'phone.webhooks': px, 'phone.timeline': px }),
        (width, height, sizes) => {
          const { columns, list, webhooks, timeline } = plan(width, height, sizes);
          const beside = columns === 'wide' ? webhooks.sizePx : 0;
          expect(width - 64 - list.sizePx - beside).toBeGreaterThanOrEqual(360);
          expect(height - 44 - timeline.sizePx).toBeGreaterThanOrEqual(160);
          for (const { sizePx, limits } of [list, webhooks, timeline]) {
            expect(sizePx).toBeLessThanOrEqual(limits.maxPx);
          }
        },
      ),
    );
  });

  it('keeps sizes by their screen', () => {
    expect(plan(1280, 800, { 'phone.list': 300, 'messages.list': 250 }).list.sizePx).toBe(300);
  });

  it('shows what there is room for', () => {
    const all = new Set(PANES);
    expect(shownPanes('wide', 'talk', all)).toEqual(all);
    expect([...shownPanes('two', 'webhooks', all)]).toEqual(['list', 'webhooks']);
    expect([...shownPanes('two', 'list', all)]).toEqual(['list', 'talk', 'timeline']);
    expect([...shownPanes('one', 'timeline', all)]).toEqual(['timeline']);
    expect([...shownPanes('one', 'timeline', new Set(['list', 'talk']))]).toEqual(['talk']);
  });
});

describe('the edge of a pane', () => {
  const limits = { minPx: 200, maxPx: 400, usualPx: 300 };

  it.each([
    ['ArrowRight', false, 316],
    ['ArrowLeft', false, 284],
    ['ArrowRight', true, 364],
    ['Home', false, 200],
    ['End', false, 400],
    ['Enter', false, undefined],
    ['ArrowUp', false, null],
    ['a', false, null],
  ])('%s, large %s', (key, isLarge, after) => {
    expect(sizeAfterKey(key, isLarge, 300, limits, 'ArrowRight')).toBe(after);
  });

  it('stays within its limits, also where these leave no room', () => {
    expect(sizeAfterKey('ArrowRight', true, 390, limits, 'ArrowRight')).toBe(400);
    expect(paneSizePx(undefined, limits)).toBe(300);
    expect(paneSizePx(10, limits)).toBe(200);
    expect(paneSizePx(300, { ...limits, maxPx: 150 })).toBe(150);
  });

  it.each([
    [null, {}],
    ['{', {}],
    ['null', {}],
    ['{"a":300,"b":"x","c":-1,"d":null}', { a: 300 }],
  ])('is read back from %s', (kept, sizes) => expect(readPaneSizes(kept)).toEqual(sizes));
});
