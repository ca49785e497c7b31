import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import type { AppProcess } from './window/app-process.ts';
import { geometryFaults } from './window/geometry.ts';
import { callAndHearGreeting, expect, picture, test } from './window/window-test.ts';

/** What holds for every screen: addresses, panes, keys, and a connection that comes back. */
const hashOf = (page: Page) => new URL(page.url()).hash;
const screens = (page: Page) => page.getByRole('navigation', { name: 'Screens' });
const inspector = (page: Page) => page.getByRole('complementary', { name: 'Webhook inspector' });

const conversation = (page: Page) => page.getByLabel('Conversation', { exact: true });

/** A call of one turn that is over; its id. */
async function finishedCall(app: AppProcess): Promise<string> {
  const { phoneNumber: to } = await app.starterNumber();
  // On a frozen clock, speech takes no real time.
  await app.run('clock.freeze', {});
  const { callId } = await app.run('call.place', { from: '+12025550147', to });
  await app.run('call.waitFor', { callId, event: 'greeted' });
  const { turnIndex } = await app.run('call.say', { callId, text: 'Do you open on Sundays?' });
  if (turnIndex === null) throw new Error('The line was not said.');
  await app.run('call.waitFor', { callId, event: 'agentTurn', turn: turnIndex });
  await app.run('call.hangUp', { callId });
  await app.run('call.waitFor', { callId, event: 'ended' });
  await app.run('clock.resume', {});
  return callId;
}

async function boxOf(place: Locator) {
  const box = await place.boundingBox();
  if (box === null) throw new Error('It is not on the page.');
  return box;
}

test('every place has an address: Back, Forward, reload and a link lead to it', async ({
  window,
  app,
}) => {
  const callId = await finishedCall(app);
  await window.getByRole('option', { name: /Front desk/ }).click();
  // Its last delivery is chosen with it.
  await expect.poll(() => hashOf(window)).toMatch(`#/calls/${callId}?delivery=`);
  await window.getByRole('button', { name: /^waited / }).click();
  await expect.poll(() => hashOf(window)).toMatch(`#/calls/${callId}/turns/1?delivery=`);

  await screens(window).getByRole('button', { name: 'Webhooks' }).click();
  await window.getByRole('tab', { name: 'Why?' }).click();
  const filter = window.getByRole('combobox', { name: 'Filter deliveries' });
  await filter.fill('channel:voice');
  const found = /^#\/webhooks\/dlv_\w+\?tab=why&filter=channel%3Avoice$/;
  await expect.poll(() => hashOf(window)).toMatch(found);
  const webhooks = hashOf(window);

  // A filter is one step, however many letters it has.
  await window.goBack();
  await expect(filter).toHaveValue('');
  await expect(window.getByRole('tab', { name: 'Why?' })).toHaveAttribute('aria-selected', 'true');
  await window.goForward();
  await expect(filter).toHaveValue('channel:voice');
  await window.reload();
  await expect(filter).toHaveValue('channel:voice');
  await expect(window.getByRole('tab', { name: 'Why?' })).toHaveAttribute('aria-selected', 'true');
  expect(hashOf(window)).toBe(webhooks);

  await filter.blur();
  await window.keyboard.press('y');
  const link = await window.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(`${app.ready.control}/${webhooks}`);
  await screens(window).getByRole('button', { name: 'Settings' }).click();
  await window.goto(link);
  await expect(filter).toHaveValue('channel:voice');

  await window.goto(`${app.ready.control}/#/calls/call_gone?token=secret`);
  await expect(window.getByText('This call is gone')).toBeVisible();
  expect(hashOf(window)).toBe('#/calls/call_gone');
  await window.goto(`${app.ready.control}/#/agents/agt_gone`);
  await expect(window.getByText('This agent is gone')).toBeVisible();
  await window.goto(`${app.ready.control}/#/messages/conv_gone`);
  await expect(window.getByText('This thread is not here')).toBeVisible();
  await window.goto(`${app.ready.control}/#/%zz`);
  await expect(window.getByText('This address leads nowhere', { exact: false })).toHaveCount(2);
  expect(hashOf(window)).toBe('#/messages/conv_gone');
});

test.describe('in a small window', () => {
  test.use({ viewport: { width: 900, height: 600 } });

  test('a message covers no control, on no screen and in no dialog', async ({ window, app }) => {
    await finishedCall(app);
    const message = window.getByText('This address leads nowhere in AgentPhone.', { exact: true });
    for (const name of ['Phone', 'Messages', 'Webhooks', 'Agents', 'Numbers', 'Settings']) {
      await screens(window).getByRole('button', { name }).click();
      await window.goto(`${app.ready.control}/#/%zz`);
      await expect(message).toBeVisible();
      expect(await geometryFaults(window), name).toEqual([]);
      await picture(window, `frame-message-${name.toLowerCase()}`);
    }
    await window.getByRole('button', { name: 'Change… Plan' }).click();
    await expect(window.getByLabel('Number allowance')).toBeVisible();
    await window.goto(`${app.ready.control}/#/%zz`);
    await expect(message).toBeVisible();
    expect(await geometryFaults(window), 'the dialog').toEqual([]);
    await picture(window, 'frame-message-dialog');
  });
});

test('panes are sized by hand and by keys, within the window, and stay so', async ({
  window,
  app,
}) => {
  await finishedCall(app);
  await window.getByRole('option', { name: /Front desk/ }).click();
  const edge = (name: string) => window.getByRole('separator', { name });
  const size = async (name: string) => Number(await edge(name).getAttribute('aria-valuenow'));
  expect(await size('Height: Timeline')).toBeLessThanOrEqual(300);

  const phone = await size('Width: Phone');
  await edge('Width: Phone').focus();
  await window.keyboard.press('ArrowRight');
  await window.keyboard.press('Shift+ArrowRight');
  await expect.poll(() => size('Width: Phone')).toBe(phone + 80);
  await window.keyboard.press('End');
  const { width } = await boxOf(conversation(window));
  expect(width).toBeGreaterThanOrEqual(300);
  await window.keyboard.press('Enter');
  await expect.poll(() => size('Width: Phone')).toBe(phone);

  const webhooks = await size('Width: Webhooks');
  const grip = await boxOf(edge('Width: Webhooks'));
  await window.mouse.move(grip.x + 4, grip.y + 200);
  await window.mouse.down();
  await window.mouse.move(grip.x - 56, grip.y + 200, { steps: 4 });
  await window.mouse.up();
  await expect.poll(() => size('Width: Webhooks')).toBe(webhooks + 60);
  expect((await boxOf(inspector(window))).width).toBeCloseTo(webhooks + 60, -1);

  await window.reload();
  await expect.poll(() => size('Width: Webhooks')).toBe(webhooks + 60);
  await edge('Width: Webhooks').focus();
  await window.keyboard.press('Home');
  await expect.poll(() => size('Width: Webhooks')).toBeLessThan(webhooks);
  await expect(inspector(window).getByRole('button', { name: 'More to do with it' })).toBeVisible();
  expect(await geometryFaults(window), 'at its narrowest').toEqual([]);
  await edge('Width: Webhooks').dblclick();
  await expect.poll(() => size('Width: Webhooks')).toBe(webhooks);
});

test('one pane at a time at 640 × 400, and nothing that cannot be reached', async ({
  window,
  app,
}) => {
  await finishedCall(app);
  await window.getByRole('option', { name: /Front desk/ }).click();
  await window.setViewportSize({ width: 640, height: 400 });
  const pane = (name: string) => window.getByRole('radio', { name, exact: true });
  const whole = async (place: Locator, least: number) => {
    const box = await boxOf(place);
    expect(box.height).toBeGreaterThanOrEqual(least);
    expect(box.x + box.width).toBeLessThanOrEqual(640);
    expect(box.y + box.height).toBeLessThanOrEqual(400);
  };
  await expect(pane('Call')).toBeChecked();
  await whole(conversation(window), 100);
  await picture(window, 'frame-640-call');
  await pane('Timeline').click();
  await whole(window.getByRole('region', { name: 'Timeline', exact: true }), 300);
  await pane('Webhooks').click();
  await whole(inspector(window), 300);
  await inspector(window)
    .getByRole('button', { name: 'Replay', exact: false })
    .first()
    .scrollIntoViewIfNeeded();
  await expect(inspector(window).getByRole('tab', { name: 'Answer' })).toBeInViewport();
  await picture(window, 'frame-640-webhooks');
  await pane('Phone').click();
  await expect(window.getByRole('button', { name: 'Call', exact: true })).toBeInViewport();
  expect(hashOf(window)).toContain('pane=list');
});

test('keys lead everywhere, and what was half written is still there', async ({ window, app }) => {
  const { phoneNumber: from } = await app.starterNumber();
  await window.keyboard.press('g');
  await window.keyboard.press('m');
  await expect(window.getByRole('heading', { name: 'Conversations' })).toBeVisible();
  const box = window.getByRole('textbox', { name: 'Message' });
  await box.fill('half a text');
  // Who writes means the letters.
  await box.press('g');
  await box.press('?');
  await expect(box).toHaveValue('half a textg?');
  await box.blur();
  for (const [key, heading] of [
    ['s', 'Settings'],
    ['n', 'Numbers'],
  ] as const) {
    await window.keyboard.press('g');
    await window.keyboard.press(key);
    await expect(window.getByRole('heading', { name: heading, level: 1 })).toBeVisible();
    await window.keyboard.press('?');
    const keys = window.getByRole('dialog', { name: 'Keys' });
    await expect(keys.getByRole('region', { name: 'Timeline' })).toContainText('Zoom in and out');
    await picture(window, 'frame-keys');
    await window.keyboard.press('Escape');
    await expect(keys).toBeHidden();
  }

  // What comes while nobody looks is marked.
  const { conversationId } = await app.run('text.receive', {
    from: '+13125550162',
    to: from,
    body: 'Are you open?',
  });
  const messages = screens(window).getByRole('button', { name: 'Messages' });
  await expect(messages).toContainText('1 new text');
  await expect(window).toHaveTitle('(1) AgentPhone Desktop');
  await picture(window, 'frame-unread');
  await messages.click();
  await expect(box).toHaveValue('half a textg?');
  await expect(messages).toContainText('1 new text');
  await window.goto(`${app.ready.control}/#/messages/${conversationId}`);
  await expect(messages).not.toContainText('new text');
  await expect(window).toHaveTitle('AgentPhone Desktop');

  await window.keyboard.press('g');
  await window.keyboard.press('p');
  await callAndHearGreeting(window);
  await window.getByRole('button', { name: 'Hang up' }).press('Enter');
  await expect(window.getByRole('button', { name: 'Call', exact: true })).toBeFocused();
});

test('a restart is healed in the open window, and another folder is told apart', async ({
  window,
  app,
}) => {
  await callAndHearGreeting(window);
  const timer = window.getByRole('timer');
  const alert = window.getByRole('alert');
  await app.end();
  await expect(alert).toContainText('Disconnected since');
  const stopped = await timer.textContent();
  await picture(window, 'frame-disconnected');
  const again = await app.startAgain();
  try {
    await expect(alert).toHaveCount(0);
    // The call ended with the app, and the window knows.
    await expect(timer).toBeHidden();
    await expect(window.getByText('The app was restarted during the call').first()).toBeVisible();
    expect(stopped).toMatch(/^\d+:\d\d$/);
    const { phoneNumber: to } = await again.starterNumber();
    await again.run('text.receive', { from: '+12025550147', to, body: 'Hello again' });
    await expect(screens(window).getByRole('button', { name: 'Messages' })).toContainText('new');
  } finally {
    await again.end();
  }
  const other = await again.startAgain(mkdtempSync(join(tmpdir(), 'agentphone-e2e-')));
  try {
    await expect(alert).toContainText('does not know this window');
    await expect(alert).toContainText('Open the window anew');
    await picture(window, 'frame-not-known');
    await window.goto(other.ready.windowUrl);
    await expect(alert).toHaveCount(0);
    await expect(screens(window)).toBeVisible();
  } finally {
    await other.stop();
  }
});
