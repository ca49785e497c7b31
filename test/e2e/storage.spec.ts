import { mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppProcess } from './window/app-process.ts';
import { expect, picture, test } from './window/window-test.ts';

const LOOKS = [
  { name: 'light', theme: 'light' },
  { name: 'dark', theme: 'dark' },
] as const;

for (const { name, theme } of LOOKS) {
  test.describe(name, () => {
    test.use({ colorScheme: theme, viewport: { width: 900, height: 600 } });

    test('a data folder that is gone is said above everything for as long as it is gone', async ({
      window,
      app,
    }) => {
      const alert = window.getByRole('alert');
      await expect(alert).toHaveCount(0);
      const { dataDir } = app.ready;
      renameSync(dataDir, `${dataDir}-elsewhere`);
      await expect(alert).toHaveText(/not where it was.*Not being kept: anything that is new/);
      await picture(window, `storage-gone-${name}`);
      renameSync(`${dataDir}-elsewhere`, dataDir);
      await expect(alert).toHaveCount(0);
    });
  });
}

test.describe('what went wrong before', () => {
  test.use({
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter list
    app: async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'agentphone-e2e-'));
      writeFileSync(join(folder, 'last-end.json'), '{"error":"nobody knows"}');
      const app = await AppProcess.start(folder);
      await use(app);
      await app.stop();
    },
    viewport: { width: 900, height: 600 },
  });

  test('is told until somebody takes note of it', async ({ window }) => {
    const alert = window.getByRole('alert');
    await expect(alert).toContainText('ended by itself');
    await picture(window, 'storage-notice');
    await alert.getByRole('button', { name: 'Dismiss' }).click();
    await expect(alert).toHaveCount(0);
    await window.reload();
    await expect(window.getByRole('navigation', { name: 'Screens' })).toBeVisible();
    await expect(alert).toHaveCount(0);
  });
});
