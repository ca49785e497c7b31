import { describe, expect, it } from 'vitest';
import { fitted } from '../../../renderer/timeline/chart/paint-shapes.ts';

/** A font whose letters are all `px` wide. */
const font = (px: number) => ({
  measureText: (text: string) => ({ width: text.length * px }) as TextMetrics,
});

describe('the words beside a thing on the chart', () => {
  it('are whole where they have room', () => {
    expect(fitted(font(6), 'Model · 200 · 1.2 s', 200)).toBe('Model · 200 · 1.2 s');
  });

  it.each([5, 7, 9, 12])('never reach the next thing, also in a font of %i px a letter', (px) => {
    for (let room = 0; room < 140; room += 1) {
      const words = fitted(font(px), 'Model · 200 · 1.2 s', room);
      expect(words.length * px).toBeLessThanOrEqual(room);
      expect(words).toMatch(/^(|.{2,18}…|Model · 200 · 1\.2 s)$/);
    }
  });

  it('are left out where they would say nothing', () => {
    expect(fitted(font(6), 'Model', 14)).toBe('');
  });
});
