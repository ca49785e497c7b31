import type { Locator, Page } from '@playwright/test';
import { expect, picture, test } from './window/window-test.ts';

test('the palette opens with Ctrl+K and runs any operation', async ({ window, app }) => {
  await openPalette(window);
  await picture(window, 'palette-light');
  await window.keyboard.type('clock.freeze');
  await expect(window.getByRole('option', { name: /^clock\.freeze/ })).toBeVisible();
  await window.keyboard.press('Enter');
  const dialog = window.getByRole('dialog', { name: 'clock.freeze' });
  await dialog.getByRole('button', { name: /^Run/ }).click();
  await expect(dialog.getByText('"frozen"')).toBeVisible();
  await expect.poll(async () => (await app.run('clock.get', {})).mode).toBe('frozen');
  await window.keyboard.press('Escape');
  await expect(window.getByRole('button', { name: 'Clock' })).toContainText('Frozen');
});

test('a refused operation shows the words of the server', async ({ window }) => {
  await openPalette(window);
  await window.keyboard.type('call.hangUp');
  await expect(window.getByRole('option', { name: /^call\.hangUp/ })).toBeVisible();
  await window.keyboard.press('Enter');
  const dialog = window.getByRole('dialog', { name: 'call.hangUp' });
  await dialog.getByLabel('Call id (required)').fill('call_unknown');
  await dialog.getByRole('button', { name: /^Run/ }).click();
  await expect(dialog.getByText(/\(NOT_FOUND\)/)).toBeVisible();
});

test('an operation is filled in as a form, starts with what is set, and is JSON too', async ({
  window,
  app,
}) => {
  await app.run('plan.set', { textsPerMonth: 77 });
  await openPalette(window);
  await window.keyboard.type('plan.set');
  await expect(window.getByRole('option', { name: /^plan\.set/ })).toBeVisible();
  await window.keyboard.press('Enter');
  const dialog = window.getByRole('dialog', { name: 'plan.set' });
  await expect(dialog.getByLabel('textsPerMonth')).toHaveValue('77');
  await dialog.getByLabel('numberAllowance').fill('many');
  await window.keyboard.press('Control+Enter');
  await expect(dialog.getByRole('alert')).toBeVisible();
  await dialog.getByLabel('numberAllowance').fill('3');
  await picture(window, 'operation-form-light');
  await dialog.getByRole('radio', { name: 'JSON' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Input' })).toHaveValue(/"numberAllowance": 3/);
  await dialog.getByRole('button', { name: /^Run/ }).click();
  await expect.poll(async () => (await app.run('plan.get', {})).numberAllowance).toBe(3);
});

/** Goes on with Tab until the focus is there. */
async function tabTo(page: Page, place: Locator): Promise<void> {
  await expect(place).toBeVisible();
  for (let presses = 0; presses < 60; presses += 1) {
    if (await place.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await expect(place, 'Tab comes to it').toBeFocused();
}

test('the whole story goes by keyboard alone: call, say, look, replay, text, search', async ({
  window,
}) => {
  const { keyboard } = window;
  const softphone = window.getByRole('region', { name: 'Softphone' });
  await tabTo(window, softphone.getByRole('button', { name: 'Call', exact: true }));
  await keyboard.press('Enter');
  await expect(window.getByText('Agent is listening')).toBeVisible();
  await tabTo(window, window.getByRole('textbox', { name: 'Line to say' }));
  await keyboard.type('Do you open on Sundays?');
  await keyboard.press('Enter');
  await expect(window.getByText(/^waited /)).toBeVisible();

  await tabTo(window, softphone.getByRole('button', { name: 'Hang up' }));
  await keyboard.press('Enter');
  await expect(window.getByText('The caller hung up').first()).toBeVisible();
  await keyboard.press('g');
  await keyboard.press('w');
  const deliveries = window.getByRole('tree', { name: 'Deliveries' });
  const rows = deliveries.getByRole('treeitem');
  await expect(rows).toHaveCount(2);
  await tabTo(window, deliveries);
  await keyboard.press('j');
  await expect(rows.nth(1)).toHaveAttribute('aria-selected', 'true');
  await tabTo(window, window.getByRole('tab', { selected: true }));
  await keyboard.press('Home');
  await keyboard.press('ArrowRight');
  await expect(window.getByRole('tab', { name: 'Why?' })).toHaveAttribute('aria-selected', 'true');
  await keyboard.press('r');
  await expect(rows).toHaveCount(3);
  await expect(rows.first()).toContainText('copy');

  await keyboard.press('g');
  await keyboard.press('m');
  await tabTo(window, window.getByRole('textbox', { name: 'Message' }));
  await keyboard.type('Is my tandem ready?');
  await keyboard.press('Enter');
  await expect(window.getByRole('main').getByText('Is my tandem ready?').first()).toBeVisible();

  await openPalette(window);
  await keyboard.type('Sundays');
  await expect(window.getByRole('option').first()).toContainText('Sundays');
  await keyboard.press('Enter');
  await expect(window).toHaveURL(/#\/calls\//);
});

test('a button keeps the focus while its work is under way, and starts it once', async ({
  window,
  app,
  handler,
}) => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  handler.answerWith((_received, response) => {
    void released.then(() => response.writeHead(200).end());
  });
  await app.run('webhook.set', { url: handler.url });
  const check = window.getByRole('button', { name: 'Send a test' });
  await check.focus();
  await window.keyboard.press('Enter');
  await expect.poll(() => handler.received.length).toBe(1);
  await expect(check).toBeDisabled();
  await expect(check).toBeFocused();
  await window.keyboard.press('Enter');
  release();
  await expect(window.getByText('Your server took the test: 200')).toBeVisible();
  await expect(check).toBeEnabled();
  await expect(check).toBeFocused();
  expect(handler.received).toHaveLength(1);
});

test('Enter in a field sends its form once, however often it is pressed', async ({ window }) => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  let requests = 0;
  await window.route('**/control/operations/number.buy', async (route) => {
    requests += 1;
    await released;
    await route.continue();
  });
  await window.getByRole('button', { name: 'Numbers' }).click();
  await window.getByRole('button', { name: 'Buy a number' }).click();
  const dialog = window.getByRole('dialog', { name: 'Buy a number' });
  await dialog.getByLabel('Area code').press('Enter');
  await expect(dialog.getByRole('button', { name: 'Buy it' })).toBeDisabled();
  await dialog.getByLabel('Area code').press('Enter');
  await dialog.getByRole('button', { name: 'Buy it' }).click({ force: true });
  release();
  await expect(dialog).toBeHidden();
  expect(requests).toBe(1);
});

/** Its script is loaded when it is first opened: what is typed before would be lost. */
async function openPalette(window: Page): Promise<void> {
  await window.keyboard.press('Control+k');
  await expect(window.getByPlaceholder('Search or run a command')).toBeFocused();
}
