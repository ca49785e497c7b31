import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults, RunOptions } from 'axe-core';
import { EMPTY_SCENES, filledScenes, type Scene, tellStory } from './window/scenes.ts';
import { SignedHandler } from './window/signed-handler.ts';
import { expect, test } from './window/window-test.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What a style sheet of another theme can break. The rest is asked once. */
const OF_STYLE = ['target-size', 'scrollable-region-focusable', 'link-in-text-block'];

const LOOKS = [
  { media: { colorScheme: 'light', forcedColors: 'none' }, rules: null },
  {
    media: { colorScheme: 'dark', forcedColors: 'none' },
    rules: ['color-contrast', ...OF_STYLE],
  },
  // Contrast is the system's there.
  { media: { colorScheme: 'light', forcedColors: 'active' }, rules: OF_STYLE },
] as const;

declare global {
  interface Window {
    axe?: { run(options: RunOptions): Promise<AxeResults> };
  }
}

/** What is wrong on the page, by rule and place. Best practices are among the rules. */
async function faultsOf(page: Page, only: readonly string[] | null): Promise<string[]> {
  return page.evaluate(async (rules) => {
    // A theme that was changed just now fades in.
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
    // What measures itself has done so after two frames.
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
    // And what came of that is drawn once nothing waits for the processor.
    await new Promise((idle) => requestIdleCallback(idle));
    const result = await window.axe?.run({
      resultTypes: ['violations'],
      ...(rules === null
        ? {
            // In preparation at axe, and so off unless asked for.
            rules: {
              'label-content-name-mismatch': { enabled: true },
              'target-size': { enabled: true },
            },
          }
        : { runOnly: [...rules] }),
    });
    if (result === undefined) throw new Error('axe is not on the page.');
    return result.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
    );
  }, only);
}

// axe measures with styles of its own, which the page's policy would refuse.
test.use({ bypassCSP: true });

// In two, so that neither takes long.
for (const half of [0, 1]) {
  test(`axe finds no fault in either theme or in forced colours, half ${half + 1}`, async ({
    window,
    app,
  }) => {
    await window.emulateMedia({ reducedMotion: 'reduce' });
    await window.evaluate(AXE);
    const server = await SignedHandler.start();
    const faults: Record<string, string[]> = {};
    const look = async (scene: Scene) => {
      await scene.open(window);
      for (const { media, rules } of LOOKS) {
        await window.emulateMedia(media);
        const found = await faultsOf(window, rules);
        if (found.length > 0) faults[`${scene.name} ${Object.values(media).join(' ')}`] = found;
      }
      await scene.close?.(window);
    };
    const mine = (scenes: readonly Scene[]) => scenes.filter((_, index) => index % 2 === half);
    for (const scene of mine(EMPTY_SCENES)) await look(scene);
    for (const scene of mine(filledScenes(app, await tellStory(app, server)))) await look(scene);
    await server.stop();
    expect(faults).toEqual({});
  });
}
