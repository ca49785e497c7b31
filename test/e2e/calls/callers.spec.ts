import {
  callAndHearGreeting,
  expect,
  hostedAgent,
  link,
  openScreen,
  picture,
  test,
} from '../hosted/hosted-test.ts';

/** Callers without a number, and the keys they press, as the window shows them. */
for (const { name, theme, width, height } of [
  { name: 'light', theme: 'light', width: 1280, height: 800 },
  { name: 'narrow-dark', theme: 'dark', width: 900, height: 600 },
] as const) {
  test.describe(name, () => {
    test.use({ colorScheme: theme, viewport: { width, height } });

    test('a hidden number rings through, and keys are seen with what nobody is told', async ({
      window,
      app,
    }) => {
      const who = window.getByRole('button', { name: 'Choose who calls or texts' });
      await who.click();
      await picture(window, `callers-menu-${name}`);
      await window.getByRole('menuitem', { name: 'Hide my number' }).click();
      await expect(who).toContainText('Hidden number');
      await callAndHearGreeting(window);
      await expect(window.getByRole('heading', { level: 1 })).toContainText('Hidden number → ');

      await window.getByRole('button', { name: 'Keypad' }).click();
      const keypad = window.getByRole('group', { name: 'Keypad' });
      for (const key of ['1', '2', '#']) {
        await keypad.getByRole('button', { name: key, exact: true }).click();
      }
      const talk = window.getByRole('list', { name: 'Conversation' });
      await expect(talk.getByText('Caller pressed 1 2 #')).toBeVisible();
      await expect(talk.getByText('your handler is not told')).toBeVisible();
      await picture(window, `callers-keys-${name}`);
      await window.getByRole('button', { name: 'Hang up' }).click();
      const recent = window.getByRole('listbox', { name: 'Recent calls' }).getByRole('option');
      await expect(recent).toContainText('Hidden number → ');
      const { items } = await app.run('call.list', {});
      expect(items[0]?.from).toBe('');
      await picture(window, `callers-hidden-${name}`);
    });
  });
}

test('a SIP address is typed in, calls, and is there the next time', async ({ window, app }) => {
  const who = window.getByRole('button', { name: 'Choose who calls or texts' });
  await who.click();
  await window.getByRole('menuitem', { name: 'Another number or SIP address…' }).click();
  await window.getByRole('textbox', { name: 'Phone number or SIP address' }).fill('bob');
  await expect(window.getByRole('button', { name: 'Use this address' })).toBeDisabled();
  await window
    .getByRole('textbox', { name: 'Phone number or SIP address' })
    .fill('bob@example.com');
  await picture(window, 'callers-sip-dialog-light');
  await window.keyboard.press('Enter');
  await expect(who).toContainText('sip:bob@example.com');
  await callAndHearGreeting(window);
  await expect(window.getByRole('heading', { level: 1 })).toContainText('bob@example.com → ');
  expect((await app.run('call.list', {})).items[0]?.from).toBe('sip:bob@example.com');
  await picture(window, 'callers-sip-light');
  await window.getByRole('button', { name: 'Hang up' }).click();
  await who.click();
  await expect(window.getByRole('menuitem', { name: 'bob@example.com' })).toBeVisible();
});

test('keys go to the model once the setting says so', async ({ window, app, models }) => {
  await link(app, models);
  await hostedAgent(app);
  models.next({ steps: [{ text: 'I put you through to the workshop.' }] });
  await openScreen(window, 'Settings');
  const setting = window.getByRole('radiogroup', { name: 'Keys go to the model' });
  await setting.scrollIntoViewIfNeeded();
  await setting.getByRole('radio', { name: 'On' }).click();
  await expect.poll(async () => (await app.run('settings.get', {})).keysToModel).toBe(true);
  await picture(window, 'callers-keys-setting-light');
  await openScreen(window, 'Phone');
  await callAndHearGreeting(window);
  await window.getByRole('button', { name: 'Keypad' }).click();
  const keypad = window.getByRole('group', { name: 'Keypad' });
  for (const key of ['4', '2', '#']) {
    await keypad.getByRole('button', { name: key, exact: true }).click();
  }
  const talk = window.getByRole('list', { name: 'Conversation' });
  await expect(talk.getByText('[The caller pressed 4 2 #]')).toBeVisible();
  await expect(talk.getByText('I put you through to the workshop.')).toBeVisible();
  await expect(window.getByText('Agent is listening')).toBeVisible();
  await picture(window, 'callers-keys-hosted-light');
});

test('a caller is given a name, and has it wherever people are named', async ({ window, app }) => {
  const who = window.getByRole('button', { name: 'Choose who calls or texts' });
  await who.click();
  await window.getByRole('menuitem', { name: 'Name Caller 0147…' }).click();
  await window.getByRole('textbox', { name: 'Name' }).fill('Ada Bell');
  await picture(window, 'contact-dialog-light');
  await window.keyboard.press('Enter');
  await expect(who).toContainText('Ada Bell');
  const named = (await app.run('contact.list', {})).items;
  expect(named).toMatchObject([{ name: 'Ada Bell', phoneNumber: '+12025550147' }]);

  await callAndHearGreeting(window);
  await expect(window.getByRole('region', { name: 'The call', exact: true })).toContainText(
    'Ada Bell',
  );
  await expect(window.getByRole('heading', { level: 1 })).toContainText('Ada Bell → ');
  await window.getByRole('button', { name: 'Hang up' }).click();
  const recent = window.getByRole('listbox', { name: 'Recent calls' }).getByRole('option');
  await expect(recent).toContainText('Ada Bell → ');

  // Others change the address book by the API, and the window follows.
  await app.run('contact.save', { phoneNumber: '+12025550147', name: 'Ada Byron' });
  await expect(recent).toContainText('Ada Byron → ');
  await app.run('contact.save', { phoneNumber: '+13125550147', name: 'Bob' });
  await who.click();
  await expect(window.getByRole('menuitem', { name: 'Bob' })).toContainText('+1 312 555 0147');
  await window.getByRole('menuitem', { name: 'Change Ada Byron…' }).click();
  await window.getByRole('button', { name: 'Remove the contact' }).click();
  await expect(recent).toContainText('Caller 0147 → ');
});
