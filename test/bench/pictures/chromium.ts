import { type Browser, chromium } from '@playwright/test';
import { systemChromium } from '../../../scripts/test/chromium.ts';

/** The system's Chromium if there is one, else the one of Playwright; pages may sound unasked. */
export function openChromium(): Promise<Browser> {
  const executablePath = systemChromium();
  return chromium.launch({
    ...(executablePath === null ? {} : { executablePath }),
    args: ['--autoplay-policy=no-user-gesture-required'],
  });
}
