import { expect, picture, test } from './window/window-test.ts';

test('an API key is made, shown once and revoked', async ({ window }) => {
  await window.getByRole('button', { name: 'Settings' }).click();
  await window.getByRole('button', { name: 'New key' }).click();
  await window.getByRole('textbox', { name: 'Name' }).fill('staging tests');
  await window.getByRole('button', { name: 'Create' }).click();
  await expect(window.getByRole('dialog', { name: 'Copy it now' })).toContainText('sk_live_');
  await window.getByRole('button', { name: 'Done' }).click();
  await expect(window.getByText('staging tests')).toBeVisible();
  await picture(window, 'settings-light');
  await window.getByRole('button', { name: 'Revoke staging tests' }).click();
  await window.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(window.getByText('staging tests')).toBeHidden();
});

test('a reset needs its word and leaves an empty workspace when asked', async ({ window }) => {
  await window.getByRole('button', { name: 'Settings' }).click();
  await window.getByRole('button', { name: 'Reset the workspace…' }).click();
  const reset = window.getByRole('dialog').getByRole('button', { name: 'Reset', exact: true });
  await expect(reset).toBeDisabled();
  await window.getByRole('radio', { name: 'Empty' }).click();
  await window.getByRole('textbox', { name: 'Type reset to confirm' }).fill('reset');
  await reset.click();
  // It ends on the phone; who went elsewhere before would be led there.
  await expect(window.getByRole('region', { name: /Notifications/ })).toContainText('was reset');
  await window.getByRole('button', { name: 'Numbers', exact: true }).click();
  await expect(window.getByText('No numbers yet')).toBeVisible();
});

test('names that may stand as Host are allowed, and garbage is refused in place', async ({
  window,
  app,
}) => {
  await window.getByRole('button', { name: 'Settings' }).click();
  const hosts = window.getByRole('textbox', { name: 'Allowed hosts' });
  await hosts.fill('*.example.com');
  await window.getByRole('button', { name: 'Apply' }).click();
  await expect(window.getByRole('alert')).toContainText('"*.example.com" is no host');
  await hosts.fill('Host.Docker.Internal, nas.local:8080');
  await window.getByRole('button', { name: 'Apply' }).click();
  await expect(hosts).toHaveValue('host.docker.internal, nas.local');
  const { allowedHosts } = await app.run('settings.get', {});
  expect(allowedHosts).toEqual(['host.docker.internal', 'nas.local']);
});

test('the token leaves the address bar and survives a reload', async ({ window }) => {
  expect(window.url()).not.toContain('token');
  await window.reload();
  await expect(window.getByRole('navigation', { name: 'Screens' })).toBeVisible();
});

test('a lost connection is told at once', async ({ window, app }) => {
  await app.end();
  await expect(window.getByRole('alert')).toContainText('Disconnected');
  await picture(window, 'disconnected-light');
});

test('a recogniser is chosen, and a model of this computer is offered', async ({ window, app }) => {
  await window.getByRole('button', { name: 'Settings' }).click();
  await expect(window.getByRole('button', { name: 'Download' }).first()).toBeVisible();
  await window.getByRole('combobox', { name: 'Recogniser' }).click();
  await window.getByRole('option', { name: 'Deepgram' }).click();
  await window.getByRole('textbox', { name: 'API key' }).fill('a-key-of-a-test');
  await window.getByRole('button', { name: 'Save' }).click();
  await expect(window.getByRole('button', { name: 'Try it' })).toBeVisible();
  await expect
    .poll(async () => (await app.run('engines.get', {})).stt)
    .toMatchObject({
      kind: 'deepgram',
      hasApiKey: true,
    });
  await picture(window, 'engines-light');
});

test('feedback that a client gave is shown, and nothing where none was', async ({
  app,
  window,
}) => {
  await window.getByRole('button', { name: 'Settings' }).click();
  await expect(window.getByRole('heading', { name: 'Clock' })).toBeVisible();
  await expect(window.getByRole('heading', { name: 'Feedback' })).toBeHidden();
  await window.getByRole('button', { name: 'Numbers', exact: true }).click();
  await app.api('/feedback', { category: 'idea', note: 'More voices.', tags: ['voice'] });
  await window.getByRole('button', { name: 'Settings' }).click();
  await expect(window.getByRole('heading', { name: 'Feedback' })).toBeVisible();
  await expect(window.getByText('More voices.')).toBeVisible();
});

test('the clock is moved by what is typed, says how far ahead it is, and goes back', async ({
  app,
  window,
}) => {
  const clock = window.getByRole('button', { name: /^Clock: / });
  const choose = async (item: string) => {
    await clock.click();
    await window.getByRole('menuitem', { name: item }).click();
  };
  await expect(clock).toHaveAccessibleName('Clock: Real time');
  await choose('Other…');
  const dialog = window.getByRole('dialog', { name: 'Move the clock forward' });
  await dialog.getByLabel('By a duration, or to a date').fill('2 h 30 min');
  await expect(dialog.getByText(/2 h 30 min from now/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Move' }).click();
  await expect(clock).toHaveAccessibleName(/^Clock: 2 h (30|29) min ahead$/);
  await choose('Back to real time');
  await expect(clock).toHaveAccessibleName('Clock: Real time');
  await choose('5 min');
  const { phoneNumber: to } = await app.starterNumber();
  await app.run('text.receive', { from: '+12025550147', to, body: 'From the future' });
  await choose('Back to real time');
  await expect(window.getByText(/^The clock cannot go back yet: the latest/)).toBeVisible();
  await expect(clock).toHaveAccessibleName('Clock: 5 min ahead');
});
