import type { Page } from '@playwright/test';
import { dayTool, expect, hostedAgent, link, picture, test } from '../hosted/hosted-test.ts';
import type { AppProcess } from '../window/app-process.ts';
import { openCall } from './chart-view.ts';

const from = '+12025550147';

test('the chart of a hosted call tells model, tools and turns apart', async ({
  window,
  app,
  models,
  handler,
}) => {
  handler.answerWith((_received, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{"free": true}');
  });
  await link(app, models);
  await hostedAgent(app, {
    customTools: [dayTool(handler.url)],
  });
  models.next(
    { steps: [{ delayMs: 150 }, { tool: 'check_day', args: { day: 'Sunday' } }] },
    { steps: [{ delayMs: 80 }, { text: 'Yes, ' }, { text: 'on Sunday. ' }, { text: 'Ten?' }] },
    { steps: [{ delayMs: 60 }, { text: 'Fine.' }] },
    { steps: [{ delayMs: 90 }, { text: 'Until then.' }] },
    { steps: [{ delayMs: 40 }, { error: 'Overloaded.' }] },
  );
  await callOf(app, ['Is Sunday free?', 'At ten, please.', 'Thank you.', 'Bye.']);
  const timeline = await openCall(window);
  await expect(timeline.getByTestId('timeline-chart')).toBeVisible();
  await expect(timeline.getByText('Turn 4', { exact: true })).toBeVisible();
  await inBothThemes(window, 'hosted-chart-failed');
  const before = timeline.getByRole('button', { name: 'Turn before' });
  for (let turn = 3; turn >= 1; turn -= 1) {
    await before.click();
    await expect(timeline.getByText(`Turn ${turn}`, { exact: true })).toBeVisible();
  }
  await inBothThemes(window, 'hosted-chart-tool');
  const chart = timeline.getByTestId('timeline-chart');
  await chart.focus();
  // Zooms out until the whole call is visible.
  for (let step = 0; step < 14; step += 1) await window.keyboard.press('s');
  await expect
    .poll(() => chart.evaluate((element) => Number(element.dataset.fromMs)))
    .toBeLessThan(0);
  await inBothThemes(window, 'hosted-chart-whole');
});

async function inBothThemes(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await picture(page, `${name}-${colorScheme}`);
  }
}

/** A finished call with these lines, each answered at once. */
async function callOf(app: AppProcess, lines: readonly string[]): Promise<void> {
  const { phoneNumber: to } = await app.starterNumber();
  const { callId } = await app.run('call.place', { from, to });
  await app.run('call.waitFor', { callId, event: 'greeted' });
  for (const [index, text] of lines.entries()) {
    await app.run('call.say', { callId, text });
    await app.run('call.waitFor', { callId, event: 'agentTurn', turn: index + 1 });
  }
  await app.run('call.hangUp', { callId });
}
