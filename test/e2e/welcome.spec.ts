import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { SignedHandler } from './window/signed-handler.ts';
import { expect, picture, test } from './window/window-test.ts';

const PAGES = {
  Express: 'express/server.mjs',
  Fastify: 'fastify/server.mjs',
  Hono: 'hono/server.mjs',
  'Next.js': 'nextjs/app/webhook/route.js',
  Flask: 'flask/server.py',
  FastAPI: 'fastapi/server.py',
} as const;

/** By how much the code and its copy button extend beyond the right edge of their container. */
function hangsOver(page: Page): Promise<number> {
  return page.evaluate(() => {
    const over: number[] = [];
    for (const code of document.querySelectorAll('main pre')) {
      const { right } = code.getBoundingClientRect();
      for (let at = code.parentElement; at && at.tagName !== 'MAIN'; at = at.parentElement) {
        over.push(right - at.getBoundingClientRect().right);
      }
    }
    return Math.max(...over);
  });
}

test('a server is registered, tried and judged without a terminal', async ({ window, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const server = await SignedHandler.start();
  const main = window.getByRole('main');
  const form = main.getByRole('form', { name: 'Webhook of the project' });
  await form.getByLabel('Address').fill('localhost:3000');
  await form.getByRole('button', { name: 'Register' }).click();
  await expect(form.getByRole('alert')).toBeVisible();
  await form.getByLabel('Address').fill(server.url);
  await form.getByLabel('Secret').fill('whsec_of_somebody_else');
  await form.getByRole('button', { name: 'Register' }).click();

  await main.getByRole('button', { name: 'Send a test' }).click();
  await expect(main.getByText('Your server refused the test with 401')).toBeVisible();
  await main.getByRole('button', { name: 'New secret' }).click();
  // The commands of the next step have it as soon as it is known.
  const secret = async () => {
    await main.getByRole('button', { name: 'Copy the commands' }).click();
    const copied = await window.evaluate(() => navigator.clipboard.readText());
    return /WEBHOOK_SECRET='(whsec_[0-9a-z]{40})'/.exec(copied)?.[1] ?? '';
  };
  await expect.poll(secret).not.toBe('');
  server.secret = await secret();
  await main.getByRole('button', { name: 'Send a test' }).click();
  await expect(main.getByText('Your server took the test: 200')).toBeVisible();
  await main.getByRole('button', { name: 'Check with forged ones' }).click();
  await expect(main.getByText('It believes only what is signed right')).toBeVisible();
  await form.getByLabel('Address').fill(`${server.url}/elsewhere`);
  await form.getByLabel('Address').press('Enter');
  await expect(
    main.getByText('It believes only what is signed right'),
    'of another address',
  ).toHaveCount(0);
  await expect(main.getByText('Your server took the test: 200')).toHaveCount(0);
  await main.getByRole('button', { name: 'Remove' }).click();
  await expect(form.getByRole('button', { name: 'Register' })).toBeVisible();
  await window.getByRole('button', { name: 'Bring it back' }).click();
  await expect(form.getByLabel('Address')).toHaveValue(`${server.url}/elsewhere`);
  expect(await secret()).toBe(server.secret);
  await main.getByRole('button', { name: 'New secret' }).click();
  await expect.poll(secret).not.toBe(server.secret);
  await window.getByRole('button', { name: 'Take the old one back' }).click();
  await expect.poll(secret).toBe(server.secret);
  await server.stop();
});

test('a refused webhook says what to give instead, and the focus goes on in the form', async ({
  window,
  app,
}) => {
  const form = window.getByRole('form', { name: 'Webhook of the project' });
  const address = form.getByLabel('Address');
  const timeout = form.getByLabel('Timeout in seconds');
  for (const [given, words] of [
    ['soon', 'Must be a number.'],
    ['5.5', 'Must be a whole number.'],
    ['', 'Must be a number.'],
    ['0x10', 'Must be a number.'],
    ['1e1', 'Must be a number.'],
    ['4', 'Must be 5 or more.'],
    ['121', 'Must be 120 at most.'],
  ] as const) {
    await timeout.fill(given);
    await form.getByRole('button', { name: 'Register' }).click();
    await expect(form.getByRole('alert')).toHaveText(words);
    await expect(timeout).toBeFocused();
  }
  await timeout.fill('20');
  const messages = form.getByLabel('Recent messages');
  await expect(messages).toHaveValue('10');
  await messages.fill('51');
  await messages.press('Enter');
  await expect(messages).toHaveAccessibleDescription('Must be 50 at most.');
  await expect(messages).toBeFocused();
  await messages.fill('3');
  await messages.press('Enter');
  await expect(form.getByRole('button', { name: 'Save' })).toBeVisible();
  await expect(address).toBeFocused();
  const kept = async () => (await app.run('webhook.get', {})).webhook;
  expect(await kept()).toMatchObject({ timeoutSeconds: 20, contextLimit: 3 });
  await messages.fill('0');
  await messages.press('Enter');
  await expect.poll(kept).toMatchObject({ timeoutSeconds: 20, contextLimit: 0 });
});

for (const { name, theme, width, height } of [
  { name: 'dark', theme: 'dark', width: 1280, height: 800 },
  { name: 'light', theme: 'light', width: 900, height: 600 },
] as const) {
  test.describe(name, () => {
    test.use({ colorScheme: theme, viewport: { width, height } });

    test('the start page shows the examples word for word, and the key nowhere', async ({
      window,
      app,
      context,
    }) => {
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      const main = window.getByRole('main');
      for (const [framework, path] of Object.entries(PAGES)) {
        await main.getByRole('radio', { name: framework, exact: true }).click();
        const page = readFileSync(`examples/${path}`, 'utf8');
        const shown = main.locator('figure pre').first();
        await expect.poll(() => shown.textContent(), framework).toBe(page);
        expect(await hangsOver(window), framework).toBeLessThanOrEqual(0);
      }
      await picture(window, `welcome-${name}`);
      expect(await main.textContent()).not.toContain(app.ready.apiKey);
      await main.getByRole('button', { name: 'Copy the commands' }).click();
      const copied = () => window.evaluate(() => navigator.clipboard.readText());
      await expect.poll(copied).toContain(`export AGENTPHONE_API_KEY='${app.ready.apiKey}'`);
    });

    test('the code of the clinic stays in its pane', async ({ window, app }) => {
      const server = await SignedHandler.start('neverChecks');
      await app.api('/webhooks', { url: server.url });
      const rail = window.getByRole('navigation', { name: 'Screens' });
      await rail.getByRole('button', { name: 'Webhooks' }).click();
      await window.getByRole('radio', { name: 'Signature clinic' }).click();
      await window.getByRole('radio', { name: 'My handler' }).click();
      await window.getByRole('button', { name: 'Probe it' }).click();
      for (const framework of Object.keys(PAGES)) {
        await window.getByRole('tab', { name: framework, exact: true }).click();
        expect(await hangsOver(window), framework).toBeLessThanOrEqual(0);
      }
      await picture(window, `clinic-code-${name}`);
      await server.stop();
    });
  });
}
