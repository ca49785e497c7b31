import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { ControlClient } from '../../doubles/app/control-client.ts';
import { AppLauncher } from '../../doubles/app/launched-app.ts';

const apps = new AppLauncher();
afterEach(() => apps.clear());

const ROWS = 40_000;

it('an app killed during an import starts on what was there before, without what was staged', async () => {
  const dataDir = apps.folder();
  const first = apps.launch([], dataDir);
  const ready = await first.ready();
  const control = new ControlClient(ready);
  const file = await control.run('workspace.export', {});
  const at = file.tables.agents?.[0]?.created_at ?? null;
  const contacts = Array.from({ length: ROWS }, (_, n) => ({
    id: `ct_${n}`,
    account_id: file.accountId,
    phone_number: `+1202${5500000 + n}`,
    name: 'Somebody',
    email: null,
    notes: null,
    created_at: at,
    updated_at: at,
  }));
  const tables = { ...file.tables, contacts };
  const importing = control.run('workspace.import', { workspace: { ...file, tables } });
  const brokenOff = expect(importing).rejects.toThrow();

  const staged = () =>
    readdirSync(join(dataDir, 'tmp')).find((run) =>
      existsSync(join(dataDir, 'tmp', run, 'import.db')),
    );
  while (!staged()) await new Promise((resolve) => setImmediate(resolve));
  process.kill(ready.pid, 'SIGKILL');
  await first.end;
  await brokenOff;
  expect(staged()).toBeDefined();

  const again = new ControlClient(await apps.launch([], dataDir).ready());
  expect(staged()).toBeUndefined();
  expect(readdirSync(join(dataDir, 'tmp'))).toHaveLength(1);
  expect(readdirSync(dataDir).filter((name) => name.includes('import'))).toEqual([]);
  const now = await again.run('workspace.export', {});
  expect(now.tables.contacts).toEqual([]);
  expect(now.tables.agents).toEqual(file.tables.agents);
}, 60_000);
