import { expect, type Locator, type Page } from '@playwright/test';
import { LABEL_PX, RIGHT_PX } from '../../../renderer/timeline/chart/chart-rows.ts';

/** The chart's visible range in call time, and its position on the page. */
export async function viewOf(timeline: Locator) {
  const canvas = timeline.getByTestId('timeline-chart');
  const box = await canvas.boundingBox();
  const { fromMs, toMs, measureMs } = await canvas.evaluate((element: HTMLElement) => ({
    fromMs: Number(element.dataset.fromMs),
    toMs: Number(element.dataset.toMs),
    measureMs: Number(element.dataset.measureMs),
  }));
  if (box === null) throw new Error('The chart is not on the page.');
  const xOf = (ms: number) =>
    box.x + LABEL_PX + ((ms - fromMs) / (toMs - fromMs)) * (box.width - LABEL_PX - RIGHT_PX);
  return { fromMs, toMs, measureMs, box, xOf };
}

/** Opens the newest of several calls once the window knows them all; returns its timeline. */
export async function openCall(window: Page, count = 1): Promise<Locator> {
  const calls = window.getByRole('listbox', { name: 'Recent calls' }).getByRole('option');
  await expect(calls).toHaveCount(count);
  await calls.first().click();
  return window.getByRole('region', { name: 'Timeline', exact: true });
}
