import { expect, picture, test } from './window/window-test.ts';

/** How a browser gets in, with an address that other users of the machine may have read. */
const screens = (page: import('@playwright/test').Page) =>
  page.getByRole('navigation', { name: 'Screens' });

test('a ticket opens the window, is gone from the address at once, and outlives a reload', async ({
  page,
  app,
}) => {
  const { url } = await app.run('window.ticket', {});
  await page.goto(url);
  await expect(screens(page)).toBeVisible();
  expect(page.url()).toBe(`${app.ready.control}/`);
  expect(await page.evaluate(() => Object.values(sessionStorage).join())).not.toContain(
    app.ready.controlToken,
  );
  await page.reload();
  await expect(screens(page)).toBeVisible();
});

test('a ticket that comes a second time closes the first window and says so in every one', async ({
  page,
  context,
  app,
}) => {
  const { url } = await app.run('window.ticket', {});
  await page.goto(url);
  await expect(screens(page)).toBeVisible();
  const other = await context.newPage();
  await other.goto(app.ready.windowUrl);
  await expect(screens(other)).toBeVisible();

  const second = await context.newPage();
  await second.goto(url);
  await expect(second.getByText('This address was used before')).toBeVisible();
  await expect(second.getByText('Open it anew')).toBeVisible();
  await expect(page.getByText('This window was closed')).toBeVisible();
  await expect(page.getByText('Open the window anew')).toBeVisible();
  await expect(other.getByText('opened twice')).toBeVisible();
  for (const scheme of ['light', 'dark'] as const) {
    for (const one of [page, second, other]) {
      await one.setViewportSize({ width: 900, height: 600 });
      await one.emulateMedia({ colorScheme: scheme });
    }
    await picture(page, `access-closed-${scheme}`);
    await picture(second, `access-used-${scheme}`);
    await picture(other, `access-banner-${scheme}`);
  }
  await other.getByRole('button', { name: 'Dismiss' }).click();
  await expect(other.getByText('opened twice')).toBeHidden();
});

test('a ticket that nobody gave out is refused with the way in', async ({ page, app }) => {
  await page.goto(`${app.ready.control}/#ticket=${'x'.repeat(43)}`);
  await expect(page.getByText('This window is not let in')).toBeVisible();
  await expect(page.getByText('Open the window anew')).toBeVisible();
});

test('the control token is replaced in Settings: this window goes on, the old one opens nothing', async ({
  window,
  app,
}) => {
  await screens(window).getByRole('button', { name: 'Settings' }).click();
  await window.getByRole('button', { name: 'Replace the token…' }).click();
  await window.setViewportSize({ width: 900, height: 600 });
  for (const colorScheme of ['light', 'dark'] as const) {
    await window.emulateMedia({ colorScheme });
    await picture(window, `access-rotate-${colorScheme}`);
  }
  await window.getByRole('button', { name: 'Replace', exact: true }).click();
  // A toast is visible on the screen, and is also announced to screen readers.
  const toast = 'The control token was replaced. One open window has the new one.';
  await expect(window.getByText(toast, { exact: true })).toBeVisible();
  await expect(app.run('clock.get', {})).rejects.toThrow('401');
  await window.reload();
  await expect(screens(window)).toBeVisible();
});
