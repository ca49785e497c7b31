import type { Locator, Page } from '@playwright/test';
import { geometryFaults } from './window/geometry.ts';
import { filledScenes, tellStory } from './window/scenes.ts';
import { SignedHandler } from './window/signed-handler.ts';
import {
  callAndHearGreeting,
  expect,
  picture,
  sayAndHearAnswer,
  test,
} from './window/window-test.ts';

const SCREENS = ['Phone', 'Messages', 'Webhooks', 'Agents', 'Numbers', 'Settings'] as const;

/** The text that is wider than its place, which then scrolls sideways. */
function hangingOver(place: Locator): Promise<string[]> {
  return place.evaluate((root) =>
    [...root.querySelectorAll('*')]
      .filter((each) => /auto|scroll/.test(getComputedStyle(each).overflowX))
      .filter((each) => each.scrollWidth > each.clientWidth + 1)
      .map((each) => (each.textContent ?? '').slice(0, 40)),
  );
}

async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

for (const { name, theme, width, height } of [
  { name: 'dark', theme: 'dark', width: 1280, height: 800 },
  { name: 'narrow-light', theme: 'light', width: 900, height: 700 },
  { name: 'large-dark', theme: 'dark', width: 1728, height: 1080 },
] as const) {
  test.describe(name, () => {
    test.use({ colorScheme: theme, viewport: { width, height } });

    test('every screen fits and nothing hangs over', async ({ window }) => {
      await picture(window, `first-start-${name}`);
      await callAndHearGreeting(window);
      await sayAndHearAnswer(window, 'What are your opening hours on public holidays?');
      for (const screen of SCREENS) {
        await window
          .getByRole('navigation', { name: 'Screens' })
          .getByRole('button', { name: screen })
          .click();
        await expect.poll(() => overflow(window), screen).toBeLessThanOrEqual(0);
        await picture(window, `${screen.toLowerCase()}-${name}`);
      }
    });
  });
}

test('long names and unbroken words stay inside their places', async ({ window, app }) => {
  await window.setViewportSize({ width: 900, height: 700 });
  const name = 'The reception of a very long-winded establishment with many departments';
  const { agentId, phoneNumber: to } = await app.starterNumber();
  await app.api(`/agents/${agentId}`, { name, beginMessage: name }, 'PATCH');
  const from = '+12025550147';
  await app.run('text.receive', { from, to, body: 'unbroken'.repeat(120) });
  const { callId } = await app.run('call.place', { from, to });
  await app.run('call.waitFor', { callId, event: 'greeted' });
  await app.run('call.say', { callId, text: 'unbroken'.repeat(60) });
  for (const screen of SCREENS) {
    await window
      .getByRole('navigation', { name: 'Screens' })
      .getByRole('button', { name: screen })
      .click();
    await expect.poll(() => overflow(window), screen).toBeLessThanOrEqual(0);
    await picture(window, `${screen.toLowerCase()}-long`);
  }
  // As on a telephone, and as magnified to 200 %: nothing to the side, and every screen still there.
  for (const [width, height] of [
    [640, 400],
    [320, 640],
  ] as const) {
    await window.setViewportSize({ width, height });
    for (const screen of SCREENS) {
      const button = window
        .getByRole('navigation', { name: 'Screens' })
        .getByRole('button', { name: screen });
      await button.click();
      await expect(button).toBeInViewport({ ratio: 1 });
      await expect.poll(() => overflow(window), screen).toBeLessThanOrEqual(0);
      const main = await window.getByRole('main').boundingBox();
      expect(main?.height).toBeGreaterThanOrEqual(300);
      await picture(window, `${screen.toLowerCase()}-long-${width}`);
    }
  }
});

test('the longest name, in one word, stays in its place beside a thread', async ({
  window,
  app,
}) => {
  const { agentId } = await app.starterNumber();
  await app.api(`/agents/${agentId}`, { name: 'Donau'.repeat(20) }, 'PATCH');
  await window
    .getByRole('navigation', { name: 'Screens' })
    .getByRole('button', { name: 'Messages' })
    .click();
  const main = window.getByRole('main');
  await expect(main.getByRole('heading', { level: 1 })).toContainText('DonauDonau');
  expect(await geometryFaults(window)).toEqual([]);
  expect(await hangingOver(main)).toEqual([]);
});

test('a number keeps its direction beside a name from right to left', async ({ window, app }) => {
  const { phoneNumber: to } = await app.starterNumber();
  const from = '+12025550199';
  await app.run('contact.save', { phoneNumber: from, name: 'محمد' });
  await app.run('text.receive', { from, to, body: 'Hello' });
  await window
    .getByRole('navigation', { name: 'Screens' })
    .getByRole('button', { name: 'Messages' })
    .click();
  const row = window.getByRole('option', { name: /محمد/ });
  await expect(row).toBeVisible();
  const [first, last] = await row
    .locator('small')
    .first()
    .evaluate((number) => {
      const text = number.firstChild;
      if (text === null) throw new Error('The row has the number.');
      return ['+', '9'].map((sign) => {
        const at = text.textContent?.indexOf(sign) ?? -1;
        const range = document.createRange();
        range.setStart(text, at);
        range.setEnd(text, at + 1);
        return range.getBoundingClientRect().left;
      });
    });
  expect(first).toBeLessThan(last ?? 0);
});

test('the theme can be chosen and is kept', async ({ window }) => {
  const ground = () =>
    window.evaluate(() => getComputedStyle(document.body).getPropertyValue('background-color'));
  const light = await ground();
  await window.getByRole('button', { name: 'Dark theme' }).click();
  const dark = await ground();
  expect(dark).not.toBe(light);
  await window.reload();
  await expect.poll(ground).toBe(dark);
});

const SIZES = [
  [1728, 1117],
  [1280, 800],
  [1024, 700],
  [900, 600],
] as const;

test('with texts three times as long nothing is covered, cut off or too small to hit', async ({
  window,
  app,
}) => {
  await window.emulateMedia({ reducedMotion: 'reduce' });
  const server = await SignedHandler.start();
  const faults: Record<string, string[]> = {};
  for (const scene of filledScenes(app, await tellStory(app, server, 3))) {
    await scene.open(window);
    for (const [width, height] of SIZES) {
      await window.setViewportSize({ width, height });
      const found = await geometryFaults(window);
      if (found.length > 0) faults[`${scene.name} ${width}x${height}`] = found;
    }
    await window.setViewportSize({ width: 1280, height: 800 });
    await scene.close?.(window);
  }
  await server.stop();
  expect(faults).toEqual({});
});

test('what has no room gives way whole: one row stays one row, and no word is cut in two', async ({
  window,
  app,
}) => {
  const server = await SignedHandler.start();
  const scenes = filledScenes(app, await tellStory(app, server));
  const open = (name: string) => scenes.find((scene) => scene.name === name)?.open(window);
  for (const form of ['ended', 'table', 'compare', 'whatif', 'figures']) {
    await open(`call-${form}`);
    const bar = window.getByRole('region', { name: 'Timeline', exact: true }).locator('header');
    expect.soft((await bar.first().boundingBox())?.height, form).toBeLessThan(40);
  }

  await open('call-ended');
  await window.getByRole('button', { name: 'Copy, save, budget' }).click();
  // All of the budgets are in sight without scrolling.
  const menu = window.getByRole('menu');
  await expect(menu.getByRole('menuitemradio').last()).toBeInViewport({ ratio: 1 });
  expect(await menu.evaluate((it) => it.scrollHeight - it.clientHeight)).toBe(0);
  await window.keyboard.press('Escape');

  await open('webhooks-attempts');
  const attempts = window.getByRole('list', { name: 'Attempts' }).getByRole('listitem');
  await expect(attempts).toHaveCount(6);
  // The times are of different lengths, and what follows them stands in one column.
  expect(await attempts.evaluateAll(lefts, '[class*="tag"]')).toHaveLength(1);

  await window.setViewportSize({ width: 900, height: 600 });
  await open('webhooks-request');
  const cut = await window.getByRole('tree', { name: /deliveries/i }).evaluate(
    (tree) =>
      [...tree.querySelectorAll('[class*="tags"] > span')].filter((tag) => {
        const box = tag.getBoundingClientRect();
        const room = tag.parentElement?.getBoundingClientRect();
        return room !== undefined && box.top < room.bottom && box.right > room.right + 0.5;
      }).length,
  );
  expect(cut).toBe(0);

  await open('operation-form');
  await expect(window.getByRole('button', { name: /^Run/ })).toBeInViewport({ ratio: 1 });
  await server.stop();
});

/** Where the part of each element begins at the left, every place once. */
function lefts(elements: readonly Element[], part: string): number[] {
  const all = elements.map((each) => each.querySelector(part)?.getBoundingClientRect().left ?? 0);
  return [...new Set(all.map(Math.round))];
}
