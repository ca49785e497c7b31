import type { Page } from '@playwright/test';
import type { Agent, PhoneNumber } from '../../../common/contract/index.ts';
import { OpenAiServer } from '../../doubles/servers/openai-server.ts';
import type { AppProcess } from '../window/app-process.ts';
import { test as base } from '../window/window-test.ts';

export { callAndHearGreeting, expect, picture, sayAndHearAnswer } from '../window/window-test.ts';

/** Like `test`, with a model provider on loopback that is not configured yet. */
export const test = base.extend<{ readonly models: OpenAiServer }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter list
  models: async ({}, use) => {
    const models = await OpenAiServer.start();
    await use(models);
    await models.stop();
  },
});

export const PROMPT = `You are the front desk of Harbour Bikes.
What are your opening hours? → We are open from nine to six.
Do you rent tandems? → Yes, we have two tandems.`;

/** A hosted agent with a number that the phone screen calls. */
export async function hostedAgent(app: AppProcess, more: Partial<Agent> = {}): Promise<Agent> {
  const { agentId, phoneNumber } = await app.starterNumber();
  const agent = await app.run('agent.update', {
    agentId,
    change: {
      name: 'Harbour Bikes',
      voiceMode: 'hosted',
      systemPrompt: PROMPT,
      beginMessage: 'Harbour Bikes, how can I help?',
      ...(more as object),
    },
  });
  const held: Pick<PhoneNumber, 'phoneNumber'> | undefined = agent.numbers[0];
  if (held?.phoneNumber !== phoneNumber) throw new Error('The agent has its number.');
  return agent;
}

/** A custom tool whose server is at `url`. */
export function dayTool(url: string) {
  return {
    name: 'check_day',
    description: 'Tells whether a bicycle is free.',
    url,
    parameters: { type: 'object', properties: { day: { type: 'string' } } },
  };
}

export function link(app: AppProcess, models: OpenAiServer): Promise<unknown> {
  return app.run('engines.set', {
    llm: { kind: 'openai', baseUrl: models.url, apiKey: 'key-of-a-test', model: 'test-model' },
  });
}

export async function openScreen(window: Page, name: string): Promise<void> {
  await window
    .getByRole('navigation', { name: 'Screens' })
    .getByRole('button', { name, exact: true })
    .click();
}
