import { expect, type Page } from '@playwright/test';
import type { AppProcess } from './app-process.ts';
import type { SignedHandler } from './signed-handler.ts';

const PERSON = '+12025550147';

/** A screen of the window, or what lies over one. */
export interface Scene {
  readonly name: string;
  open(page: Page): Promise<void>;
  /** Leaves nothing over the screens. */
  close?(page: Page): Promise<void>;
}

/** The screens of a workspace in which nothing has happened. */
export const EMPTY_SCENES: readonly Scene[] = [
  at('welcome', '#/calls', (page) => page.getByRole('heading', { level: 1 })),
  at('messages-empty', '#/messages', (page) => page.getByRole('main')),
  at('webhooks-empty', '#/webhooks', (page) => page.getByRole('main')),
];

/** What the scenes show. */
export interface Story {
  readonly endedCallId: string;
  readonly failedDeliveryId: string;
  readonly conversationId: string;
}

/** @param long how many times as long as usual the texts are */
export async function tellStory(app: AppProcess, server: SignedHandler, long = 1): Promise<Story> {
  const { phoneNumber: to, agentId } = await app.starterNumber();
  const stretched = (text: string) => Array(long).fill(text).join(' ');
  if (long > 1) await app.api(`/agents/${agentId}`, { name: stretched('Front desk') }, 'PATCH');
  // On a frozen clock, speech takes no real time.
  await app.run('clock.freeze', {});
  const { callId } = await app.run('call.place', { from: PERSON, to });
  await app.run('call.waitFor', { callId, event: 'greeted' });
  for (const text of ['Do you open on Sundays?', 'And do you rent tandems?'].map(stretched)) {
    const { turnIndex } = await app.run('call.say', { callId, text });
    if (turnIndex === null) throw new Error('The line was not said.');
    await app.run('call.waitFor', { callId, event: 'agentTurn', turn: turnIndex });
  }
  await app.run('call.hangUp', { callId });
  await app.run('call.waitFor', { callId, event: 'ended' });
  await app.run('clock.resume', {});
  const { secret } = (await app.api('/webhooks', { url: server.url })) as { secret: string };
  server.secret = secret;
  const { conversationId } = await app.run('text.receive', {
    from: PERSON,
    to,
    body: stretched('Is my bicycle ready?'),
  });
  await expect.poll(() => server.received.length).toBe(1);
  server.status = 503;
  await app.run('text.receive', { from: PERSON, to, body: stretched('Hello? Anybody there?') });
  await app.run('fault.set', {
    target: 'voiceStream',
    kind: 'stall',
    afterLines: 2,
    delayMs: 3_000,
  });
  await expect.poll(() => server.received.length).toBe(2);
  const [failed] = (await app.run('delivery.list', { filter: 'event:agent.message' })).items;
  return { endedCallId: callId, failedDeliveryId: failed?.id ?? '', conversationId };
}

/** Every screen once it has something to show. The calls of the last ones stay. */
export function filledScenes(app: AppProcess, story: Story): readonly Scene[] {
  const { endedCallId, failedDeliveryId, conversationId } = story;
  const webhook = (name: string, query: string) =>
    at(`webhooks-${name}`, `#/webhooks/${failedDeliveryId}?${query}`, (page) =>
      page.getByRole('article', { name: 'Delivery' }).getByRole('tabpanel'),
    );
  const tool = (name: string) =>
    at(`webhooks-${name}`, `#/webhooks?tool=${name}`, (page) => page.getByRole('main'));
  const form = (name: string) =>
    at(`call-${name.toLowerCase()}`, `#/calls/${endedCallId}?form=${name}`, (page) =>
      page.getByRole('region', { name: 'Timeline', exact: true }),
    );
  return [
    at('call-ended', `#/calls/${endedCallId}`, (page) =>
      page.getByText('Do you open on Sundays?').first(),
    ),
    ...['table', 'compare', 'whatIf', 'figures', 'model'].map(form),
    at('messages', `#/messages/${conversationId}`, (page) =>
      page.getByText('Is my bicycle ready?').first(),
    ),
    ...['request', 'answer', 'signature', 'timing', 'attempts', 'compare', 'why'].map((tab) =>
      webhook(tab, `tab=${tab}`),
    ),
    ...['clinic', 'faults', 'doctor'].map(tool),
    ...['setup', 'playground', 'api'].map((tab) =>
      at(`agents-${tab}`, `#/agents?tab=${tab}`, (page) => page.getByRole('tabpanel').first()),
    ),
    at('numbers', '#/numbers', (page) => page.getByRole('heading', { level: 1 })),
    at('settings', '#/settings', (page) => page.getByRole('heading', { level: 1 })),
    over('palette', async (page) => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('bicycle');
      await expect(page.getByRole('option').first()).toBeVisible();
    }),
    over('operation-form', async (page) => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('plan.set');
      await expect(page.getByRole('option', { name: /^plan\.set/ })).toBeVisible();
      await page.keyboard.press('Enter');
      await expect(page.getByRole('dialog', { name: 'plan.set' })).toBeVisible();
    }),
    over('keys', async (page) => {
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog')).toBeVisible();
    }),
    {
      name: 'call-ringing',
      open: async (page) => {
        await show(page, '#/numbers');
        await app.run('clock.freeze', {});
        const { agentId } = await app.starterNumber();
        await app.api('/calls', { agentId, toNumber: PERSON });
        await expect(page.getByRole('region', { name: /^Incoming call/ })).toBeVisible();
      },
      close: async (page) => {
        await page.getByRole('button', { name: 'Decline' }).first().click();
        await expect(page.getByRole('region', { name: /^Incoming call/ })).toBeHidden();
        await app.run('clock.resume', {});
      },
    },
    {
      name: 'call-live',
      open: async (page) => {
        const { phoneNumber: to } = await app.starterNumber();
        const { callId } = await app.run('call.place', { from: PERSON, to });
        await show(page, `#/calls/${callId}`);
        await expect(page.getByRole('button', { name: 'Hang up' }).first()).toBeVisible();
        await page.getByRole('button', { name: 'Keypad' }).first().click();
      },
    },
  ];
}

/** Goes to an address inside the window. */
export async function show(page: Page, hash: string): Promise<void> {
  await page.evaluate((place) => {
    location.hash = place;
  }, hash);
}

function at(name: string, hash: string, seen: (page: Page) => import('@playwright/test').Locator) {
  return {
    name,
    open: async (page: Page) => {
      await show(page, hash);
      await expect(seen(page)).toBeVisible();
      // A screen that is still loading is not ready to be looked at.
      await expect(
        page.getByRole('status', { name: /^(Loading|Looking|Connecting|Adding up)/ }),
      ).toHaveCount(0);
    },
  } satisfies Scene;
}

function over(name: string, open: (page: Page) => Promise<void>): Scene {
  return {
    name,
    open: async (page) => {
      await show(page, '#/settings');
      await page.getByRole('heading', { level: 1 }).click();
      await open(page);
    },
    close: async (page) => {
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    },
  };
}
