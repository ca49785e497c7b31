/**
 * Takes a picture of every screen in every size and theme, for people to look at: never compared by
 * pixels. Prints the folder. Fails when a screen cannot be reached.
 */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppProcess } from '../../e2e/window/app-process.ts';
import { EMPTY_SCENES, filledScenes, type Scene, tellStory } from '../../e2e/window/scenes.ts';
import { SignedHandler } from '../../e2e/window/signed-handler.ts';
import { openChromium } from './chromium.ts';

const SIZES = [
  [1280, 800],
  [1024, 700],
  [900, 600],
  [1728, 1117],
] as const;
const LOOKS = [
  { look: 'light', media: { colorScheme: 'light', forcedColors: 'none' } },
  { look: 'dark', media: { colorScheme: 'dark', forcedColors: 'none' } },
  { look: 'forced', media: { colorScheme: 'light', forcedColors: 'active' } },
] as const;

const folder = mkdtempSync(join(tmpdir(), 'agentphone-pictures-'));
const app = await AppProcess.start();
const server = await SignedHandler.start();
const browser = await openChromium();
let taken = 0;
try {
  // One window for each look, because a page that changes its colours later may look different.
  const pages = await Promise.all(
    LOOKS.map(async ({ look, media }) => {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      await page.emulateMedia(media);
      await page.goto(app.ready.windowUrl);
      return { look, page };
    }),
  );
  for (const scene of EMPTY_SCENES) await take(scene);
  for (const scene of filledScenes(app, await tellStory(app, server))) await take(scene);

  async function take(scene: Scene): Promise<void> {
    for (const { look, page } of pages) {
      await page.bringToFront();
      await scene.open(page);
      for (const [width, height] of SIZES) {
        await page.setViewportSize({ width, height });
        const place = join(folder, `${width}x${height}-${look}`);
        mkdirSync(place, { recursive: true });
        await page.screenshot({ path: join(place, `${scene.name}.png`), animations: 'disabled' });
        taken += 1;
      }
      await page.setViewportSize({ width: 1280, height: 800 });
      await scene.close?.(page);
    }
  }
} finally {
  await browser.close();
  await server.stop();
  await app.stop();
}
console.log(`${taken} pictures in ${folder}`);
