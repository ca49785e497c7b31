import type { Page } from '@playwright/test';

/**
 * The windows in which a screen must look right: both themes, a usual size and the smallest one.
 */
const WINDOW_LOOKS = [
  { name: 'light', theme: 'light', width: 1280, height: 800 },
  { name: 'dark', theme: 'dark', width: 1280, height: 800 },
  { name: 'small-light', theme: 'light', width: 900, height: 600 },
  { name: 'small-dark', theme: 'dark', width: 900, height: 600 },
] as const;

/**
 * Shows the page in each of the windows above, one after the other, and returns to the first.
 *
 * @param look is told the name of the window, for pictures
 */
export async function eachLook(page: Page, look: (name: string) => Promise<void>): Promise<void> {
  for (const { name, theme, width, height } of [...WINDOW_LOOKS].reverse()) {
    await page.emulateMedia({ colorScheme: theme });
    await page.setViewportSize({ width, height });
    await look(name);
  }
}
