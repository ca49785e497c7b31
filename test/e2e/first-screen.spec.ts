import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from './window/window-test.ts';

const LIMIT_BYTES = 180_000;

test('the script of the first screen stays small', () => {
  const page = readFileSync('out/renderer/index.html', 'utf8');
  const scripts = [...page.matchAll(/(?:src|href)="\.?\/?(assets\/[^"]+\.js)"/g)].map(
    ([, path = '']) => readFileSync(`out/renderer/${path}`),
  );
  expect(scripts.length).toBeGreaterThan(1);
  const bytes = scripts.reduce((sum, script) => sum + gzipSync(script, { level: 9 }).length, 0);
  expect(bytes).toBeLessThanOrEqual(LIMIT_BYTES);
});

test('a part that cannot be loaded says so, and all else goes on', async ({ window }) => {
  await window.route(/agents-screen-.*\.js/, (route) => route.abort());
  await window.reload();
  const rail = window.getByRole('navigation', { name: 'Screens' });
  await rail.getByRole('button', { name: /^Agents/ }).click();
  await expect(window.getByText('This part of the window did not load')).toBeVisible();
  await expect(window.getByRole('button', { name: 'Reload the window' })).toBeVisible();
  await rail.getByRole('button', { name: /^Numbers/ }).click();
  await expect(window.getByRole('heading', { name: 'Numbers', level: 1 })).toBeVisible();
});
