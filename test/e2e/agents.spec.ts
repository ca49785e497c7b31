import type { Page } from '@playwright/test';
import type { Agent } from '../../common/contract/index.ts';
import { expect, picture, test } from './window/window-test.ts';

async function openAgents(window: Page): Promise<void> {
  await window
    .getByRole('navigation', { name: 'Screens' })
    .getByRole('button', { name: 'Agents' })
    .click();
}

test.beforeEach(({ window }) => openAgents(window));

test('a hosted agent is made in the window, with a tool, and has every field', async ({
  window,
  app,
}) => {
  await window.getByRole('button', { name: 'New agent' }).click();
  const form = window.getByRole('form', { name: 'New agent' });
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill('Harbour Bikes');
  await form.getByRole('button', { name: 'Fill in an example' }).click();
  await form.getByRole('radio', { name: 'Max' }).click();
  await form.getByRole('combobox', { name: 'Voice' }).click();
  await window.getByRole('option', { name: /^Roland/ }).click();
  await form.getByRole('slider', { name: 'Interruption sensitivity' }).fill('0.5');
  await expect(form.getByText('It stops after 1.25 s of speech')).toBeVisible();
  // Denoising is the only sound setting without an effect here, and says so.
  await expect(form.getByText('Kept for the service; not simulated here.')).toHaveCount(1);
  await form.getByRole('textbox', { name: 'Transfers to' }).fill('(415) 555-0100');
  await form.getByRole('button', { name: 'Add a tool' }).click();
  await form.getByRole('textbox', { name: 'Tool name' }).fill('check_day');
  await form
    .getByRole('textbox', { name: 'What it does, and when to call it' })
    .fill('Tells whether a bicycle is free.');
  await form.getByRole('textbox', { name: 'Tool address' }).fill('http://127.0.0.1:9/free');
  const parameters = form.getByRole('textbox', { name: 'Arguments, as JSON Schema' });
  await parameters.fill('{"type": "object",');
  await expect(form.getByText(/^Not valid JSON/)).toBeVisible();
  await parameters.fill('{"type": "object", "properties": {"day": {"type": "string"}}}');
  await expect(form.getByText('A JSON object, as it should be.')).toBeVisible();
  await picture(window, 'agent-new-light');
  await form.getByRole('button', { name: /^Make the agent/ }).click();

  await expect(window.getByRole('heading', { name: 'Harbour Bikes', level: 1 })).toBeVisible();
  const { data } = (await app.api('/agents', undefined, 'GET')) as { data: Agent[] };
  expect(data.find(({ name }) => name === 'Harbour Bikes')).toMatchObject({
    voiceMode: 'hosted',
    modelTier: 'max',
    voice: 'flite-rms',
    interruptionSensitivity: 0.5,
    transferNumber: '+14155550100',
    beginMessage: 'Harbour Bikes, how can I help?',
    customTools: [
      {
        name: 'check_day',
        url: 'http://127.0.0.1:9/free',
        method: 'POST',
        parameters: { type: 'object', properties: { day: { type: 'string' } } },
      },
    ],
  });
  await picture(window, 'agent-hosted-light');
});

test('what is wrong is told at its field, by the window and by the server', async ({ window }) => {
  await window.getByRole('button', { name: 'New agent' }).click();
  const form = window.getByRole('form', { name: 'New agent' });
  await form.getByRole('button', { name: /^Make the agent/ }).click();
  const name = form.getByRole('textbox', { name: 'Name', exact: true });
  await expect(name).toBeFocused();
  await expect(name).toHaveAccessibleDescription('Give the agent a name.');
  await expect(form.getByRole('textbox', { name: 'System prompt' })).toHaveAccessibleDescription(
    /^A hosted agent needs a prompt/,
  );
  await name.fill('Reception');
  await form.getByRole('textbox', { name: 'System prompt' }).fill('Be brief.');
  const transfer = form.getByRole('textbox', { name: 'Transfers to' });
  await transfer.fill('the front desk');
  await form.getByRole('button', { name: 'Add a tool' }).click();
  await form.getByRole('textbox', { name: 'Tool name' }).fill('hang_up');
  await form.getByRole('textbox', { name: /^What it does/ }).fill('x');
  await form.getByRole('textbox', { name: 'Tool address' }).fill('not an address');
  await form.getByRole('button', { name: /^Make the agent/ }).click();
  const address = form.getByRole('textbox', { name: 'Tool address' });
  await expect(address).toHaveAccessibleDescription('Must be an http or https URL');
  await expect(address).toBeFocused();
  await address.fill('http://127.0.0.1:9/x');
  await form.getByRole('button', { name: /^Make the agent/ }).click();
  await expect(transfer).toHaveAccessibleDescription(/^transferNumber must be a phone number/);
  await picture(window, 'agent-faults-light');
  await transfer.fill('');
  await form.getByRole('button', { name: /^Make the agent/ }).click();
  await expect(form.getByText('The tool name "hang_up" is built in.')).toBeVisible();
});

test('what is not saved outlives another screen and a reload, until it is discarded', async ({
  window,
}) => {
  const form = window.getByRole('form', { name: 'Settings of the agent' });
  const greeting = form.getByRole('textbox', { name: 'Greeting' });
  const before = await greeting.inputValue();
  await greeting.fill('Good morning!');
  await expect(form.getByText('1 unsaved change')).toBeVisible();
  await window.getByRole('button', { name: 'Messages' }).click();
  await window.getByRole('button', { name: 'Agents' }).click();
  await expect(greeting).toHaveValue('Good morning!');
  // The browser asks before it leaves a page with unsaved changes.
  const asked = window.waitForEvent('dialog').then(async (dialog) => {
    await dialog.accept();
    return dialog.type();
  });
  await window.reload();
  expect(await asked).toBe('beforeunload');
  await window.getByRole('button', { name: 'Agents' }).click();
  await expect(greeting).toHaveValue('Good morning!');
  await expect(window.getByText('unsaved changes', { exact: true })).toBeAttached();
  await form.getByRole('button', { name: 'Discard' }).click();
  await expect(greeting).toHaveValue(before);
  await expect(form.getByRole('button', { name: /^Save/ })).toBeHidden();
});

test('an agent is changed with the keyboard, and deleted once that is confirmed', async ({
  window,
  app,
}) => {
  const { agentId } = await app.starterNumber();
  const form = window.getByRole('form', { name: 'Settings of the agent' });
  const name = form.getByRole('textbox', { name: 'Name', exact: true });
  await name.fill('Night desk');
  await window.keyboard.press('Control+s');
  await expect(window.getByRole('heading', { name: 'Night desk', level: 1 })).toBeVisible();
  await expect
    .poll(() => app.api(`/agents/${agentId}`, undefined, 'GET'))
    .toMatchObject({
      name: 'Night desk',
    });
  await window.getByRole('button', { name: 'Delete…' }).click();
  const dialog = window.getByRole('dialog', { name: 'Delete Night desk?' });
  await dialog.getByRole('button', { name: 'Keep it' }).click();
  await expect(window.getByRole('heading', { name: 'Night desk', level: 1 })).toBeVisible();
  await window.getByRole('button', { name: 'Delete…' }).click();
  await dialog.getByRole('button', { name: 'Delete the agent' }).click();
  await expect(window.getByText('No agents yet')).toBeVisible();
  await picture(window, 'agents-none-light');
});

test('markup is kept for the voice where the agent says so, and that is saved', async ({
  window,
  app,
}) => {
  const { agentId } = await app.starterNumber();
  const form = window.getByRole('form', { name: 'Settings of the agent' });
  const kept = form.getByRole('checkbox', { name: /^Gives the voice markup/ });
  await expect(kept).not.toBeChecked();
  await kept.check();
  await expect(form.getByText(/^For voices that read SSML/)).toBeVisible();
  await expect(form.getByText('1 unsaved change')).toBeVisible();
  await kept.scrollIntoViewIfNeeded();
  await picture(window, 'agent-markup-light');
  await window.emulateMedia({ colorScheme: 'dark' });
  await window.setViewportSize({ width: 900, height: 600 });
  await kept.scrollIntoViewIfNeeded();
  await picture(window, 'agent-markup-small-dark');
  await form.getByRole('button', { name: /^Save/ }).click();
  await expect(form.getByRole('button', { name: /^Save/ })).toBeHidden();
  await expect(kept).toBeChecked();
  expect(await app.run('agentPreferences.get', { agentId })).toEqual({ keepMarkup: true });
  await window.reload();
  await openAgents(window);
  await expect(kept).toBeChecked();
});
