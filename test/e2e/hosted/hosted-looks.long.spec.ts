import type { Page } from '@playwright/test';
import {
  callAndHearGreeting,
  expect,
  hostedAgent,
  link,
  openScreen,
  PROMPT,
  picture,
  sayAndHearAnswer,
  test,
} from './hosted-test.ts';

/**
 * How much the content of the page, or of anything that scrolls only vertically, is wider than its
 * container.
 */
async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => {
    const columns = [document.documentElement, ...document.querySelectorAll('main article')];
    return Math.max(...columns.map((element) => element.scrollWidth - element.clientWidth));
  });
}

const LONG = 'An answer that goes on for a while, so that it needs several lines. '.repeat(8);
const UNBROKEN = 'unbroken'.repeat(30);

for (const { name, theme, width, height } of [
  { name: 'dark', theme: 'dark', width: 1280, height: 800 },
  { name: 'narrow-light', theme: 'light', width: 900, height: 700 },
] as const) {
  test.describe(name, () => {
    test.use({ colorScheme: theme, viewport: { width, height } });

    test('a hosted agent, its playground, its call and the settings fit', async ({
      window,
      app,
      models,
      handler,
    }) => {
      handler.answerWith((_received, response) => {
        response.writeHead(500, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ why: UNBROKEN }));
      });
      await link(app, models);
      await hostedAgent(app, {
        name: 'The reception of a very long-winded establishment with many departments',
        systemPrompt: `${PROMPT}\n${LONG}\n${UNBROKEN}`,
        customTools: [
          {
            name: 'look_up_the_availability_of_every_bicycle_in_the_whole_workshop',
            description: LONG.slice(0, 1_000),
            url: `${handler.url}?${UNBROKEN}`,
            headers: { authorization: UNBROKEN },
            parameters: { type: 'object', properties: { day: { type: 'string' } } },
            speakDuringExecution: true,
          },
        ],
      });
      await openScreen(window, 'Agents');
      await expect.poll(() => overflow(window), 'setup').toBeLessThanOrEqual(0);
      await picture(window, `agent-setup-${name}`);
      await window.getByRole('textbox', { name: 'Transfers to' }).fill('x');
      await window.getByRole('button', { name: /^look_up/ }).click();
      await window.getByRole('textbox', { name: 'Tool address' }).scrollIntoViewIfNeeded();
      await expect.poll(() => overflow(window), 'tool').toBeLessThanOrEqual(0);
      await picture(window, `agent-tool-${name}`);
      await window.getByRole('button', { name: 'Discard' }).click();

      await window.getByRole('tab', { name: 'Playground' }).click();
      const line = window.getByRole('textbox', { name: 'Line to try' });
      models.nextText(LONG);
      await line.fill(UNBROKEN);
      await window.keyboard.press('Enter');
      const figures = window.getByText('20 + 5 tokens');
      await expect(figures).toHaveCount(1);
      models.next(
        {
          steps: [
            {
              tool: 'look_up_the_availability_of_every_bicycle_in_the_whole_workshop',
              args: { day: UNBROKEN },
            },
          ],
        },
        { steps: [{ text: UNBROKEN }] },
      );
      await line.fill('Is Sunday free?');
      await window.keyboard.press('Enter');
      await expect(window.getByText(/^40 \+ 10 tokens/)).toHaveCount(1);
      await picture(window, `playground-talk-${name}`);
      await window.getByRole('textbox', { name: 'Prompt to try' }).fill(`${PROMPT}\n${LONG}`);
      models.nextText(LONG.replaceAll('several', 'seven'));
      await window.getByRole('button', { name: 'Run the same 2 lines again' }).click();
      await expect(window.getByRole('region', { name: 'Comparison' })).toBeVisible();
      await expect(window.getByText('20 + 5 tokens')).toHaveCount(3);
      await expect.poll(() => overflow(window), 'playground').toBeLessThanOrEqual(0);
      await picture(window, `playground-compare-${name}`);

      await openScreen(window, 'Settings');
      await expect(window.getByText('Looking for Ollama')).toBeHidden();
      await window.getByRole('button', { name: 'Test connection' }).click();
      await expect(window.getByText('works', { exact: true })).toBeVisible();
      await expect.poll(() => overflow(window), 'settings').toBeLessThanOrEqual(0);
      await picture(window, `settings-model-${name}`);
      await openScreen(window, 'Numbers');
      await picture(window, `numbers-${name}`);

      await openScreen(window, 'Phone');
      await callAndHearGreeting(window);
      models.next(
        {
          steps: [
            {
              tool: 'look_up_the_availability_of_every_bicycle_in_the_whole_workshop',
              args: { day: UNBROKEN },
            },
          ],
        },
        { steps: [{ text: 'I cannot look that up.' }] },
      );
      await sayAndHearAnswer(window, 'Is Sunday free?');
      await expect(window.getByText('failed 500')).toBeVisible();
      await expect.poll(() => overflow(window), 'call').toBeLessThanOrEqual(0);
      await picture(window, `hosted-call-${name}`);
    });
  });
}
