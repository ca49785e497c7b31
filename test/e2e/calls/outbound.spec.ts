import { expectSound, playedRms } from '../window/played-sound.ts';
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
  const card = window.getByRole('region', { name: /^Incoming call/ });
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
  await expect(window.getByRole('region', { name: /^Incoming call/ })).toBeHidden();
  await expect(window.getByRole('option', { name: /Declined/ })).toBeVisible();
});

test('a call that rings is told aloud, and answered and declined by keys from anywhere', async ({
  window,
  app,
}) => {
  const { agentId } = await app.starterNumber();
  await window.getByRole('button', { name: 'Settings' }).click();
  await window.getByRole('radiogroup', { name: 'Ring tone' }).scrollIntoViewIfNeeded();
  await window.getByRole('textbox').first().focus();
  await dialOut(app, agentId);
  const card = window.getByRole('region', { name: /^Incoming call/ });
  await expectSound(window, 'the ring tone');
  await expect(window.locator('[aria-live="assertive"]')).toHaveText(
    /^.+ calls Caller 0147\. (Control|Command) Enter answers, Escape declines\.$/,
  );
  // The focus stays where somebody types.
  await expect(window.getByRole('textbox').first()).toBeFocused();
  await window.keyboard.press('ControlOrMeta+Enter');
  await expect(card).toBeHidden();
  await expect(window.getByRole('region', { name: 'The call', exact: true })).toContainText(
    'Caller 0147',
  );
  await expect(window.getByRole('list', { name: 'Conversation' })).toContainText('bicycle');
  await window.getByRole('button', { name: 'Hang up' }).click();

  await window.getByRole('button', { name: 'Messages' }).click();
  await dialOut(app, agentId);
  await expect(card).toBeVisible();
  await window.getByRole('button', { name: 'Choose who calls or texts' }).click();
  // Escape belongs to the menu first.
  await window.keyboard.press('Escape');
  await expect(window.getByRole('menu')).toBeHidden();
  await expect(card).toBeVisible();
  await window.keyboard.press('Escape');
  await expect(card).toBeHidden();
  await expect.poll(() => playedRms(window), { message: 'the ring tone is over' }).toBe(0);
  const { items } = await app.run('call.list', {});
  expect(items[0]?.disconnectionReason).toBe('dial_declined');
});
