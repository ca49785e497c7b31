import { expect, picture, test } from './window/window-test.ts';

test('the palette opens with Ctrl+K and runs any operation', async ({ window, app }) => {
  await window.keyboard.press('Control+k');
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
  await window.keyboard.press('Control+k');
  await window.keyboard.type('call.hangUp');
  await expect(window.getByRole('option', { name: /^call\.hangUp/ })).toBeVisible();
  await window.keyboard.press('Enter');
  const dialog = window.getByRole('dialog', { name: 'call.hangUp' });
  await dialog.getByLabel('callId (required)').fill('call_unknown');
  await dialog.getByRole('button', { name: /^Run/ }).click();
  await expect(dialog.getByText(/\(NOT_FOUND\)/)).toBeVisible();
});

test('an operation is filled in as a form, starts with what is set, and is JSON too', async ({
  window,
  app,
}) => {
  await app.run('plan.set', { textsPerMonth: 77 });
  await window.keyboard.press('Control+k');
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
