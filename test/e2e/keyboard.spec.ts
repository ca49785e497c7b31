import { expect, picture, test } from './window-test.ts';

test('the palette opens with Ctrl+K and runs any operation', async ({ window, app }) => {
  await window.keyboard.press('Control+k');
  await picture(window, 'palette-light');
  await window.keyboard.type('clock.freeze');
  await window.keyboard.press('Enter');
  const dialog = window.getByRole('dialog', { name: 'clock.freeze' });
  await dialog.getByRole('button', { name: /^Run/ }).click();
  await expect(dialog.getByText('"frozen"')).toBeVisible();
  expect((await app.run('clock.get', {})).mode).toBe('frozen');
  await window.keyboard.press('Escape');
  await expect(window.getByRole('button', { name: 'Clock' })).toContainText('Frozen');
});

test('a refused operation shows the words of the server', async ({ window }) => {
  await window.keyboard.press('Control+k');
  await window.keyboard.type('call.hangUp');
  await window.keyboard.press('Enter');
  const dialog = window.getByRole('dialog', { name: 'call.hangUp' });
  await dialog.getByRole('textbox', { name: 'Input' }).fill('{"callId": "call_unknown"}');
  await dialog.getByRole('button', { name: /^Run/ }).click();
  await expect(dialog.getByText(/\(NOT_FOUND\)/)).toBeVisible();
});

test('j and k walk the deliveries, and the list stops following until told', async ({
  window,
  app,
}) => {
  const from = '+12025550147';
  const { phoneNumber: to } = await app.starterNumber();
  for (const body of ['one', 'two', 'three']) await app.run('text.receive', { from, to, body });
  await window.getByRole('button', { name: 'Webhooks' }).click();
  const options = window.getByRole('listbox', { name: 'Deliveries' }).getByRole('option');
  await expect(options).toHaveCount(3);
  await options.first().focus();
  await window.keyboard.press('j');
  await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true');
  await app.run('text.receive', { from, to, body: 'four' });
  await expect(options).toHaveCount(4);
  await expect(options.nth(2)).toHaveAttribute('aria-selected', 'true');
  await window.getByRole('button', { name: 'Live' }).click();
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await window.getByRole('searchbox', { name: 'Filter deliveries' }).fill('status:failed');
  await expect(window.getByText('Nothing matches')).toBeVisible();
});
