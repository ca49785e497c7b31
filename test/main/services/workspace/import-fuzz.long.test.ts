import { afterAll, expect, it } from 'vitest';
import { TestApp } from '../../../doubles/app/running-app.ts';
import { fuzzImports } from '../../../doubles/storage/import-fuzz.ts';

const app = new TestApp({ rowsByHand: true });
afterAll(() => app.clear());

it('a mutated export is refused whole or imported whole, and the app starts and reads it', async () => {
  const seeds = Array.from({ length: 60 }, (_, index) => index + 1);
  const { refused, imported, broken } = await fuzzImports(app, seeds);
  expect(broken).toEqual([]);
  // Both must happen, or the test proves nothing.
  expect(refused).toBeGreaterThan(10);
  expect(imported).toBeGreaterThan(5);
  expect(refused + imported).toBe(60);
}, 240_000);
