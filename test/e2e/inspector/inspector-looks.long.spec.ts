import type { Locator, Page } from '@playwright/test';
import type { AppProcess } from '../window/app-process.ts';
import { SignedHandler } from '../window/signed-handler.ts';
import { expect, picture, test } from '../window/window-test.ts';

const TABS = ['Request', 'Signature', 'Timing', /^Attempts/, 'Compare', 'Why?'] as const;
const TOOLS = ['Signature clinic', 'Faults', 'Doctor'] as const;

/** A tab without room for it is in the menu behind the others, by its name. */
async function openTab(detail: Locator, name: string | RegExp): Promise<void> {
  await expect(detail.getByRole('tablist')).toBeVisible();
  const tab = detail.getByRole('tab', { name });
  const more = detail.getByRole('button', { name: 'More', exact: true }).last();
  if ((await tab.count()) === 0) {
    await more.click();
    await detail.page().getByRole('menuitem', { name }).click();
  } else await tab.click();
}

async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

/** A failing delivery with long words, and two rules without hits. */
async function prepare(app: AppProcess): Promise<SignedHandler> {
  const server = await SignedHandler.start('neverChecks');
  server.status = 503;
  await app.api('/webhooks', { url: `${server.url}/${'a-very-long-path/'.repeat(8)}` });
  const { phoneNumber: to } = await app.starterNumber();
  for (const body of ['short', 'unbroken'.repeat(60)]) {
    await app.run('text.receive', { from: '+12025550147', to, body });
  }
  await app.run('fault.set', {
    target: 'voiceStream',
    kind: 'stall',
    match: `call:call_${'x'.repeat(80)}`,
    afterLines: 2,
    delayMs: 3_000,
  });
  await app.run('breakpoint.set', { match: 'event:agent.reaction channel:imessage' });
  return server;
}

for (const { name, theme, width, height } of [
  { name: 'dark', theme: 'dark', width: 1280, height: 800 },
  { name: 'narrow', theme: 'light', width: 900, height: 700 },
] as const) {
  test.describe(name, () => {
    test.use({ colorScheme: theme, viewport: { width, height } });

    test('every view of the inspector fits', async ({ window, app }) => {
      const server = await prepare(app);
      const rail = window.getByRole('navigation', { name: 'Screens' });
      await rail.getByRole('button', { name: 'Webhooks' }).click();
      const detail = window.getByRole('article', { name: 'Delivery' });
      for (const tab of TABS) {
        await openTab(detail, tab);
        await expect(detail.getByRole('tabpanel')).not.toBeEmpty();
        await expect.poll(() => overflow(window), String(tab)).toBeLessThanOrEqual(0);
        await picture(
          window,
          `inspector-${String(tab).replaceAll(/\W/g, '').toLowerCase()}-${name}`,
        );
      }
      for (const tool of TOOLS) {
        await window.getByRole('radio', { name: tool }).click();
        await expect.poll(() => overflow(window), tool).toBeLessThanOrEqual(0);
        await picture(window, `inspector-${tool.replaceAll(/\W/g, '').toLowerCase()}-${name}`);
      }
      await rail.getByRole('button', { name: 'Messages' }).click();
      if (width < 1_100) await window.getByRole('radio', { name: 'Webhooks' }).click();
      await openTab(detail, /^Attempts/);
      await expect.poll(() => overflow(window), 'side panel').toBeLessThanOrEqual(0);
      await picture(window, `inspector-panel-${name}`);
      await server.stop();
    });
  });
}
