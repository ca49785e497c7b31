import type { Page } from '@playwright/test';
import type { AppProcess } from '../window/app-process.ts';
import { expect, picture, test } from '../window/window-test.ts';

const FROM = '+12025550147';

async function text(app: AppProcess, ...bodies: string[]): Promise<void> {
  const { phoneNumber: to } = await app.starterNumber();
  for (const body of bodies) await app.run('text.receive', { from: FROM, to, body });
}

async function openWebhooks(page: Page) {
  await page
    .getByRole('navigation', { name: 'Screens' })
    .getByRole('button', { name: 'Webhooks' })
    .click();
  return page.getByRole('tree', { name: 'Deliveries' }).getByRole('treeitem');
}

test('keys walk the list, and it stops following until told', async ({ window, app }) => {
  await text(app, 'one', 'two', 'three');
  const rows = await openWebhooks(window);
  await expect(rows).toHaveCount(3);
  await window.keyboard.press('j');
  await expect(rows.nth(1)).toHaveAttribute('aria-selected', 'true');
  await text(app, 'four');
  await expect(rows).toHaveCount(4);
  await expect(rows.nth(2)).toHaveAttribute('aria-selected', 'true');
  await expect(window.getByRole('button', { name: 'Live 1 new' })).toBeVisible();
  await window.keyboard.press('l');
  await expect(rows.first()).toHaveAttribute('aria-selected', 'true');
  await window.keyboard.press('?');
  await picture(window, 'inspector-keys');
  await expect(window.getByRole('dialog', { name: 'Keys' })).toContainText('Replay it');
  await window.keyboard.press('Escape');
  await window.keyboard.press('o');
  await expect(window.getByRole('list', { name: 'Messages' })).toBeVisible();
});

test('a filter is completed by suggestions and told in plain words', async ({ window, app }) => {
  await text(app, 'hay', 'needle');
  const rows = await openWebhooks(window);
  await expect(rows).toHaveCount(2);
  await window.keyboard.press('/');
  const filter = window.getByRole('combobox', { name: 'Filter deliveries' });
  await expect(filter).toBeFocused();
  await window.keyboard.type('stat');
  const suggestions = window.getByRole('listbox', { name: 'Suggestions' }).getByRole('option');
  await expect(suggestions.first()).toContainText('status:');
  await picture(window, 'inspector-filter');
  await window.keyboard.press('ArrowDown');
  await window.keyboard.press('Enter');
  await expect(filter).toHaveValue(/^status:/);
  await filter.fill('status:failed');
  await expect(window.getByText('Nothing matches')).toBeVisible();
  await filter.fill('needle');
  await expect(rows).toHaveCount(1);
  await filter.fill('colour:red');
  await expect(window.getByText(/no field "colour"/).first()).toBeVisible();
  await picture(window, 'inspector-filter-wrong');
  await filter.press('Escape');
  await filter.press('Escape');
  await expect(rows).toHaveCount(2);
});

test('every tab of a delivery answers its question', async ({ window, app }) => {
  await text(app, 'one', 'two');
  const rows = await openWebhooks(window);
  await expect(rows).toHaveCount(2);
  const detail = window.getByRole('article', { name: 'Delivery' });
  await expect(detail.getByText(/^Signature right, 200/)).toBeVisible();
  for (const tab of ['Request', 'Signature', 'Timing', 'Attempts 1', 'Compare', 'Why?']) {
    await detail.getByRole('tab', { name: tab }).click();
    await expect(detail.getByRole('tabpanel')).not.toBeEmpty();
    await window.waitForLoadState('networkidle');
    await picture(window, `inspector-tab-${tab.replaceAll(/\W/g, '').toLowerCase()}`);
  }
  await detail.getByRole('tab', { name: 'Signature' }).click();
  await expect(detail.getByText(/^whsec_••••/)).toBeVisible();
});
