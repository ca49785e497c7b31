import type { Page } from '@playwright/test';
import type { AppProcess } from '../window/app-process.ts';
import { SignedHandler } from '../window/signed-handler.ts';
import { expect, picture, test as windowTest } from '../window/window-test.ts';

const FROM = '+12025550147';

const test = windowTest.extend<{ readonly server: SignedHandler }>({
  server: async ({ app }, use) => {
    const server = await SignedHandler.start();
    const webhook = (await app.api('/webhooks', { url: server.url })) as { secret: string };
    server.secret = webhook.secret;
    await use(server);
    await server.stop();
  },
});

async function text(app: AppProcess, body: string): Promise<void> {
  const { phoneNumber: to } = await app.starterNumber();
  await app.run('text.receive', { from: FROM, to, body });
}

async function openWebhooks(page: Page) {
  await page
    .getByRole('navigation', { name: 'Screens' })
    .getByRole('button', { name: 'Webhooks' })
    .click();
  return page.getByRole('tree', { name: 'Deliveries' }).getByRole('treeitem');
}

function detailOf(page: Page) {
  return page.getByRole('article', { name: 'Delivery' });
}

test('a replay is signed freshly, or goes out exactly as it was', async ({
  window,
  app,
  server,
}) => {
  await text(app, 'Do you open on Sundays?');
  const rows = await openWebhooks(window);
  await expect(detailOf(window).getByText(/^Signature right, 200/)).toBeVisible();
  await window.keyboard.press('r');
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText('copy');
  await expect.poll(() => server.received.length).toBe(2);
  const [first, second] = server.received;
  expect(second?.headers['x-webhook-id']).toBe(first?.headers['x-webhook-id']);
  expect(second?.body).toBe(first?.body);
  const detail = detailOf(window);
  await expect(detail.getByRole('button', { name: 'Show its source' })).toBeVisible();
  await detail.getByRole('button', { name: 'Show its source' }).click();
  await detail.getByRole('button', { name: 'More ways to replay' }).click();
  await picture(window, 'inspector-replay-menu');
  await window.getByRole('menuitem', { name: /^Exactly as it was/ }).click();
  await expect.poll(() => server.received.length).toBe(3);
  expect(server.received[2]?.headers['x-webhook-signature']).toBe(
    first?.headers['x-webhook-signature'],
  );
  await expect(detail.getByText('sent with its old timestamp and signature')).toBeVisible();
  await detail.getByRole('button', { name: 'More ways to replay' }).click();
  await window.getByRole('menuitem', { name: 'Signed with a wrong secret' }).click();
  await expect(detail.getByText('Signature wrong, on purpose')).toBeVisible();
  await picture(window, 'inspector-bad-signature');
});

test('an edited copy is linked to its source and shows what changed', async ({
  window,
  app,
  server,
}) => {
  await text(app, 'Do you open on Sundays?');
  const rows = await openWebhooks(window);
  await expect(rows).toHaveCount(1);
  await expect(detailOf(window).getByText(/^Signature right, 200/)).toBeVisible();
  await window.keyboard.press('e');
  const dialog = window.getByRole('dialog', { name: 'Edit and resend' });
  const body = dialog.getByRole('textbox', { name: 'Body' });
  await dialog.getByRole('button', { name: 'Format' }).click();
  await body.fill((await body.inputValue()).replace('Sundays', 'Mondays'));
  await dialog.getByRole('button', { name: 'Add a header' }).click();
  await dialog.getByRole('textbox', { name: 'Name of header 1' }).fill('X-Try');
  await dialog.getByRole('textbox', { name: 'Value of header 1' }).fill('7');
  await picture(window, 'inspector-edit');
  await dialog.getByRole('radio', { name: 'Changes' }).click();
  await expect(dialog.getByText(/Mondays/)).toBeVisible();
  await picture(window, 'inspector-edit-changes');
  await dialog.getByRole('button', { name: 'Send the copy' }).click();
  await expect.poll(() => server.received.length).toBe(2);
  expect(server.received[1]?.body).toContain('Do you open on Mondays?');
  expect(server.received[1]?.headers['x-try']).toBe('7');
  const detail = detailOf(window);
  await expect(detail.getByText('edited, under an X-Webhook-ID of its own')).toBeVisible();
  await detail.getByRole('button', { name: 'What differs' }).click();
  await expect(detail.getByText('+ this delivery')).toBeVisible();
  await expect(detail.getByText(/Mondays/)).toBeVisible();
  await picture(window, 'inspector-copy-compare');
});

test('a delivery goes to another address, and away as a test', async ({ window, app, server }) => {
  const other = await SignedHandler.start('neverChecks');
  await text(app, 'one');
  await openWebhooks(window);
  const detail = detailOf(window);
  await expect(detail.getByText(/^Signature right, 200/)).toBeVisible();
  await detail.getByRole('button', { name: 'More ways to replay' }).click();
  await window.getByRole('menuitem', { name: 'To another address…' }).click();
  await window.getByRole('textbox', { name: 'Address' }).fill(other.url);
  await window.getByRole('button', { name: 'Send it' }).click();
  await expect.poll(() => other.received.length).toBe(1);
  expect(server.received.length).toBe(1);
  await other.stop();
  for (const [format, sign] of [
    ['curl command', 'curl'],
    ['HAR', '"log"'],
    ['Raw HTTP', 'POST /hook'],
    ['Vitest test', 'vitest'],
    ['pytest test', 'def test_'],
  ] as const) {
    await detail.getByRole('button', { name: 'Copy', exact: true }).click();
    await window.getByRole('menuitem', { name: format }).click();
    await expect.poll(() => window.evaluate(() => navigator.clipboard.readText())).toContain(sign);
  }
});

test('the retry schedule is drawn, and the clock skips along it', async ({
  window,
  app,
  server,
}) => {
  server.status = 503;
  await text(app, 'one');
  const rows = await openWebhooks(window);
  const detail = detailOf(window);
  await expect(detail.getByText('Your server answered 503')).toBeVisible();
  await detail.getByRole('tab', { name: /^Attempts/ }).click();
  const attempts = detail.getByRole('list', { name: 'Attempts' }).getByRole('listitem');
  await expect(attempts).toHaveCount(6);
  await expect(detail.getByText(/^Attempt 2 of 6: in \d:\d\d/)).toBeVisible();
  await picture(window, 'inspector-retries');
  await detail.getByRole('button', { name: 'Skip to next attempt' }).click();
  await expect(detail.getByText(/^Attempt 3 of 6/)).toBeVisible();
  await detail.getByRole('button', { name: 'Retry now' }).click();
  await expect(detail.getByText(/^Attempt 4 of 6/)).toBeVisible();
  await rows.first().click();
  await window.getByRole('tree', { name: 'Deliveries' }).focus();
  await window.keyboard.press('ArrowRight');
  await expect(rows).toHaveCount(4);
  await window.keyboard.press('j');
  await expect(detail.getByText('Attempt 1 of 3: 503')).toBeVisible();
  await picture(window, 'inspector-attempts-open');
  await window.keyboard.press('k');
  server.status = 200;
  await detail.getByRole('button', { name: 'Jump one day' }).click();
  await expect(detail.getByText('Accepted at attempt 4 of 6.')).toBeVisible();
  expect(new Set(server.received.map(({ headers }) => headers['x-webhook-id'])).size).toBe(1);
});

test('a waiting delivery is held, edited and let go, or cancelled', async ({
  window,
  app,
  server,
}) => {
  server.status = 500;
  await text(app, 'one');
  await openWebhooks(window);
  const detail = detailOf(window);
  await detail.getByRole('tab', { name: /^Attempts/ }).click();
  await detail.getByRole('button', { name: 'Hold' }).click();
  await expect(detail.getByText(/^Held for/)).toBeVisible();
  await picture(window, 'inspector-held');
  server.status = 200;
  await detail.getByRole('button', { name: 'Edit and let go' }).click();
  const dialog = window.getByRole('dialog', { name: 'Edit and let go' });
  const body = dialog.getByRole('textbox', { name: 'Body' });
  await body.fill((await body.inputValue()).replace('"one"', '"two"'));
  await dialog.getByRole('button', { name: 'Let it go' }).click();
  await expect.poll(() => server.received.at(-1)?.body).toContain('"two"');
  await expect(detail.getByText('Accepted at attempt 2 of 6.')).toBeVisible();
  server.status = 500;
  await text(app, 'three');
  await detail.getByRole('button', { name: 'Cancel…' }).click();
  await window.getByRole('button', { name: 'Cancel the delivery' }).click();
  await expect(detail.getByText('Cancelled: it will not be sent again.')).toBeVisible();
  // A mistake can be taken back.
  const sent = server.received.length;
  await window.getByRole('button', { name: 'Send it after all' }).click();
  await expect.poll(() => server.received.length).toBe(sent + 1);
});
