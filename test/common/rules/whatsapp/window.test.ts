import { expect, it } from 'vitest';
import { windowLeftMs } from '../../../../common/rules/whatsapp/window.ts';

const DAY_MS = 86_400_000;

it.each([
  [null, 5, 0],
  [0, 0, DAY_MS],
  [0, 1, DAY_MS - 1],
  [0, DAY_MS - 1, 1],
  [0, DAY_MS, 0],
  [0, 2 * DAY_MS, 0],
  [5, 0, DAY_MS],
])('the window of who wrote at %s has at %s ms still %s ms', (wrote, now, left) => {
  expect(windowLeftMs(wrote, now)).toBe(left);
});
