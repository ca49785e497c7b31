import { existsSync } from 'node:fs';
import { type Browser, chromium } from '@playwright/test';

/** The system's Chromium if there is one, else the one of Playwright; pages may sound unasked. */
export function openChromium(): Promise<Browser> {
  const executablePath = [
    process.env.AGENTPHONE_CHROMIUM ?? '',
    '/usr/bin/chromium',
    '/usr/bin/chromium-headless-shell',
  ].find((path) => path !== '' && existsSync(path));
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--autoplay-policy=no-user-gesture-required'],
  });
}
