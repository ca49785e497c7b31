import { expectSound } from '../window/played-sound.ts';
import { expect, picture, test } from '../window/window-test.ts';

const PERSON = '+12025550147';

async function dialOut(
  app: { api(path: string, body: unknown): Promise<unknown> },
  agentId: string,
) {
  await app.api('/calls', {
    agentId,
    toNumber: PERSON,
    initialGreeting: 'Hello, your bicycle is ready. You can fetch it today.',
  });
}

test('an agent calls: the card rings on any screen, and answering lets the person hear it', async ({
  window,
  app,
}) => {
  await window.getByRole('button', { name: 'Settings' }).click();
  await dialOut(app, (await app.starterNumber()).agentId);
  const card = window.getByRole('alertdialog');
  await expect(card).toContainText('calls Caller 0147');
  await expect(window).toHaveTitle(/calls/);
  await picture(window, 'incoming-light');
  await card.getByRole('button', { name: 'Answer' }).click();
  await expectSound(window);
  await expect(window.getByRole('list', { name: 'Conversation' })).toContainText('bicycle');
  await expect(card).toBeHidden();
  await window.getByRole('button', { name: 'Hang up' }).click();
  await expect(window.getByText(/^The person hung up/).first()).toBeVisible();
});

test('declining ends the call and says so', async ({ window, app }) => {
  await dialOut(app, (await app.starterNumber()).agentId);
  await window.getByRole('button', { name: 'Decline' }).click();
  await expect(window.getByRole('alertdialog')).toBeHidden();
  await expect(window.getByRole('option', { name: /Declined/ })).toBeVisible();
});
