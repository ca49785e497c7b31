import { expect, picture, test } from './window/window-test.ts';

test('a number is bought, given to an agent, taken from it and released', async ({
  window,
  app,
}) => {
  const { agentId } = await app.starterNumber();
  const agent = (await app.api(`/agents/${agentId}`, undefined, 'GET')) as { name: string };
  await window.getByRole('button', { name: 'Numbers' }).click();
  await window.getByRole('button', { name: 'Buy a number' }).click();
  const dialog = window.getByRole('dialog', { name: 'Buy a number' });
  const areaCode = dialog.getByRole('textbox', { name: 'Area code' });
  await areaCode.fill('999');
  await dialog.getByRole('button', { name: 'Buy it' }).click();
  await expect(areaCode).toHaveAccessibleDescription(/^No US number is available/);
  await picture(window, 'number-buy-light');
  await areaCode.fill('415');
  await dialog.getByRole('button', { name: 'Buy it' }).click();

  const row = window.getByRole('row').filter({ hasText: '+1 415 555' });
  await expect(row.getByText('simulated')).toBeVisible();
  await row.getByRole('combobox').click();
  await window.getByRole('option', { name: agent.name }).click();
  await expect(row.getByRole('combobox')).toHaveText(agent.name);
  const { data } = (await app.api('/numbers', undefined, 'GET')) as {
    data: { phoneNumber: string; agentId: string | null }[];
  };
  const bought = data.find(({ phoneNumber }) => phoneNumber.startsWith('+1415'));
  expect(bought?.agentId).toBe(agentId);
  await picture(window, 'numbers-bought-light');
  await row.getByRole('combobox').click();
  await window.getByRole('option', { name: 'Nobody' }).click();
  await expect(row.getByRole('combobox')).toHaveText('Nobody');

  await row.getByRole('button', { name: /^Release/ }).click();
  const release = window.getByRole('dialog').getByRole('button', { name: 'Release the number' });
  await expect(release).toBeDisabled();
  await window
    .getByRole('dialog')
    .getByRole('textbox')
    .fill(bought?.phoneNumber.slice(-4) ?? '');
  await release.click();
  await expect(row).toBeHidden();
});

test('a number above the allowance is refused in the dialog, with the reason', async ({
  window,
}) => {
  await window.getByRole('button', { name: 'Numbers' }).click();
  const dialog = window.getByRole('dialog', { name: 'Buy a number' });
  for (const bought of [true, false]) {
    await window.getByRole('button', { name: 'Buy a number' }).click();
    await dialog.getByRole('button', { name: 'Buy it' }).click();
    if (bought) await expect(dialog).toBeHidden();
  }
  await expect(dialog.getByRole('alert')).toContainText("Your plan's allowance of 1 number");
});
