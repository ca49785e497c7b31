import { expect, picture, test } from './window/window-test.ts';

test('a person texts the agent and reads the answer beside its webhook', async ({ window }) => {
  await window.getByRole('button', { name: 'Messages' }).click();
  await window.getByRole('textbox', { name: 'Message' }).fill('Do you open on Sundays?');
  await window.keyboard.press('Enter');
  const messages = window.getByRole('list', { name: 'Messages' }).getByRole('listitem');
  await expect(messages).toHaveCount(2);
  await expect(messages.first()).toContainText('Do you open on Sundays?');
  await messages.first().getByRole('button', { name: 'webhook' }).click();
  await expect(window.getByText(/^Signature right, 200 after/)).toBeVisible();
  await picture(window, 'messages-light');
});

test('a text with media shows its address and reaches the webhook', async ({ window }) => {
  await window.getByRole('button', { name: 'Messages' }).click();
  await window.getByRole('button', { name: 'Attach media by its address' }).click();
  await window
    .getByRole('textbox', { name: 'Address of the attachment' })
    .fill('https://example.com/bicycle.jpg');
  await window.getByRole('button', { name: 'Send' }).click();
  await expect(window.getByRole('list', { name: 'Messages' })).toContainText('bicycle.jpg');
});

test('somebody texts STOP, and gets texts again when it is taken back', async ({ window, app }) => {
  await window.getByRole('button', { name: 'Messages' }).click();
  const box = window.getByRole('textbox', { name: 'Message' });
  await box.fill('Stop');
  await window.keyboard.press('Enter');
  const thread = window.getByRole('list', { name: 'Messages' });
  await expect(thread).toContainText('The carrier answers STOP itself');
  await expect(window.getByText(/wants no texts from this number since/)).toBeVisible();
  await picture(window, 'messages-opted-out');
  await window.emulateMedia({ colorScheme: 'dark' });
  await window.setViewportSize({ width: 900, height: 600 });
  await picture(window, 'messages-opted-out-dark-900');
  const { items } = await app.run('optOut.list', {});
  expect(items.length).toBe(1);
  await window.getByRole('button', { name: 'Let texts through' }).click();
  await expect(window.getByText(/wants no texts from this number since/)).toBeHidden();
});

test('a verification code lies beside the person it was texted to', async ({ app, window }) => {
  await window.getByRole('button', { name: 'Messages' }).click();
  const codes = window.getByLabel('Codes texted to this person');
  await expect(codes).toBeHidden();
  await app.api('/verify/send', { phone_number: '+13125550162' });
  await app.api('/verify/send', { phone_number: '+12025550147' });
  await expect(codes.getByRole('listitem')).toHaveCount(1);
  await expect(codes).toContainText(/Your AgentPhone verification code is \d{6}\./);
  await expect(codes.getByRole('button', { name: /^Copy the code \d{6}$/ })).toBeVisible();
  await picture(window, 'verification-light');
});

test('a client that relies on an Idempotency-Key is told of, the demo handler is not', async ({
  app,
  window,
}) => {
  await window.getByRole('button', { name: 'Messages' }).click();
  await window.getByRole('textbox', { name: 'Message' }).fill('Do you open on Sundays?');
  await window.keyboard.press('Enter');
  await expect(window.getByRole('list', { name: 'Messages' }).getByRole('listitem')).toHaveCount(2);
  const banner = window.getByText(/A client sent an Idempotency-Key/);
  await expect(banner).toBeHidden();
  const { api, apiKey } = app.ready;
  await fetch(`${api}/v1/agents`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${apiKey}`,
      'content-type': 'application/json',
      'idempotency-key': 'once',
    },
    body: JSON.stringify({ name: 'Second' }),
  });
  await expect(banner).toBeVisible();
  await window.getByRole('button', { name: 'Dismiss' }).click();
  await expect(banner).toBeHidden();
});
