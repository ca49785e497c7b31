import { expect, hostedAgent, link, openScreen, PROMPT, picture, test } from './hosted-test.ts';

test('a prompt is tried out, changed, run again and compared, and saved', async ({
  window,
  app,
}) => {
  const { id } = await hostedAgent(app);
  await openScreen(window, 'Agents');
  await window.getByRole('tab', { name: 'Playground' }).click();
  await expect(window.getByText(/^No model linked: embedded offline dialogue/)).toBeVisible();
  const talk = window.getByRole('log', { name: 'What was said' });
  const line = window.getByRole('textbox', { name: 'Line to try' });
  await expect(talk.getByText('Harbour Bikes, how can I help?')).toBeVisible();
  await picture(window, 'playground-empty-light');
  for (const [said, answered] of [
    ['What are your opening hours?', 'We are open from nine to six.'],
    ['Do you rent tandems?', 'Yes, we have two tandems.'],
  ] as const) {
    await line.fill(said);
    await window.keyboard.press('Enter');
    await expect(talk.getByText(answered)).toBeVisible();
  }
  await expect(talk.getByText('offline dialogue')).toHaveCount(2);
  await picture(window, 'playground-talk-light');

  const prompt = window.getByRole('textbox', { name: 'Prompt to try' });
  const changed = PROMPT.replace('nine to six', 'ten to four');
  await prompt.fill(changed);
  await expect(window.getByText('not saved')).toBeVisible();
  await window.getByRole('button', { name: 'Run the same 2 lines again' }).click();
  const comparison = window.getByRole('region', { name: 'Comparison' });
  const hours = comparison.getByRole('region', { name: /opening hours/ });
  await expect(hours.locator('mark')).toHaveText(['nine', 'six.', 'ten', 'four.']);
  await expect(
    comparison.getByRole('region', { name: /tandems/ }).getByText('the same answer'),
  ).toBeVisible();
  await expect(comparison.getByText('Changed in the prompt')).toBeVisible();
  await picture(window, 'playground-compare-light');

  await window.getByRole('button', { name: 'Save to the agent' }).click();
  await expect(window.getByText('not saved')).toBeHidden();
  await expect
    .poll(() => app.api(`/agents/${id}`, undefined, 'GET'))
    .toMatchObject({
      systemPrompt: changed,
    });
  await openScreen(window, 'Messages');
  await openScreen(window, 'Agents');
  await expect(comparison).toBeVisible();
});

test('a linked model is tried with tokens, tools and variables; its refusal is told', async ({
  window,
  app,
  models,
}) => {
  await link(app, models);
  await hostedAgent(app, {
    systemPrompt: 'You are kind. The guest is {{guest}}.',
    beginMessage: 'Good morning, {{guest}}.',
  });
  await openScreen(window, 'Agents');
  await window.getByRole('tab', { name: 'Playground' }).click();
  const talk = window.getByRole('log', { name: 'What was said' });
  await window.getByRole('textbox', { name: '{{guest}}' }).fill('Ines');
  await expect(talk.getByText('Good morning, Ines.')).toBeVisible();
  models.nextText('Your table ', 'is ready.');
  const line = window.getByRole('textbox', { name: 'Line to try' });
  await line.fill('Is my table ready?');
  await window.keyboard.press('Enter');
  await expect(talk.getByText('Your table is ready.')).toBeVisible();
  await expect(talk.getByText('20 + 5 tokens')).toBeVisible();
  await expect(talk.getByText(/^first text \d/)).toBeVisible();
  const told = JSON.stringify(models.last.body.messages);
  expect(told).toContain('The guest is Ines.');
  expect(told).toContain('Good morning, Ines.');

  models.answer = () => ({ status: 429, body: { error: { message: 'Slow down.' } } });
  await line.fill('And now?');
  await window.keyboard.press('Enter');
  await expect(talk.getByRole('alert')).toBeVisible();
  await picture(window, 'playground-failed-light');
  await talk.getByRole('button', { name: 'Open the settings' }).click();
  await expect(window.getByRole('form', { name: 'Language model' })).toBeVisible();
});

test('an agent behind a webhook has no prompt to try, and the way to one', async ({ window }) => {
  await openScreen(window, 'Agents');
  await window.getByRole('tab', { name: 'Playground' }).click();
  await expect(window.getByText('Your webhook answers for this agent')).toBeVisible();
  await picture(window, 'playground-webhook-light');
  await window.getByRole('button', { name: 'Make it hosted…' }).click();
  await expect(window.getByRole('textbox', { name: 'System prompt' })).toBeVisible();
  await expect(window.getByText('1 unsaved change')).toBeVisible();
});
