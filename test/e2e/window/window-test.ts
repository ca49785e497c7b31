import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import type { AppProcess } from './app-process.ts';
import { Handler } from './handler.ts';
import { KeptApp } from './kept-app.ts';
import { expectSound, listenToPage } from './played-sound.ts';

export { expect };

const SCREENS_FOLDER = resolve(import.meta.dirname, '../../../test-results/screens');

interface Fixtures {
  /** An app with the starter workspace and nothing else. */
  readonly app: AppProcess;
  /** Its window, opened by its address; errors of the page fail the test. */
  readonly window: Page;
  /** A webhook server for the test, not registered yet. */
  readonly handler: Handler;
}

interface WorkerFixtures {
  readonly keptApp: KeptApp;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  keptApp: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter list
    async ({}, use) => {
      const kept = new KeptApp();
      await use(kept);
      await kept.end();
    },
    { scope: 'worker' },
  ],
  app: async ({ keptApp }, use) => {
    await use(await keptApp.take());
    await keptApp.giveBack();
  },
  window: async ({ app, page }, use) => {
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await listenToPage(page);
    await page.goto(app.ready.windowUrl);
    await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible();
    await use(page);
    // Browsers log refused operations and dropped sockets as errors, which tests provoke on
    // purpose.
    const unexpected = complaints.filter(
      (text) => !/Failed to load resource|WebSocket connection|net::ERR_/.test(text),
    );
    expect(unexpected).toEqual([]);
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter list
  handler: async ({}, use) => {
    const handler = await Handler.start();
    await use(handler);
    await handler.stop();
  },
});

/** Saves a picture of the whole window for people to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENS_FOLDER, { recursive: true });
  await page.screenshot({ path: join(SCREENS_FOLDER, `${name}.png`), animations: 'disabled' });
}

/**
 * Calls from the phone screen and waits until the greeting was heard and the agent is listening.
 */
export async function callAndHearGreeting(page: Page): Promise<void> {
  const softphone = page.getByRole('region', { name: 'Softphone' });
  await softphone.getByRole('button', { name: 'Call', exact: true }).click();
  await expectSound(page, 'the greeting is heard');
  await expect(page.getByText('Agent is listening')).toBeVisible();
}

/** Says a line and waits for the end of the agent's answer. */
export async function sayAndHearAnswer(page: Page, line: string): Promise<void> {
  const waits = page.getByText(/^waited /);
  const before = await waits.count();
  await page.getByRole('textbox', { name: 'Line to say' }).fill(line);
  await page.keyboard.press('Enter');
  await expect(waits).toHaveCount(before + 1);
  // Speaking the longest answer of the demo agent takes 14 s, and more where the sound has gaps.
  await expect(page.getByText('Agent is listening')).toBeVisible({ timeout: 60_000 });
}

/** Shows the timeline as a table, as figures and so on: by a list where there is little room. */
export async function chooseForm(page: Page, name: string): Promise<void> {
  const timeline = page.getByRole('region', { name: 'Timeline', exact: true });
  const list = timeline.getByRole('combobox', { name: 'Form' });
  if (await list.isVisible()) {
    await list.click();
    await page.getByRole('option', { name, exact: true }).click();
  } else {
    await timeline.getByRole('radio', { name }).click();
  }
}
