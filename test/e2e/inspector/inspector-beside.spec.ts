import type { Locator } from '@playwright/test';
import { expect, picture, test } from '../window/window-test.ts';

const FROM = '+12025550147';
/** A line of a body, as high as the code face makes it. */
const BODY_LINE_PX = 18;

test.describe('beside a call', () => {
  // The pane is about 376 px wide and 600 px high then.
  test.use({ viewport: { width: 1280, height: 1000 } });

  test('four rows, the verdict, every tab and eight lines of a body have room, and silence is red', async ({
    window,
    app,
    handler,
  }) => {
    const { phoneNumber: to } = await app.starterNumber();
    await app.api('/webhooks', { url: handler.url });
    handler.answerWith(({ channel, event }, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(channel === 'voice' && event === 'agent.message' ? '{"text": "Hello, ' : '{}');
    });
    const { callId } = await app.run('call.place', { from: FROM, to });
    await app.run('call.waitFor', { callId, event: 'greeted' });
    await app.run('call.say', { callId, text: 'When are you open?' });
    await expect
      .poll(async () => (await app.run('delivery.list', { filter: 'status:silent' })).total)
      .toBe(1);
    await app.run('call.hangUp', { callId });
    // Another call, and texts: the newest of anything is not of the first call.
    const second = await app.run('call.place', { from: '+13125550162', to });
    await app.run('call.waitFor', { callId: second.callId, event: 'greeted' });
    await app.run('call.hangUp', { callId: second.callId });
    for (const body of ['one', 'two', 'three']) {
      await app.run('text.receive', { from: FROM, to, body });
    }
    const inspector = window.getByRole('complementary', { name: 'Webhook inspector' });
    const tree = inspector.getByRole('tree', { name: 'Deliveries' });
    const rows = tree.getByRole('treeitem');
    await expect(rows).toHaveCount(6);

    // The old call brings its own last delivery, and can be looked at alone.
    await window.getByRole('option', { name: /0147/ }).click();
    const chosen = tree.locator('[aria-selected="true"]');
    await expect(chosen).toContainText('agent.call_ended');
    await inspector.getByRole('button', { name: 'This call only' }).click();
    await expect(rows).toHaveCount(2);
    const silent = rows.filter({ hasText: '“When are you open?”' });
    await expect(silent).toContainText('200 · silent');
    await expect(silent.locator('[data-tone="bad"]').first()).toBeVisible();
    await silent.click();
    const detail = inspector.getByRole('article', { name: 'Delivery' });
    await expect(detail.getByText('200, and the caller heard nothing')).toBeVisible();
    await inspector.getByRole('button', { name: 'This call only' }).click();
    await expect(rows).toHaveCount(6);

    await rows.filter({ hasText: 'agent.call_ended' }).last().click();
    await detail.getByRole('tab', { name: 'Request' }).click();
    const body = detail.getByRole('tree', { name: 'Body' });
    await expect(body).toBeVisible();
    await picture(window, 'inspector-beside');
    const list = await box(inspector.getByRole('tree', { name: 'Deliveries' }));
    const [first, next] = [await box(rows.first()), await box(rows.nth(1))];
    expect(list.height).toBeGreaterThanOrEqual(4 * (next.y - first.y));
    // One line for the verdict, the names of the tabs in one row, one row of actions.
    expect((await box(detail.getByRole('status').first())).height).toBeLessThan(40);
    const foot = await box(detail.getByRole('contentinfo').or(detail.locator('footer')).first());
    expect(foot.height).toBeLessThan(52);
    const top = (await box(body)).y;
    expect(foot.y - top).toBeGreaterThanOrEqual(8 * BODY_LINE_PX);
    const names = await detail.getByRole('tab').allInnerTexts();
    expect(names[1]).toBe('Why?');
    await detail
      .getByRole('tablist')
      .locator('..')
      .getByRole('button', { name: 'More' })
      .press('Enter');
    names.push(...(await window.getByRole('menuitem').allInnerTexts()));
    expect(names.toSorted()).toEqual(
      ['Request', 'Why?', 'Answer', 'Signature', 'Timing', 'Attempts 1', 'Compare'].toSorted(),
    );
    await window.keyboard.press('End');
    await window.keyboard.press('Enter');
    await expect(detail.getByRole('tab', { name: 'Compare' })).toHaveAttribute(
      'aria-selected',
      'true',
    );
  });
});

async function box(element: Locator) {
  const found = await element.boundingBox();
  if (found === null) throw new Error('It is not on the screen.');
  return found;
}

test('who waits behind a hung handler says for which delivery', async ({
  window,
  app,
  handler,
}) => {
  const { phoneNumber: to } = await app.starterNumber();
  await app.api('/webhooks', { url: handler.url });
  const hung: (() => void)[] = [];
  handler.answerWith((_received, response) => {
    hung.push(() => response.writeHead(200).end());
  });
  await app.run('text.receive', { from: FROM, to, body: 'the first hangs' });
  await expect.poll(() => hung.length).toBe(1);
  await app.run('text.receive', { from: FROM, to, body: 'the second waits' });
  await window
    .getByRole('navigation', { name: 'Screens' })
    .getByRole('button', { name: 'Webhooks' })
    .click();
  const rows = window.getByRole('tree', { name: 'Deliveries' }).getByRole('treeitem');
  await expect(rows.first()).toContainText('waits for Caller 0147 “the first hangs”');
  const detail = window.getByRole('article', { name: 'Delivery' });
  await expect(detail.getByText(/^Waits for/).first()).toContainText('“the first hangs”, sending');
  await picture(window, 'inspector-waits');
  await detail.getByRole('button', { name: 'Show it' }).first().click();
  await expect(rows.nth(1)).toHaveAttribute('aria-selected', 'true');
  for (const answer of hung) answer();
  await expect.poll(() => hung.length).toBe(2);
  await expect(rows.first()).not.toContainText('waits for');
  for (const answer of hung.slice(1)) answer();
});

test('several are replayed, menus open by key, and filters have names', async ({
  window,
  app,
  handler,
}) => {
  const { phoneNumber: to } = await app.starterNumber();
  await app.api('/webhooks', { url: handler.url });
  for (const body of ['one', 'two', 'three']) {
    await app.run('text.receive', { from: FROM, to, body });
  }
  await expect.poll(() => handler.received.length).toBe(3);
  await window
    .getByRole('navigation', { name: 'Screens' })
    .getByRole('button', { name: 'Webhooks' })
    .click();
  const tree = window.getByRole('tree', { name: 'Deliveries' });
  const rows = tree.getByRole('treeitem');
  await expect(rows).toHaveCount(3);
  await rows.first().click();
  await tree.focus();
  await window.keyboard.press('Shift+ArrowDown');
  await window.keyboard.press('Shift+ArrowDown');
  await expect(window.getByRole('toolbar', { name: 'Chosen deliveries' })).toContainText(
    '3 chosen',
  );
  await rows.nth(1).click({ modifiers: ['ControlOrMeta'] });
  await expect(window.getByRole('toolbar', { name: 'Chosen deliveries' })).toContainText(
    '2 chosen',
  );
  await expect(rows.nth(1)).toHaveAttribute('aria-selected', 'false');
  await picture(window, 'inspector-several');
  await window.getByRole('button', { name: 'Replay 2' }).click();
  await expect
    .poll(() => handler.received.map(({ data }) => data.message).slice(3))
    .toEqual(['one', 'three']);
  await expect(rows).toHaveCount(5);

  // The menu key, at the active row.
  await rows.last().click();
  await tree.focus();
  await window.keyboard.press('ContextMenu');
  const menu = window.getByRole('menu');
  await expect(menu.getByRole('menuitem', { name: 'Copy as curl' })).toBeVisible();
  await picture(window, 'inspector-row-menu');
  await menu.getByRole('menuitem', { name: 'Caller 0147' }).press('Enter');
  const filter = window.getByRole('combobox', { name: 'Filter deliveries' });
  await expect(filter).toHaveValue(`caller:${FROM}`);
  await expect(rows).toHaveCount(5);

  // A filter gets a name, and is there after a reload.
  await filter.fill('three');
  await expect(rows).toHaveCount(2);
  await expect(window.getByText('Not in the list: the filter leaves it out.')).toBeVisible();
  await window.getByRole('button', { name: 'Saved filters' }).click();
  await window.getByRole('menuitem', { name: 'Save this filter…' }).click();
  const dialog = window.getByRole('dialog', { name: 'Saved filters' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('The third');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await window.reload();
  await window.getByRole('button', { name: 'Saved filters' }).click();
  await window.getByRole('menuitem', { name: /^The third/ }).click();
  await expect(rows).toHaveCount(2);

  // A word that no delivery can have is explained, and its red goes with it.
  await filter.fill('status:faild');
  await expect(filter).toHaveAttribute('aria-invalid', 'true');
  await expect(window.getByText(/Did you mean "failed"\?/).first()).toBeVisible();
  await window.getByRole('button', { name: 'Clear the filter' }).first().click();
  await expect(filter).toHaveAttribute('aria-invalid', 'false');
  await window.getByRole('button', { name: 'Bring it back' }).click();
  await expect(filter).toHaveValue('status:faild');
});
