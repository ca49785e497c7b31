import { expect, picture, test } from './window-test.ts';

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
