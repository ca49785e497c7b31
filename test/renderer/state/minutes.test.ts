import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { minutes } from '../../../renderer/state/minutes.ts';

let machineMs = 0;
const passed = (ms: number) => {
  machineMs += ms;
  vi.advanceTimersByTime(ms);
};

beforeEach(() => {
  machineMs = 1_000;
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => vi.useRealTimers());

test('however many look, one timer tells all of them of each minute, at one moment', () => {
  const clock = minutes(() => machineMs);
  const told: number[] = [];
  for (let n = 0; n < 100; n += 1) clock.watch(() => told.push(clock.nowMs()));
  expect(vi.getTimerCount()).toBe(1);
  passed(59_999);
  expect(told).toEqual([]);
  passed(1);
  expect(told).toEqual(Array(100).fill(61_000));
});

test('who begins to look between two ticks sees the moment that the others see', () => {
  const clock = minutes(() => machineMs);
  clock.watch(() => undefined);
  passed(30_000);
  clock.watch(() => undefined);
  expect(clock.nowMs()).toBe(1_000);
  passed(30_000);
  expect(clock.nowMs()).toBe(61_000);
});

test('while nobody looks no timer runs, and who begins anew sees the time as it is', () => {
  const clock = minutes(() => machineMs);
  const endings = [clock.watch(() => undefined), clock.watch(() => undefined)];
  for (const end of endings) end();
  expect(vi.getTimerCount()).toBe(0);
  passed(90_000);
  const end = clock.watch(() => undefined);
  expect(clock.nowMs()).toBe(91_000);
  end();
});
