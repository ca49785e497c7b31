import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, picture, test } from '../window/window-test.ts';

const MANY = 100_000;

/** Copies the newest delivery, with its body and its attempt, many times. */
function multiply(dataDir: string): void {
  const database = new Database(join(dataDir, 'agentphone.db'));
  database.pragma('busy_timeout = 10000');
  const columns = (table: string, own: readonly string[]) =>
    database
      .prepare(`select name from pragma_table_info('${table}')`)
      .pluck()
      .all()
      .filter((name) => !own.includes(String(name)))
      .join(', ');
  const source = Number(database.prepare('select max(seq) from deliveries').pluck().get());
  const rest = columns('deliveries', ['seq', 'id', 'status']);
  const numbers = `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${MANY})`;
  database.transaction(() => {
    database.exec(
      `${numbers} insert into deliveries (seq, status, ${rest})
       select ${source} + i, iif(i % 10 = 0, 'failed', 'success'), ${rest}
       from deliveries, n where seq = ${source}`,
    );
    for (const table of ['delivery_bodies', 'delivery_attempts']) {
      const others = columns(table, ['seq']);
      database.exec(
        `${numbers} insert into ${table} (seq, ${others})
         select ${source} + i, ${others} from ${table}, n where seq = ${source}`,
      );
    }
  })();
  database.close();
}

test('a hundred thousand deliveries are walked through, and only the visible ones are drawn', async ({
  window,
  app,
}) => {
  const { phoneNumber: to } = await app.starterNumber();
  await app.run('text.receive', { from: '+12025550147', to, body: 'one' });
  await expect
    .poll(async () => (await app.run('delivery.list', {})).items[0]?.status)
    .toBe('success');
  multiply(app.ready.dataDir);
  await window.reload();
  await window
    .getByRole('navigation', { name: 'Screens' })
    .getByRole('button', { name: 'Webhooks' })
    .click();
  await expect(window.getByText(/^100,\d{3} deliveries$/)).toBeVisible();
  const tree = window.getByRole('tree', { name: 'Deliveries' });
  const rows = tree.getByRole('treeitem');
  await picture(window, 'inspector-many');
  // Scrolls down through a few thousand of them, page by page; the benchmark measures how smooth
  // that is.
  await tree.evaluate(
    (list) =>
      new Promise<void>((done) => {
        let steps = 0;
        requestAnimationFrame(function step() {
          list.scrollTop += 400;
          steps += 1;
          if (steps < 400) requestAnimationFrame(step);
          else done();
        });
      }),
  );
  await expect.poll(() => tree.evaluate((list) => list.scrollTop)).toBeGreaterThan(200 * 33);
  expect(await rows.count()).toBeLessThan(80);
  await window.getByRole('combobox', { name: 'Filter deliveries' }).fill('status:failed');
  await expect(window.getByText('10,000 match')).toBeVisible();
});
