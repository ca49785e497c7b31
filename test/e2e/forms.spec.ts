import { expect, picture, test } from './window/window-test.ts';

test('the plan is changed by its form, with help, and stands changed beside it', async ({
  window,
  app,
}) => {
  await window.getByRole('button', { name: 'Settings' }).click();
  await expect(window.getByText('Seed, 1 number')).toBeVisible();
  await window.getByRole('button', { name: 'Change… Plan' }).click();
  const form = window.getByRole('dialog', { name: 'plan.set' });
  const allowance = form.getByLabel('Number allowance');
  await expect(allowance).toHaveValue('1');
  // As scripts and the reference call it.
  await expect(form.getByText('numberAllowance', { exact: true })).toBeVisible();
  await expect(allowance).toHaveAccessibleDescription(
    /^How many numbers may be held at once.*\(0 to 10,000\)$/,
  );
  await picture(window, 'form-plan-light');
  await window.emulateMedia({ colorScheme: 'dark' });
  await picture(window, 'form-plan-dark');
  await window.setViewportSize({ width: 900, height: 600 });
  await picture(window, 'form-plan-dark-900');
  // Another profile brings its own values: nothing but what was changed is sent.
  await form.getByRole('combobox', { name: 'profile' }).click();
  await window.getByRole('option', { name: 'payAsYouGo' }).click();
  await form.getByRole('button', { name: /^Run/ }).click();
  await expect(form.getByRole('status')).toContainText('answer');
  await expect(allowance).toHaveValue('10');
  await form.getByRole('button', { name: 'Close' }).click();
  await expect(window.getByText('Pay as you go, 10 numbers, $5.00')).toBeVisible();
  expect(await app.run('plan.get', {})).toMatchObject({ profile: 'payAsYouGo', balance: 5 });
});

test('a refused value says why at its field, and JSON is one click away', async ({
  window,
  app,
}) => {
  await window.getByRole('button', { name: 'Settings' }).click();
  await window.getByRole('button', { name: 'Change… Plan' }).click();
  const form = window.getByRole('dialog', { name: 'plan.set' });
  const allowance = form.getByLabel('numberAllowance');
  await allowance.fill('20000');
  await allowance.press('Enter');
  await expect(allowance).toHaveAccessibleDescription(/10,000/);
  await expect(allowance).toBeFocused();
  await expect(form.getByRole('status')).toContainText('refused');
  await picture(window, 'form-refused-light');
  await form.getByRole('radio', { name: 'JSON' }).click();
  const json = form.getByLabel('Input', { exact: true });
  expect(JSON.parse(await json.inputValue())).toEqual({ numberAllowance: 20_000 });
  await json.fill('{"numberAllowance": 3}');
  await form.getByRole('radio', { name: 'Form' }).click();
  await expect(allowance).toHaveValue('3');
  await form.getByRole('button', { name: /^Run/ }).click();
  await expect(form.getByRole('status')).toContainText('answer');
  expect((await app.run('plan.get', {})).numberAllowance).toBe(3);
});

test('a person called does what the form says', async ({ window, app }) => {
  await window.getByRole('button', { name: 'Settings' }).click();
  await expect(window.getByText('Rings here')).toBeVisible();
  await window.getByRole('button', { name: 'Change… When an agent dials out' }).click();
  const form = window.getByRole('dialog', { name: 'callee.set' });
  await form.getByRole('combobox', { name: /^Behaviour/ }).click();
  await window.getByRole('option', { name: 'voicemail' }).click();
  await form.getByLabel('answerAfterMs').fill('20');
  await form.getByRole('button', { name: /^Run/ }).click();
  await expect(form.getByRole('status')).toContainText('answer');
  await form.getByRole('button', { name: 'Close' }).click();
  await expect(window.getByText('Voicemail answers')).toBeVisible();
  expect(await app.run('callee.list', {})).toEqual({
    items: [{ number: null, behaviour: 'voicemail', answerAfterMs: 20 }],
  });
  await picture(window, 'forms-settings-light');
  // Texts for screen readers alone must not make the window scroll.
  const overflowPx = () => document.documentElement.scrollHeight - innerHeight;
  expect(await window.evaluate(overflowPx)).toBe(0);
});

test('a form has an address, and Back closes it', async ({ window }) => {
  await window.getByRole('button', { name: 'Settings' }).click();
  const form = window.getByRole('dialog', { name: 'handset.set' });
  await window.getByRole('button', { name: 'Change… Handset' }).click();
  await expect(form.getByLabel(/^Address/)).toHaveValue('+12025550147');
  expect(window.url()).toContain('#/settings?operation=handset.set');
  await window.goBack();
  await expect(form).toBeHidden();
  await window.goForward();
  await expect(form).toBeVisible();
  await window.keyboard.press('Escape');
  await expect(form).toBeHidden();
  await expect(window).toHaveURL(/#\/settings$/);
  await window.goto(`${new URL(window.url()).origin}/#/numbers?operation=clock.advance`);
  await expect(window.getByRole('dialog', { name: 'clock.advance' })).toBeVisible();
});

test('what cannot be undone is not run by the first Enter', async ({ window, app }) => {
  await window.getByRole('button', { name: 'Settings' }).click();
  await window.getByRole('button', { name: 'Change… Deliveries kept' }).click();
  const form = window.getByRole('dialog', { name: 'retention.set' });
  await expect(form.getByLabel('maxDeliveries')).toHaveValue('100000');
  await expect(form.getByRole('button', { name: 'Close' })).toBeFocused();
  await window.keyboard.press('Enter');
  await expect(form).toBeHidden();
  expect((await app.run('retention.get', {})).maxDeliveries).toBe(100_000);
});
