import { expectSound } from '../window/played-sound.ts';
import {
  callAndHearGreeting,
  dayTool,
  expect,
  hostedAgent,
  link,
  openScreen,
  picture,
  sayAndHearAnswer,
  test,
} from './hosted-test.ts';

test('an agent made in the window holds a whole call without a model, and says so', async ({
  window,
}) => {
  await openScreen(window, 'Agents');
  await window.getByRole('button', { name: 'New agent' }).click();
  const form = window.getByRole('form', { name: 'New agent' });
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill('Harbour Bikes');
  await form.getByRole('button', { name: 'Fill in an example' }).click();
  await form.getByRole('button', { name: /^Make the agent/ }).click();
  await window.getByRole('button', { name: 'Give it a number' }).click();
  await window.getByRole('menuitem', { name: 'Buy one…' }).click();
  await window.getByRole('dialog').getByRole('button', { name: 'Buy it' }).click();
  await window.getByRole('button', { name: 'Call it' }).click();

  await expect(window.getByText(/^A hosted model answers its calls/)).toBeVisible();
  await callAndHearGreeting(window);
  const conversation = window.getByRole('list', { name: 'Conversation' });
  await expect(conversation.getByText('Harbour Bikes, how can I help?')).toBeVisible();
  await expect(window.getByText('No model linked: embedded offline dialogue')).toBeVisible();
  await expect(window.getByText('Offline dialogue', { exact: true })).toBeVisible();
  await sayAndHearAnswer(window, 'Do you rent tandems?');
  await expect(conversation.getByText('Yes, we have two tandems')).toBeVisible();
  await sayAndHearAnswer(window, 'Can you repair a saddle?');
  await expect(conversation.getByText(/no language model is linked/)).toBeVisible();
  await picture(window, 'hosted-offline-light');
  await window.getByRole('textbox', { name: 'Line to say' }).fill('Thank you, goodbye.');
  await window.keyboard.press('Enter');
  await expect(conversation.getByText(/^The agent hung up/)).toBeVisible({ timeout: 20_000 });
  await window.getByRole('button', { name: 'Link a model' }).click();
  await expect(window.getByRole('heading', { name: 'Settings' })).toBeVisible();
});

test('a model leads the call, its tool is a line of it, and its tokens are counted', async ({
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
  await hostedAgent(app, {
    customTools: [dayTool(handler.url)],
  });
  await callAndHearGreeting(window);
  models.next(
    { steps: [{ tool: 'check_day', args: { day: 'Sunday' } }] },
    { steps: [{ text: 'Sunday is ' }, { text: 'free, we have four.' }] },
  );
  await sayAndHearAnswer(window, 'Is Sunday free?');
  const conversation = window.getByRole('list', { name: 'Conversation' });
  await expect(conversation.getByText('Sunday is free, we have four.')).toBeVisible();
  const tool = conversation.getByText('check_day(day: "Sunday")');
  await expect(tool).toBeVisible();
  await expect(conversation.getByText('ok 200')).toBeVisible();
  await tool.click();
  await expect(conversation.getByText('"bicycles": 4')).toBeVisible();
  await expect(window.getByText(/^Hosted by test-model/)).toContainText('40 tokens in, 10 out');
  await expect(window.getByText('Hosted · test-model')).toBeVisible();
  expect(handler.received).toMatchObject([{ name: 'check_day', args: { day: 'Sunday' } }]);
  await picture(window, 'hosted-tool-light');
  await window.getByRole('button', { name: 'Hang up' }).click();
  await expect(window.getByText('agent.call_ended').first()).toBeVisible();
  await conversation.getByRole('button', { name: 'See the request' }).click();
  await expect(window.getByText(/^Your tool answered 200 after/)).toBeVisible();
});

test('a model that cannot be reached is told in the call, with the way to the settings', async ({
  window,
  app,
  models,
}) => {
  await link(app, models);
  await hostedAgent(app);
  models.answer = () => ({ status: 401, body: { error: { message: 'Incorrect API key.' } } });
  await callAndHearGreeting(window);
  await window.getByRole('textbox', { name: 'Line to say' }).fill('Are you there?');
  await window.keyboard.press('Enter');
  await expectSound(window, 'the apology is heard');
  const conversation = window.getByRole('list', { name: 'Conversation' });
  await expect(conversation.getByText(/refused the API key \(401\)/)).toBeVisible();
  await picture(window, 'hosted-failed-light');
  await conversation.getByRole('button', { name: 'Open the settings' }).click();
  await expect(window.getByRole('form', { name: 'Language model' })).toBeVisible();
});

test('a model server is linked and tried in the settings, and its key is never shown again', async ({
  window,
  app,
  models,
}) => {
  models.key = 'key-of-a-test';
  await openScreen(window, 'Settings');
  const form = window.getByRole('form', { name: 'Language model' });
  await expect(form.getByText('offline dialogue', { exact: true })).toBeVisible();
  await form.getByRole('combobox', { name: 'Language model' }).click();
  await window.getByRole('option', { name: 'OpenAI, or a server like it' }).click();
  await form.getByRole('textbox', { name: 'Model server address' }).fill(models.url);
  await form.getByLabel('Model API key').fill('a-wrong-key');
  await form.getByLabel('Turbo model').fill('small-model');
  await form.getByLabel('Balanced model').fill('test-model');
  await form.getByLabel('Max model').fill('test-model');
  await form.getByRole('button', { name: 'Save' }).click();
  const test = window.getByRole('button', { name: 'Test connection' });
  await test.click();
  await expect(window.getByText('failed', { exact: true })).toHaveCount(2);
  await form.getByLabel('Model API key').fill('key-of-a-test');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByLabel('Model API key')).toHaveAttribute(
    'placeholder',
    'kept; type to replace it',
  );
  await test.click();
  await expect(window.getByText('works', { exact: true })).toHaveCount(2);
  await expect(window.getByText(/^first token after \d/)).toHaveCount(2);
  expect(models.chats.map(({ body }) => body.model).slice(-2)).toEqual([
    'small-model',
    'test-model',
  ]);
  expect(await window.content()).not.toContain('key-of-a-test');
  await expect
    .poll(async () => (await app.run('engines.get', {})).llm)
    .toMatchObject({
      hasApiKey: true,
      models: { turbo: 'small-model', balanced: 'test-model', max: 'test-model' },
    });
  await picture(window, 'settings-model-light');
  await window.getByRole('radio', { name: 'The model' }).click();
  await expect.poll(async () => (await app.run('settings.get', {})).callAnalysis).toBe('model');
});

test('a model server that runs on this computer is offered and taken with one click', async ({
  window,
  app,
  models,
}) => {
  // The default port may be in use on this machine, so only the discovery is replaced.
  await window.route('**/control/operations/engines.discover', (route) =>
    route.fulfill({
      json: { items: [{ name: 'Ollama', baseUrl: models.url, models: ['llama3.2', 'qwen3'] }] },
    }),
  );
  await openScreen(window, 'Settings');
  await window.getByRole('combobox', { name: 'Model of Ollama' }).click();
  await window.getByRole('option', { name: 'qwen3' }).click();
  await window.getByRole('button', { name: 'Use it' }).first().click();
  await expect(window.getByText('in use')).toBeVisible();
  await expect(window.getByRole('combobox', { name: 'Model of Ollama' })).toHaveText('qwen3');
  await window.getByRole('button', { name: 'Test connection' }).click();
  await expect(window.getByText('works', { exact: true })).toBeVisible();
  expect(models.last.body.model).toBe('qwen3');
  await expect
    .poll(async () => (await app.run('engines.get', {})).llm)
    .toMatchObject({
      kind: 'openai',
      baseUrl: models.url,
      models: { turbo: 'qwen3', balanced: 'qwen3', max: 'qwen3' },
    });
  await picture(window, 'settings-found-light');
});
