import type { Page } from '@playwright/test';
import { eachLook } from '../window/window-looks.ts';
import { chooseForm } from '../window/window-test.ts';
import {
  callAndHearGreeting,
  dayTool,
  expect,
  hostedAgent,
  link,
  picture,
  sayAndHearAnswer,
  test,
} from './hosted-test.ts';

const seen = (window: Page) => window.getByRole('region', { name: 'What the model saw' });

test('what the model saw for a turn is read at the turn, request by request, and copied', async ({
  window,
  app,
  models,
  handler,
}) => {
  handler.answerWith((_received, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{"free": true, "bicycles": 4}');
  });
  await link(app, models);
  await hostedAgent(app, { customTools: [dayTool(handler.url)] });
  await callAndHearGreeting(window);
  models.next(
    { steps: [{ tool: 'check_day', args: { day: 'Sunday' } }] },
    { steps: [{ text: 'Sunday is free, we have four.' }] },
  );
  await sayAndHearAnswer(window, 'Is Sunday free?');
  await window.getByRole('button', { name: 'What the model saw' }).click();

  const first = seen(window).getByRole('article', { name: 'Request 1 of 2' });
  const [unfold, copy] = await Promise.all(
    ['Unfold all', 'Copy the body as JSON'].map((name) =>
      first.getByRole('button', { name }).boundingBox(),
    ),
  );
  expect(Math.abs((unfold?.y ?? 0) - (copy?.y ?? 99)), 'in one row').toBeLessThan(8);
  await expect(first.getByText('Is Sunday free?').last()).toBeVisible();
  const prompt = first.locator('pre', { hasText: /^You are the front desk of Harbour Bikes/ });
  await expect(prompt).toBeHidden();
  await first.getByRole('button', { name: 'Unfold all' }).click();
  await expect(prompt).toBeVisible();
  await expect(first.getByText('Tells whether a bicycle is free.')).toBeVisible();
  await first.getByRole('button', { name: 'Fold all' }).click();
  await expect(prompt).toBeHidden();
  await expect(first.getByText('20 tokens in, 5 out')).toBeVisible();
  await expect(first.getByText(/^first token after/)).toBeVisible();
  await expect(first.getByText('finish: tool_calls')).toBeVisible();
  const cameBack = first.getByRole('region', { name: 'What came back' });
  await expect(cameBack.getByText('Calls check_day')).toBeVisible();
  const offered = first.getByText(/tools offered$/);
  await expect(first.getByText('Tells whether a bicycle is free.')).toBeHidden();
  await offered.click();
  await expect(first.getByText('Tells whether a bicycle is free.')).toBeVisible();

  const second = seen(window).getByRole('article', { name: 'Request 2 of 2' });
  await expect(second.getByText(/^The same 4 messages as in the request before/)).toBeVisible();
  await expect(second.getByText('check_day answered', { exact: true })).toBeVisible();
  await expect(second.getByText('"bicycles"', { exact: true })).toBeVisible();
  await expect(second.getByText('Sunday is free, we have four.')).toBeVisible();

  await window.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await second.getByRole('button', { name: 'Copy the body as JSON' }).click();
  await expect(second.getByRole('button', { name: 'Copied' })).toBeVisible();
  const copied = await window.evaluate(() => navigator.clipboard.readText());
  expect(JSON.parse(copied)).toEqual(models.last.body);
  expect(await window.content()).not.toContain('key-of-a-test');

  await expect(window).toHaveURL(/#\/calls\/call_\w+\/turns\/1\?form=model/);
  await window.getByRole('button', { name: 'Hang up' }).click();
  await window.reload();
  await expect(seen(window).getByText('Sunday is free, we have four.')).toBeVisible();
});

test('an answer that was never complete is told, and one without a model too', async ({
  window,
  app,
  models,
}) => {
  await link(app, models);
  await hostedAgent(app);
  await callAndHearGreeting(window);
  await chooseForm(window, 'Model');
  await expect(seen(window).getByText('No model was asked for this turn')).toBeVisible();
  models.next({ status: 401, body: { error: { message: 'Incorrect API key.' } } });
  await sayAndHearAnswer(window, 'Are you there?');
  await expect(seen(window).getByText(/refused the API key \(401\)/)).toBeVisible();
  await expect(seen(window).getByText('failed', { exact: true })).toBeVisible();
  await window.getByRole('button', { name: 'Hang up' }).click();

  await app.run('engines.set', { llm: { kind: 'offline' } });
  await callAndHearGreeting(window);
  await sayAndHearAnswer(window, 'Do you rent tandems?');
  await expect(seen(window).getByText('no model linked')).toBeVisible();
  await expect(seen(window).getByText(/^Nothing was sent/)).toBeVisible();
  await expect(seen(window).getByText('Yes, we have two tandems.').last()).toBeVisible();
});

test('a call that a webhook answers says where its request is', async ({ window }) => {
  await callAndHearGreeting(window);
  await sayAndHearAnswer(window, 'Hello?');
  await chooseForm(window, 'Model');
  await expect(seen(window).getByText('Your webhook answers this call, not a model')).toBeVisible();
  await seen(window).getByRole('button', { name: 'See the request' }).click();
  await expect(window.getByRole('article', { name: 'Delivery' })).toBeVisible();
});

test('what the model saw fits', async ({ window, app, models }) => {
  const unbroken = 'unbroken'.repeat(60);
  await link(app, models);
  await hostedAgent(app, {
    systemPrompt: `You are the front desk.\n${unbroken}\n${'A long rule. '.repeat(60)}`,
    customTools: [dayTool('http://127.0.0.1:9/')],
  });
  await callAndHearGreeting(window);
  models.next(
    { steps: [{ tool: 'check_day', args: { day: unbroken } }] },
    { steps: [{ text: 'I cannot look that up.' }] },
  );
  await sayAndHearAnswer(window, `Is Sunday free? ${unbroken}`);
  await window.getByRole('button', { name: 'What the model saw' }).click();
  const view = seen(window);
  await expect(view.getByText('I cannot look that up.')).toBeVisible();
  await eachLook(window, async (look) => {
    await expect
      .poll(() => view.evaluate((element) => element.scrollWidth - element.clientWidth))
      .toBeLessThanOrEqual(0);
    await picture(window, `model-saw-${look}`);
    await view.getByText('I cannot look that up.').scrollIntoViewIfNeeded();
    await picture(window, `model-saw-end-${look}`);
  });
});
