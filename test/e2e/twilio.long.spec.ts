import type { Page } from '@playwright/test';
import { PhoneNetwork } from '../doubles/twilio/phone-network.ts';
import { TwilioDouble } from '../doubles/twilio/twilio-double.ts';
import { openScreen } from './hosted/hosted-test.ts';
import type { AppProcess } from './window/app-process.ts';
import { test as base, expect, picture } from './window/window-test.ts';

const REAL = '+14155550123';
const SHOWN = '+1 415 555 0123';
const PERSON = '+14155550199';

/** Like `test`, with a stand-in for Twilio on loopback that is not linked yet. */
const test = base.extend<{ readonly twilio: TwilioDouble }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter list
  twilio: async ({}, use) => {
    const twilio = new TwilioDouble();
    await twilio.start();
    await use(twilio);
    await twilio.stop();
  },
});

/** Links by operation, with a public address and an imported number that is connected to us. */
async function connect(app: AppProcess, twilio: TwilioDouble): Promise<string> {
  const { accountSid, authToken, baseUrl: apiBaseUrl } = twilio;
  const { ingressUrl } = await app.run('twilio.link', { accountSid, authToken, apiBaseUrl });
  await app.run('publicUrl.set', { url: ingressUrl });
  const { agentId } = await app.starterNumber();
  const { sid } = twilio.addNumber(REAL);
  const { id: numberId } = await app.run('twilio.import', { sid, agentId });
  const { previewId } = await app.run('twilio.previewSetup', { numberId });
  await app.run('twilio.applySetup', { numberId, previewId });
  return numberId;
}

function group(window: Page, title: string) {
  return window.locator('section', { has: window.getByRole('heading', { name: title }) });
}

test('an account is linked, reached, its number taken in and led to this computer', async ({
  window,
  twilio,
}) => {
  twilio.addNumber(REAL);
  await openScreen(window, 'Settings');
  const form = window.getByRole('form', { name: 'Link Twilio' });
  await form.getByLabel('Account SID').fill(twilio.accountSid);
  await form.getByLabel('Auth token').fill('not-the-token-of-this-account');
  await form.getByText('API key, another server').click();
  await form.getByLabel('API address').fill(twilio.baseUrl);
  await form.getByRole('button', { name: 'Link' }).click();
  await expect(form.getByRole('alert')).toBeVisible();
  await picture(window, 'twilio-refused-light');
  await form.getByLabel('Auth token').fill(twilio.authToken);
  await form.getByRole('button', { name: 'Link' }).click();
  await expect(group(window, 'Twilio: account').getByText(twilio.accountSid)).toBeVisible();

  const reach = group(window, 'Twilio: reach');
  const ingress = await reach.getByText(/^http:\/\/127\.0\.0\.1:\d+$/).textContent();
  await expect(window.getByRole('alert')).toBeHidden();
  await reach.getByRole('radio', { name: 'ngrok' }).click();
  await reach.scrollIntoViewIfNeeded();
  await picture(window, 'twilio-ngrok-light');
  await reach.getByRole('radio', { name: 'My own tunnel' }).click();
  await picture(window, 'twilio-reach-light');
  await reach.getByLabel('Address of your tunnel').fill(ingress ?? '');
  await reach.getByRole('button', { name: 'Use it' }).click();
  await expect(reach.getByText('reached', { exact: true })).toBeVisible();
  await expect(window.getByRole('alert')).toContainText('Twilio reaches this computer at');

  const numbers = group(window, 'Twilio: numbers');
  await numbers.getByRole('button', { name: 'Take it in' }).click();
  await expect(numbers.getByText('leads elsewhere')).toBeVisible();
  await numbers.getByRole('button', { name: 'Lead it to you…' }).click();
  const changes = window.getByRole('table', { name: 'Changes at Twilio' });
  await expect(changes.getByRole('row', { name: /^Calls go to/ })).toContainText('/twilio/voice');
  await picture(window, 'twilio-setup-light');
  await window.getByRole('button', { name: 'Change it at Twilio' }).click();
  await expect(numbers.getByText('leads to you')).toBeVisible();
  await picture(window, 'twilio-settings-light');

  await window.getByRole('alert').getByRole('button', { name: 'Stop' }).click();
  await expect(window.getByText('Twilio reaches this computer at')).toBeHidden();
});

test('keys that sign callbacks are taken, counted and forgotten', async ({
  window,
  app,
  twilio,
}) => {
  await connect(app, twilio);
  await openScreen(window, 'Settings');
  const account = group(window, 'Twilio: account');
  await account.getByLabel('Signing keys').fill('shared-key-0123456789');
  await account.getByRole('button', { name: 'Accept' }).click();
  await expect(account.getByText('One is known, beside the auth token.')).toBeVisible();
  await account.getByRole('button', { name: 'Forget' }).click();
  await expect(account.getByText('Secrets of shared keys, if a webhook rule')).toBeVisible();
});

test('a number is bought at its shown price', async ({ window, app, twilio }) => {
  const { accountSid, authToken, baseUrl: apiBaseUrl } = twilio;
  await app.run('twilio.link', { accountSid, authToken, apiBaseUrl });
  await openScreen(window, 'Settings');
  await window.getByRole('button', { name: 'Buy at Twilio' }).click();
  const dialog = window.getByRole('dialog', { name: 'Buy a number at Twilio' });
  await dialog.getByLabel('Area code').fill('415');
  await dialog.getByRole('button', { name: 'Search' }).click();
  await picture(window, 'twilio-buy-light');
  await dialog.getByRole('button', { name: /^Buy it for 1\.15 USD a month$/i }).click();
  await expect(group(window, 'Twilio: numbers').getByText('leads elsewhere')).toBeVisible();
  await openScreen(window, 'Numbers');
  await expect(window.getByRole('cell', { name: 'Twilio', exact: true })).toBeVisible();
});

test('the first real call of a run asks, and goes out once it is allowed', async ({
  window,
  app,
  twilio,
}) => {
  const numberId = await connect(app, twilio);
  const { agentId } = await app.starterNumber();
  const dial = () => app.api('/calls', { agentId, fromNumberId: numberId, toNumber: PERSON });
  await expect(dial()).rejects.toThrow(/409/);
  const question = window.getByRole('dialog', { name: 'Let a real call go out?' });
  await expect(question).toContainText(SHOWN);
  await expect(question).toContainText(/a minute/);
  await picture(window, 'twilio-asked-light');
  await question.getByRole('button', { name: 'Allow for this run' }).click();
  await expect(question).toBeHidden();
  await dial();
  await expect(window.getByText('over Twilio', { exact: true })).toBeVisible();
});

test('a real call comes in, is shown and heard like any other, and its requests can be read', async ({
  window,
  app,
  twilio,
}) => {
  await connect(app, twilio);
  const network = new PhoneNetwork(twilio);
  const { callSid, twiml } = await network.dial({ from: PERSON, to: REAL });
  const caller = await network.openStream(twiml, callSid);
  await expect(window.getByText('over Twilio', { exact: true })).toBeVisible();
  await expect(
    window.getByRole('list', { name: 'Conversation' }).getByText('Harbour Bikes'),
  ).toBeVisible();
  await caller.until(() => caller.playedBytes > 8_000);
  await picture(window, 'twilio-call-light');
  caller.hangUp();
  await expect(window.getByText(/^The caller hung up/).first()).toBeVisible();
  await openScreen(window, 'Webhooks');
  await window.getByRole('treeitem', { name: /twilio\.voice/ }).click();
  await expect(window.getByRole('article', { name: 'Delivery' })).toContainText('Twilio');
  await picture(window, 'twilio-callback-light');
});

test('a number is let go at Twilio only when typed out, and unlinking puts the rest back', async ({
  window,
  app,
  twilio,
}) => {
  await connect(app, twilio);
  const kept = twilio.addNumber('+12125550172');
  const { agentId } = await app.starterNumber();
  const { id: numberId } = await app.run('twilio.import', { sid: kept.sid, agentId });
  const before = kept.voiceUrl;
  const { previewId } = await app.run('twilio.previewSetup', { numberId });
  await app.run('twilio.applySetup', { numberId, previewId });
  await openScreen(window, 'Numbers');
  await window.getByRole('button', { name: `Release ${SHOWN}` }).click();
  await window.getByRole('radio', { name: 'At Twilio too' }).click();
  const release = window.getByRole('button', { name: 'Release at Twilio' });
  await expect(release).toBeDisabled();
  await window.getByLabel(`Type ${REAL} to confirm`).fill(REAL);
  await picture(window, 'twilio-release-light');
  await release.click();
  await expect
    .poll(() => [...twilio.numbers.values()].map((number) => number.phoneNumber))
    .toEqual(['+12125550172']);

  await openScreen(window, 'Settings');
  await window.getByRole('button', { name: 'Unlink…' }).click();
  await window.getByRole('button', { name: 'Unlink', exact: true }).click();
  await expect(window.getByRole('form', { name: 'Link Twilio' })).toBeVisible();
  expect(kept.voiceUrl).toBe(before);
  await expect(window.getByText('Twilio reaches this computer at')).toBeHidden();
});

for (const { name, theme, width } of [
  { name: 'dark', theme: 'dark', width: 1280 },
  { name: 'narrow', theme: 'light', width: 900 },
] as const) {
  test.describe(name, () => {
    test.use({ colorScheme: theme, viewport: { width, height: 800 } });

    test('the settings of the bridge fit the window', async ({ window, app, twilio }) => {
      await openScreen(window, 'Settings');
      await window.getByRole('form', { name: 'Link Twilio' }).scrollIntoViewIfNeeded();
      await picture(window, `twilio-unlinked-${name}`);
      const numberId = await connect(app, twilio);
      const numbers = group(window, 'Twilio: numbers');
      // Changes made at Twilio by a script are visible once Twilio is asked again.
      await numbers.getByRole('button', { name: 'Ask Twilio again' }).click();
      await expect(numbers.getByText('leads to you')).toBeVisible();
      await numbers.scrollIntoViewIfNeeded();
      const over = () => window.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      await expect.poll(over).toBeLessThanOrEqual(0);
      await picture(window, `twilio-settings-${name}`);
      const { agentId } = await app.starterNumber();
      const refused = app.api('/calls', { agentId, fromNumberId: numberId, toNumber: PERSON });
      await expect(refused).rejects.toThrow(/409/);
      await expect(window.getByRole('dialog', { name: 'Let a real call go out?' })).toBeVisible();
      await picture(window, `twilio-asked-${name}`);
    });
  });
}
