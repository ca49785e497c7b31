import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type StartedApp, TestApp } from '../../../doubles/app/running-app.ts';
import { readEverything } from '../../../doubles/app/whole-read.ts';
import { oldWorkspace } from '../../../doubles/storage/old-workspace.ts';
import { inDatabaseOf } from '../../../doubles/storage/spoilt-rows.ts';

/** The largest integer in SQLite: adding one to it overflows. */
const LARGEST = '9223372036854775807';

describe('a stored number that nothing can be added to', () => {
  const app = new TestApp({ rowsByHand: true });
  let started: StartedApp;
  let mend: () => void = () => {};

  beforeAll(async () => {
    started = await app.start();
    await started.control.run('workspace.import', { workspace: oldWorkspace() });
    // Two of each, because the sum of one alone still fits.
    inDatabaseOf(app.dataDir, (db) =>
      db.exec(
        `insert into delivery_totals select account_id, 'another', status, 1 from delivery_totals`,
      ),
    );
  }, 60_000);
  afterEach(() => mend());
  afterAll(() => app.clear());

  it.each([
    ['conversations', 'message_count', LARGEST],
    ['messages', 'segments', LARGEST],
    ['delivery_totals', 'count', LARGEST],
    ['calls', 'ended_at', LARGEST],
    ['calls', 'answered_at', `-${LARGEST}`],
  ])('leaves all figures readable (%s.%s)', async (table, column, number) => {
    mend = inDatabaseOf(app.dataDir, (db) => {
      db.exec(`create table kept as select * from "${table}"`);
      db.exec(`update "${table}" set "${column}" = ${number}`);
      return () =>
        inDatabaseOf(app.dataDir, (again) => {
          again.pragma('foreign_keys = off');
          again.exec(`delete from "${table}"; insert into "${table}" select * from kept`);
          again.exec('drop table kept');
        });
    });
    expect(await readEverything(started)).toEqual([]);
    await started.control.run('retention.get', {});
  });
});

describe('a conversation that counts more messages than can be counted', () => {
  it('takes another one', async () => {
    const app = new TestApp({ rowsByHand: true });
    try {
      const started = await app.start();
      const { from, to } = await someoneFor(started);
      await started.control.run('text.receive', { from, to, body: 'One.' });
      inDatabaseOf(app.dataDir, (db) =>
        db.exec(`update conversations set message_count = ${LARGEST}`),
      );
      const { messageId } = await started.control.run('text.receive', { from, to, body: 'Two.' });
      expect(messageId).toMatch(/^msg/);
    } finally {
      await app.clear();
    }
  }, 60_000);
});

describe('a start with a number that none comes after', () => {
  it('of a delivery goes on delivering', async () => {
    const app = new TestApp({ rowsByHand: true });
    try {
      const first = await app.start();
      const { from, to } = await someoneFor(first);
      await first.control.run('text.receive', { from, to, body: 'Before.' });
      await app.stop();
      inDatabaseOf(app.dataDir, (db) =>
        db.exec(
          `insert into deliveries (seq, account_id, webhook_header_id, event, url, status, created_at)
           select ${LARGEST}, account_id, 'x', event, url, 'success', created_at
           from deliveries limit 1`,
        ),
      );

      const again = await app.start();
      for (const body of ['One.', 'Two.']) {
        const { deliveryId } = await again.control.run('text.receive', { from, to, body });
        expect(await again.control.run('delivery.get', { id: deliveryId ?? '' })).toMatchObject({
          event: 'agent.message',
        });
      }
    } finally {
      await app.clear();
    }
  }, 60_000);

  it('of an event of a live call ends the call', async () => {
    const app = new TestApp({ rowsByHand: true });
    try {
      const first = await app.start();
      const { from, to } = await someoneFor(first);
      const { callId } = await first.control.run('call.place', { from, to });
      await first.control.run('call.waitFor', { callId, event: 'greeted' });
      await first.control.run('call.hangUp', { callId });
      await app.stop();
      inDatabaseOf(app.dataDir, (db) => {
        db.exec(`update calls set status = 'in-progress', ended_at = null`);
        db.exec(
          `update call_events set seq = ${LARGEST} where seq = (select max(seq) from call_events)`,
        );
      });

      const again = await app.start();
      expect(await again.control.run('call.get', { callId })).toMatchObject({
        status: 'failed',
        disconnectionReason: 'error_app_restart',
      });
    } finally {
      await app.clear();
    }
  }, 60_000);
});

async function someoneFor({ ready }: StartedApp): Promise<{ from: string; to: string }> {
  const response = await fetch(`${ready.api}/v1/numbers`, {
    headers: { authorization: `Bearer ${ready.apiKey}` },
  });
  const { data } = (await response.json()) as { data: { phoneNumber: string }[] };
  return { from: '+14155550123', to: data[0]?.phoneNumber ?? '' };
}
