import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LiveWatcher } from '../../../doubles/app/live-watcher.ts';
import { type StartedApp, TestApp } from '../../../doubles/app/running-app.ts';
import { readEverything } from '../../../doubles/app/whole-read.ts';
import { oldWorkspace } from '../../../doubles/storage/old-workspace.ts';
import { inDatabaseOf, spoilCell } from '../../../doubles/storage/spoilt-rows.ts';

const app = new TestApp({ rowsByHand: true });
let started: StartedApp;

beforeAll(async () => {
  started = await app.start();
  await started.control.run('workspace.import', { workspace: oldWorkspace() });
  const [agent] = (await started.sdk.agents.listAgents()).data;
  await started.control.run('agentPreferences.set', { agentId: agent?.id ?? '', keepMarkup: true });
}, 60_000);
afterAll(() => app.clear());

const inDatabase = <T>(work: (db: Sqlite.Database) => T) => inDatabaseOf(app.dataDir, work);
const spoil = (table: string, column: string, cell: string | number, where?: string) =>
  spoilCell(app.dataDir, table, column, cell, where);

/** Reads the window's snapshot, and everything else that queries this table. */
async function read(table: string): Promise<void> {
  const { control, ready } = started;
  const watcher = new LiveWatcher(ready);
  await watcher.opened;
  watcher.close();
  const get = async (path: string) => {
    const authorization = `Bearer ${ready.apiKey}`;
    const { status } = await fetch(ready.api + path, { headers: { authorization } });
    expect(status, path).toBeLessThan(500);
  };
  const all = <T>(list: readonly T[], ask: (item: T) => Promise<unknown>) =>
    Promise.all(list.map(ask));
  switch (table) {
    case 'contacts':
    case 'webhooks':
      return get(`/v1/${table}`);
    case 'locations':
      return get('/v1/location/+12025550147');
    case 'agent_preferences':
      await all((await started.sdk.agents.listAgents()).data, ({ id }) =>
        control.run('agentPreferences.get', { agentId: id }),
      );
      return;
    case 'call_events':
      await all((await control.run('call.list', {})).items, ({ id }) =>
        control.run('call.events', { callId: id }),
      );
      return;
    case 'delivery_attempts':
      await all((await control.run('delivery.list', {})).items, ({ id }) =>
        control.run('delivery.get', { id }),
      );
      return;
    default:
      return get(`/v1/${table === 'deliveries' ? 'webhooks/deliveries' : table}`);
  }
}

const FAR = 9_000_000_000_000_000;
const SPOILT: readonly [table: string, column: string, cell: string | number, where?: string][] = [
  ['agents', 'settings_json', 'x'],
  ['agents', 'settings_json', '{"voice":1}'],
  ['agents', 'created_at', FAR],
  ['agent_preferences', 'preferences_json', 'x'],
  ['numbers', 'created_at', FAR],
  ['numbers', 'carrier', 'pigeon'],
  ['contacts', 'created_at', FAR],
  ['contacts', 'updated_at', -1],
  ['conversations', 'metadata_json', 'x'],
  ['conversations', 'participants_json', '{}', 'group_id is not null'],
  ['conversations', 'last_message_at', FAR],
  ['messages', 'media_urls_json', 'x'],
  ['messages', 'channel', 'telex'],
  ['messages', 'received_at', FAR],
  ['reactions', 'created_at', FAR],
  ['calls', 'settings_json', 'x'],
  ['calls', 'status', 'odd'],
  ['calls', 'started_at', FAR],
  ['calls', 'ended_at', FAR],
  ['call_events', 'data_json', 'x'],
  ['call_events', 'data_json', '[]'],
  ['call_events', 'type', 'call.odd'],
  ['call_events', 'type', '","x":"'],
  ['webhooks', 'created_at', FAR],
  ['deliveries', 'created_at', FAR],
  ['deliveries', 'override_json', 'x'],
  ['deliveries', 'status', 'odd'],
  ['deliveries', 'next_attempt_at', FAR, 'seq = (select max(seq) from deliveries)'],
  ['delivery_attempts', 'request_headers_json', 'x'],
  ['delivery_attempts', 'response_headers_json', '[1]'],
  ['delivery_attempts', 'timing_json', 'x'],
  ['delivery_attempts', 'started_at', FAR],
  ['locations', 'updated_at', FAR],
  ['settings', 'value_json', 'x', `key = 'plan'`],
];

describe('a row that cannot be read', () => {
  let mend: () => void = () => {};
  afterEach(async () => {
    mend();
    mend = () => {};
    // Repaired rows are removed from the list.
    await started.control.run('damage.list', {});
  });

  it.each(SPOILT.filter(([table]) => table !== 'settings'))(
    'is left out, and named where it is asked for: %s.%s = %s',
    async (table, column, cell, where) => {
      mend = spoil(table, column, cell, where);
      await read(table);
      const { items } = await started.control.run('damage.list', {});
      expect(items).toEqual([expect.objectContaining({ table, column })]);
      mend();
      expect((await started.control.run('damage.list', {})).items).toEqual([]);
    },
  );

  it('leaves the other events of its call in the log, the timeline and the transcript', async () => {
    const { control } = started;
    const [call] = (await control.run('call.list', {})).items.filter(
      ({ turns }) => turns.length > 1,
    );
    const callId = call?.id ?? '';
    const whole = (await control.run('call.events', { callId })).items;
    mend = spoil(
      'call_events',
      'data_json',
      'x',
      `call_id = '${callId}' and type = 'turn.finished'`,
    );
    const rest = (await control.run('call.events', { callId })).items;
    expect(rest.length).toBe(whole.length - 1);
    expect(rest).toEqual(whole.filter(({ seq }) => rest.some((event) => event.seq === seq)));
    expect((await control.run('call.timeline', { callId })).turns.length).toBeGreaterThan(0);
  });

  it('is told to the window, exported as it is stored, and deleted with what belongs to it', async () => {
    const { control } = started;
    const id = inDatabase((db) =>
      db.prepare<[], string>(`select conversation_id from messages limit 1`).pluck().get(),
    );
    mend = spoil('conversations', 'metadata_json', 'x{', `id = '${id}'`);
    const watcher = new LiveWatcher(started.ready);
    expect((await watcher.opened).damage).toEqual({ tables: { conversations: 1 } });
    const { items } = await control.run('damage.list', {});
    const belongings = inDatabase((db) =>
      db
        .prepare<[{ id: string }], number>(
          `select (select count(*) from messages where conversation_id = @id)
             + (select count(*) from reactions where message_id in
                 (select id from messages where conversation_id = @id))
             + (select count(*) from twilio_messages where message_id in
                 (select id from messages where conversation_id = @id))`,
        )
        .pluck()
        .get({ id: id ?? '' }),
    );
    expect(items).toEqual([
      { table: 'conversations', key: { id }, column: 'metadata_json', belongings },
    ]);
    const { rows } = await control.run('damage.export', {});
    expect(rows[0]?.cells).toMatchObject({ id, metadata_json: 'x{' });

    const rows_ = items.map(({ table, key }) => ({ table, key }));
    const { deleted } = await control.run('damage.delete', { rows: rows_ });
    expect(deleted).toBe((belongings ?? 0) + 1);
    await watcher.seen(
      (change) => change.kind === 'damage' && Object.keys(change.item.tables).length === 0,
    );
    watcher.close();
    mend = () => {};
    expect(inDatabase((db) => db.pragma('foreign_key_check'))).toEqual([]);
    await read('conversations');
  });

  it('is the only one that can be deleted by this way', async () => {
    const [agent] = (await started.sdk.agents.listAgents()).data;
    const answer = await started.control.send('damage.delete', {
      rows: [{ table: 'agents', key: { id: agent?.id } }],
    });
    expect(answer.status).toBe(404);
  });

  it('is left out of an export, with what cannot be without it, so that the rest comes in', async () => {
    const { control } = started;
    mend = spoil('agents', 'settings_json', 'x', `name = 'Hosted'`);
    const file = await control.run('workspace.export', { includeSecrets: true });
    expect(file.tables.agents?.length).toBe(2);
    expect(file.tables.numbers?.filter(({ agent_id: agent }) => agent === null).length).toBe(1);
    await control.run('workspace.import', { workspace: file });
    mend = () => {};
    await read('conversations');
  });
});

describe('a start', () => {
  it('goes on with a row spoilt in every table, and ends a call whose log is', async () => {
    const other = new TestApp({ rowsByHand: true });
    try {
      const first = await other.start();
      await first.control.run('workspace.import', { workspace: oldWorkspace() });
      await other.stop();
      const db = new Sqlite(join(other.dataDir, 'agentphone.db'));
      db.exec(`insert or ignore into settings values ('plan', '{}')`);
      // Adds a waiting delivery, because an import leaves none.
      db.exec(
        `update deliveries set status = 'pending' where seq = (select max(seq) from deliveries)`,
      );
      const [live] = db
        .prepare<[], string>('select id from calls order by started_at')
        .pluck()
        .all();
      db.prepare(`update calls set status = 'in-progress', ended_at = null where id = ?`).run(live);
      db.exec(`update call_events set data_json = 'x' where call_id = '${live}' and seq % 2 = 1`);
      for (const [table, column, cell, where = '1'] of SPOILT) {
        if (table === 'calls' || table === 'call_events') continue;
        db.prepare(
          `update "${table}" set "${column}" = ? where rowid = (select rowid from "${table}" where ${where} limit 1)`.replace(
            /rowid = \(select rowid from "(settings|locations|delivery_attempts)" where (.*) limit 1\)/,
            '$2',
          ),
        ).run(cell);
      }
      db.close();

      const again = await other.start();
      expect(await readEverything(again)).toEqual([]);
      expect(await again.control.run('call.get', { callId: live ?? '' })).toMatchObject({
        status: 'failed',
        disconnectionReason: 'error_app_restart',
      });
      const tables = (await again.control.run('damage.list', {})).items.map(({ table }) => table);
      expect(new Set(tables)).toEqual(
        new Set([
          'agents',
          'numbers',
          'contacts',
          'conversations',
          'messages',
          'reactions',
          'call_events',
          'webhooks',
          'deliveries',
          'delivery_attempts',
          'locations',
          'settings',
        ]),
      );
    } finally {
      await other.clear();
    }
  }, 60_000);
});
