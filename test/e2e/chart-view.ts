import type { Locator } from '@playwright/test';
import { LABEL_PX, RIGHT_PX } from '../../renderer/timeline/chart/chart-rows.ts';

/** What the chart shows, in call time, and where it lies on the page. */
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
