import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KEYS_PAUSE_MS, keyEntries, keysLine } from '../../../../common/rules/turns/key-presses.ts';

describe('the keys of a caller', () => {
  it('belong together until a pause or #', () => {
    const presses = [
      ...[0, 400, 1_800].map((atMs, n) => ({ digits: String(n + 1), atMs })),
      { digits: '4', atMs: 3_300 },
      { digits: '5#6', atMs: 3_400 },
    ];
    expect(keyEntries(presses)).toEqual([
      { keys: '123', firstMs: 0, lastMs: 1_800 },
      { keys: '45#', firstMs: 3_300, lastMs: 3_400 },
      { keys: '6', firstMs: 3_400, lastMs: 3_400 },
    ]);
  });

  it('are all there, in their order, however they come', () => {
    const press = fc.record({
      digits: fc.string({ unit: fc.constantFrom(...'0123456789*#'), maxLength: 80 }),
      waitMs: fc.nat(2 * KEYS_PAUSE_MS),
    });
    fc.assert(
      fc.property(fc.array(press), (presses) => {
        let atMs = 0;
        const timed = presses.map(({ digits, waitMs }) => {
          atMs += waitMs;
          return { digits, atMs };
        });
        const entries = keyEntries(timed);
        expect(entries.map(({ keys }) => keys).join('')).toBe(
          presses.map(({ digits }) => digits).join(''),
        );
        for (const { keys } of entries) {
          expect(keys.slice(0, -1)).not.toContain('#');
          expect(keys.length).toBeLessThanOrEqual(64);
        }
      }),
    );
  });

  it('are keys to a model, not a number', () => {
    expect(keysLine('12#')).toBe('[The caller pressed 1 2 #]');
  });
});
