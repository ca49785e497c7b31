/**
 * `node test/bench/pictures/write-pictures.ts` (after a build): makes the pictures of README and the
 * guides anew, light and dark, of a story that a fresh app is told. They lie in docs/pictures.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { AppProcess } from '../../e2e/window/app-process.ts';
import { show } from '../../e2e/window/scenes.ts';
import { SignedHandler } from '../../e2e/window/signed-handler.ts';
import { openChromium } from './chromium.ts';
import { type Pixels, palettePng } from './palette-png.ts';

const PERSON = '+12025550147';
const FOLDER = join(import.meta.dirname, '../../../docs/pictures');

mkdirSync(FOLDER, { recursive: true });
// The ports of a usual start, as the pictures show them.
const app = await AppProcess.start(undefined, { api: '4747', control: '4748' });
const server = await SignedHandler.start();
const browser = await openChromium();
const files: string[] = [];
const pages: { readonly colorScheme: 'light' | 'dark'; readonly page: Page }[] = [];
try {
  await openPages();
  await take('welcome', async (page) => {
    await expect(page.getByText('No deliveries yet')).toBeVisible();
  });

  // Without a window, no busy machine plays the sound late.
  await closePages();
  const { phoneNumber: to } = await app.starterNumber();
  const callId = await call('Do you open on Sundays?', 'And do you rent tandems?');
  await app.run('call.hangUp', { callId });
  await app.run('call.waitFor', { callId, event: 'ended' });
  await openPages();
  await take('call', async (page) => {
    await show(page, `#/calls/${callId}`);
    await expect(page.getByText('The caller hung up').first()).toBeVisible();
    await expect(page.getByRole('button', { name: /Speech/ }).first()).toBeVisible();
  });
  await take(
    'what-if',
    async (page) => {
      await page.setViewportSize({ width: 1728, height: 1117 });
      await show(page, `#/calls/${callId}?form=whatIf`);
      await page.getByRole('slider', { name: /^Milliseconds/ }).fill('100');
      await expect(page.getByText(/^The caller would have waited/)).toBeVisible();
    },
    (page) => page.getByRole('region', { name: 'Timeline', exact: true }),
  );

  const { conversationId } = await text('Is my bicycle ready?', 2);
  await text('Do you open on Sundays?', 4);
  await take('messages', async (page) => {
    await show(page, `#/messages/${conversationId}`);
    await expect(texts(page)).toHaveCount(4);
  });

  await closePages();
  const liveId = await call('Do you open on Sundays?');
  await openPages();
  await take('phone', async (page) => {
    await show(page, `#/calls/${liveId}`);
    const sound = page.getByRole('button', { name: 'Play the sound here' });
    if (await sound.isVisible()) await sound.click();
    await expect(page.getByText(/^waited /)).toBeVisible();
  });
  await app.run('call.hangUp', { callId: liveId });

  const { secret } = (await app.api('/webhooks', { url: server.url })) as { secret: string };
  server.secret = secret;
  server.status = 503;
  await text('Hello? Anybody there?', 5);
  const failed = () => app.run('delivery.list', { filter: 'status:pending attempts:>0' });
  await expect.poll(async () => (await failed()).total).toBe(1);
  const [delivery] = (await failed()).items;
  await take('why', async (page) => {
    await show(page, `#/webhooks/${delivery?.id}?tab=why`);
    await expect(page.getByRole('list', { name: 'What was checked' })).toBeVisible();
  });

  await take('search', async (page) => {
    await show(page, `#/messages/${conversationId}`);
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('sunday');
    await expect(page.getByRole('option').nth(2)).toBeVisible();
  });
  await take('settings', async (page) => {
    await page.keyboard.press('Escape');
    await show(page, '#/settings');
    await page.getByRole('button', { name: 'Engines: speech' }).click();
    await expect(page.getByText('Moonshine Tiny')).toBeInViewport();
  });

  async function openPages(): Promise<void> {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await browser.newPage({
        colorScheme,
        locale: 'en-US',
        timezoneId: 'America/New_York',
      });
      await page.goto(app.ready.windowUrl);
      pages.push({ colorScheme, page });
    }
  }

  async function closePages(): Promise<void> {
    for (const { page } of pages.splice(0)) await page.close();
  }

  /** Calls the number, and says each line once the answer to the one before was heard. */
  async function call(...lines: readonly string[]): Promise<string> {
    const { callId } = await app.run('call.place', { from: PERSON, to });
    await app.run('call.waitFor', { callId, event: 'greeted' });
    for (const line of lines) {
      const { turnIndex } = await app.run('call.say', { callId, text: line });
      if (turnIndex === null) throw new Error('The line was not said.');
      await app.run('call.waitFor', { callId, event: 'agentTurn', turn: turnIndex });
    }
    return callId;
  }

  /** Texts the number, and waits until the thread has so many texts. */
  async function text(body: string, count: number) {
    const told = await app.run('text.receive', { from: PERSON, to, body });
    const page = pages[0]?.page;
    if (page === undefined) throw new Error('There is no page.');
    await show(page, `#/messages/${told.conversationId}`);
    await expect(texts(page)).toHaveCount(count);
    return told;
  }

  /** @param open brings the page there. @param part what of it is taken; default: all */
  async function take(
    name: string,
    open: (page: Page) => Promise<void>,
    part: (page: Page) => Page | Locator = (page) => page,
  ): Promise<void> {
    for (const { colorScheme, page } of pages) {
      await page.bringToFront();
      await page.setViewportSize({ width: 1280, height: 800 });
      await open(page);
      // No place looks pointed at.
      await page.mouse.move(0, 0);
      await expect(page.getByRole('status', { name: /^(Loading|Looking)/ })).toHaveCount(0);
      const path = join(FOLDER, `${name}-${colorScheme}.png`);
      const shot = await part(page).screenshot({ animations: 'disabled' });
      writeFileSync(path, palettePng(await pixelsOf(page, shot)));
      files.push(path);
    }
  }
} finally {
  await browser.close();
  await server.stop();
  await app.stop();
}
console.log(files.join('\n'));

function texts(page: Page): Locator {
  return page.getByRole('list', { name: 'Messages' }).getByRole('listitem');
}

/** A picture as its pixels; the browser reads what it has written. */
async function pixelsOf(page: Page, png: Buffer): Promise<Pixels> {
  const { width, height, base64 } = await page.evaluate(async (source) => {
    const bytes = Uint8Array.from(atob(source), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('There is no canvas.');
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    let text = '';
    for (let at = 0; at < data.length; at += 30_000) {
      text += String.fromCharCode(...data.subarray(at, at + 30_000));
    }
    return { width: bitmap.width, height: bitmap.height, base64: btoa(text) };
  }, png.toString('base64'));
  return { width, height, rgba: new Uint8Array(Buffer.from(base64, 'base64')) };
}
