import { expectSound, playedRms } from '../window/played-sound.ts';
import {
  callAndHearGreeting,
  chooseForm,
  expect,
  picture,
  sayAndHearAnswer,
  test,
} from '../window/window-test.ts';

test('a person calls the demo agent, hears it and sees where the time went', async ({ window }) => {
  await expect(window.getByRole('heading', { name: 'Call the demo agent' })).toBeVisible();
  await picture(window, 'first-start-light');
  expect(await playedRms(window)).toBe(0);

  await callAndHearGreeting(window);
  await sayAndHearAnswer(window, 'What can you do?');

  const conversation = window.getByRole('list', { name: 'Conversation' });
  await expect(conversation.getByText('What can you do?')).toBeVisible();
  await expect(window.getByText(/^Signature right, first line after/)).toBeVisible();
  await picture(window, 'call-live-light');

  await chooseForm(window, 'Table');
  const parts = window.getByRole('region', { name: 'Parts of the wait' }).getByRole('row');
  const taken = await parts.evaluateAll((rows) =>
    rows.map((row) => ({
      name: row.querySelector('th')?.textContent ?? '',
      takes: Number(row.querySelectorAll('td')[3]?.textContent),
    })),
  );
  const total = taken.at(-1)?.takes ?? Number.NaN;
  const sum = taken.slice(1, -1).reduce((all, { takes }) => all + takes, 0);
  expect(taken.map(({ name }) => name)).toContain('First byte');
  expect(taken.map(({ name }) => name)).toContain('Speech');
  expect(sum).toBeCloseTo(total, 2);
  expect(total).toBeGreaterThan(0);

  await window.getByRole('button', { name: 'Hang up' }).click();
  await expect(conversation.getByText(/^The caller hung up/)).toBeVisible();
  const recording = window.getByRole('region', { name: 'Recording' });
  await expect(recording.getByText(/^0:00 \/ 0:\d\d$/)).toBeVisible();
  await recording.getByRole('button', { name: 'Play the recording' }).click();
  await expect(recording.getByText(/^0:(0[1-9]|[1-5]\d) \//)).toBeVisible();
  await chooseForm(window, 'Timeline');
  await picture(window, 'call-ended-light');
});

test('a line said into the answer cuts it, and the window shows what was not heard', async ({
  window,
  app,
  handler,
}) => {
  handler.answerWith((received, response) => {
    if (received.channel !== 'voice' || received.event !== 'agent.message') {
      response.writeHead(200).end();
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({
        text:
          received.data.transcript === 'Stop.'
            ? 'All right.'
            : 'We have two tandems for thirty dollars a day. Helmets are included in the price. You can bring them back until eight in the evening, or the next morning before ten.',
      }),
    );
  });
  await app.api('/webhooks', { url: handler.url });
  await callAndHearGreeting(window);
  await window.getByRole('textbox', { name: 'Line to say' }).fill('Do you rent tandems?');
  await window.keyboard.press('Enter');
  await expect(window.getByText('Agent is speaking')).toBeVisible();
  await expectSound(window);
  await sayAndHearAnswer(window, 'Stop.');
  await expect(window.getByText(/^interrupted after/)).toBeVisible();
  await expect(window.locator('del')).toContainText('before ten.');
  await picture(window, 'call-interrupted-light');
});

test('the keypad reaches the call and the log of the conversation', async ({ window }) => {
  await callAndHearGreeting(window);
  await window.getByRole('button', { name: 'Keypad' }).click();
  await window.getByRole('group', { name: 'Keypad' }).getByRole('button', { name: '5' }).click();
  await expect(window.getByText('Caller pressed 5')).toBeVisible();
});

test('a line can be made audible, and the caller hears the own voice', async ({ window }) => {
  await callAndHearGreeting(window);
  await window.getByRole('checkbox', { name: 'Speak it aloud' }).check();
  await window.getByRole('textbox', { name: 'Line to say' }).fill('Do you open on Sundays?');
  await window.keyboard.press('Enter');
  // Checked in every frame, because between two words the level is 0.
  await window.waitForFunction(() => {
    const meter = document.querySelector('[role="meter"][aria-label="Level of the caller"]');
    return Number(meter?.getAttribute('aria-valuenow')) > 0;
  });
  await expect(window.getByText(/^waited /)).toBeVisible();
});

test('a handler that is down leaves silence, and the window says why', async ({
  window,
  app,
  handler,
}) => {
  await app.api('/webhooks', { url: handler.url });
  await handler.stop();
  await callAndHearGreeting(window);
  await window.getByRole('textbox', { name: 'Line to say' }).fill('Anybody there?');
  await window.keyboard.press('Enter');
  await expect(window.getByText('The caller heard nothing', { exact: true })).toBeVisible();
  await window.getByRole('button', { name: 'See the request' }).click();
  await expect(window.getByText('No answer', { exact: true })).toBeVisible();
  await expect(window.getByText('Agent is listening')).toBeVisible();
  await picture(window, 'handler-down-light');
});

test('several calls at once: each is seen, heard, muted, held and hung up', async ({
  window,
  app,
}) => {
  const { phoneNumber: to } = await app.starterNumber();
  await callAndHearGreeting(window);
  const callIds: string[] = [];
  for (const from of ['+13125550162', '+14165550188']) {
    callIds.push((await app.run('call.place', { from, to })).callId);
  }
  const switcher = window.getByRole('region', { name: 'Live calls' });
  const rows = switcher.getByRole('listitem');
  await expect(rows).toHaveCount(3);
  const shown = switcher.locator('[aria-current="true"]');
  const phone = window.getByRole('region', { name: 'The call', exact: true });
  // The call that was dialled here stays in front; one that comes beside it does not take its place.
  await expect(shown).toContainText('Caller 0147');
  await expect(phone).toContainText('+1 202 555 0147');
  await picture(window, 'calls-several-light');

  await rows.filter({ hasText: 'Caller 0162' }).getByRole('button').first().click();
  await expect(phone).toContainText('+1 312 555 0162');
  await expect(window.getByRole('heading', { level: 1 })).toContainText('Caller 0162');
  await sayAndHearAnswer(window, 'What can you do?');
  await phone.getByRole('button', { name: 'Mute' }).click();
  await expect(phone.getByRole('button', { name: 'Unmute' })).toBeVisible();
  const line = window.getByRole('textbox', { name: 'Line to say' });
  await expect(line).toBeDisabled();
  await expect(line).toHaveAttribute('placeholder', 'Muted: unmute to say something');
  await phone.getByRole('button', { name: 'Hold' }).click();
  await expect(phone.getByText('on hold')).toBeVisible();
  await expect(phone.getByRole('button', { name: 'Keypad' })).toBeDisabled();
  await phone.getByRole('button', { name: 'Resume' }).click();
  await phone.getByRole('button', { name: 'Line: clear' }).click();
  await window.getByRole('menuitem', { name: 'Telephone' }).click();
  await expect(phone.getByRole('button', { name: 'Line: telephone' })).toBeVisible();
  const { phone: asTold } = await app.run('call.get', { callId: callIds[0] ?? '' });
  expect(asTold).toEqual({ muted: true, held: false, line: 'telephone' });

  await switcher.getByRole('button', { name: 'Hang up the call of Caller 0188' }).click();
  await expect(rows).toHaveCount(2);
  await expect(phone).toContainText('+1 312 555 0162');
  await phone.getByRole('button', { name: 'Hang up' }).click();
  await expect(switcher).toBeHidden();
  await expect(phone).toContainText('+1 202 555 0147');
  await phone.getByRole('button', { name: 'Hang up' }).click();

  // Three that are over: one stop of the Tab key, and arrows between them.
  const recent = window.getByRole('listbox', { name: 'Recent calls' });
  await expect(recent.getByRole('option')).toHaveCount(3);
  await expect(recent.locator('[tabindex="0"]')).toHaveCount(1);
  await expect(recent.getByText('just now')).toHaveCount(3);
  await recent.locator('[tabindex="0"]').focus();
  await window.keyboard.press('Home');
  await expect(recent.getByRole('option').first()).toBeFocused();
  await window.keyboard.press('ArrowDown');
  await expect(recent.getByRole('option').nth(1)).toBeFocused();
  await expect(recent.locator('[tabindex="0"]')).toHaveCount(1);
  await window.keyboard.press('End');
  await expect(recent.getByRole('option').last()).toBeFocused();
  await window.keyboard.press('Enter');
  await expect(recent.getByRole('option').last()).toHaveAttribute('aria-selected', 'true');
});
