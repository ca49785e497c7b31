import { expect, picture, test } from './window/window-test.ts';

test('the palette opens with Ctrl+K and runs any operation', async ({ window, app }) => {
  await window.keyboard.press('Control+k');
  await picture(window, 'palette-light');
  await window.keyboard.type('clock.freeze');
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
  await window.keyboard.press('Enter');
  const dialog = window.getByRole('dialog', { name: 'call.hangUp' });
  await dialog.getByRole('textbox', { name: 'Input' }).fill('{"callId": "call_unknown"}');
  await dialog.getByRole('button', { name: /^Run/ }).click();
  await expect(dialog.getByText(/\(NOT_FOUND\)/)).toBeVisible();
});
