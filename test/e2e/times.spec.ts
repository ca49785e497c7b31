import type { AppProcess } from './window/app-process.ts';
import { SignedHandler } from './window/signed-handler.ts';
import { expect, test } from './window/window-test.ts';

// Where the day begins nine hours before that of UTC.
test.use({ locale: 'en-GB', timezoneId: 'Asia/Tokyo' });

const PERSON = '+12025550147';

/** A webhook that takes what comes and writes nothing back, and a clock that stands still. */
async function atTenToMidnight(app: AppProcess, status: number): Promise<SignedHandler> {
  const server = await SignedHandler.start();
  const { secret } = (await app.api('/webhooks', { url: server.url })) as { secret: string };
  server.secret = secret;
  server.status = status;
  await app.run('clock.freeze', {});
  await app.run('clock.set', { at: '2031-03-04T14:50:00.000Z' });
  return server;
}

async function text(app: AppProcess, body: string): Promise<void> {
  const { phoneNumber: to } = await app.starterNumber();
  await app.run('text.receive', { from: PERSON, to, body });
}

test('times are short to the eye, whole on pointing and to a screen reader, and follow the clock', async ({
  window,
  app,
}) => {
  const server = await atTenToMidnight(app, 200);
  await text(app, 'Is my bicycle ready?');
  await window.getByRole('button', { name: 'Messages' }).click();
  const row = window.getByRole('listbox', { name: 'Conversations' }).getByRole('option');
  const time = row.locator('time');
  // As it is seen: what is for screen readers alone stands beside it.
  const shown = time.locator('[aria-hidden]');
  // Newer versions of the language data have no comma.
  const whole = /^Tuesday,? 4 March 2031 at 23:50:\d\d GMT\+9$/;
  await expect(shown).toHaveText('just now');
  await expect(time).toHaveAttribute('datetime', /^2031-03-04T14:50:\d\d\.\d{3}Z$/);
  await expect(time).toHaveAttribute('title', whole);
  await expect(row).toHaveAccessibleName(/Tuesday,? 4 March 2031 at 23:50:\d\d GMT\+9/);

  await app.run('clock.advance', { by: 'PT20M' });
  await expect(shown).toHaveText('20 min ago');

  // The day of the person has changed, that of UTC has not.
  await text(app, 'Hello? Anybody there?');
  await expect(shown).toHaveText('just now');
  const thread = window.getByRole('log', { name: /^Thread with/ });
  await expect(thread.getByText('4 Mar, 23:50', { exact: true })).toHaveCount(1);
  await expect(thread.getByText('5 Mar, 00:10', { exact: true })).toHaveCount(1);
  const deliveries = window.getByRole('tree', { name: /deliveries/i });
  await expect(deliveries.getByText('4 Mar, 23:50', { exact: true }).first()).toBeVisible();
  await expect(deliveries.getByText(/^00:10:\d\d$/).first()).toBeVisible();

  await app.run('clock.advance', { by: 'P1D' });
  await expect(shown).toHaveText('yesterday, 00:10');
  await app.run('clock.advance', { by: 'P310D' });
  await expect(shown).toHaveText('5 Mar 2031, 00:10');
  await server.stop();
});

test('a moment inside a sentence of the server is written as people read it', async ({
  window,
  app,
}) => {
  const server = await atTenToMidnight(app, 503);
  await text(app, 'Is my bicycle ready?');
  await window.getByRole('button', { name: 'Messages' }).click();
  await window.getByRole('button', { name: 'Why?' }).click();
  const checks = window.getByRole('list', { name: 'What was checked' });
  const next = checks.getByText(/^Attempt 2 of 6 follows at/);
  await expect(next.locator('time [aria-hidden]')).toHaveText('4 Mar, 23:55');
  await expect(checks).not.toContainText('2031-03-04T');
  await server.stop();
});
