import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type Sqlite from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TABLES } from '../../../../main/store/tables/all-tables.ts';
import { LiveWatcher } from '../../../doubles/app/live-watcher.ts';
import { type StartedApp, TestApp } from '../../../doubles/app/running-app.ts';
import { oldWorkspace } from '../../../doubles/storage/old-workspace.ts';
import { inDatabaseOf, spoilCell } from '../../../doubles/storage/spoilt-rows.ts';

const app = new TestApp({ rowsByHand: true });
let started: StartedApp;

beforeAll(async () => {
  started = await app.start();
  await started.control.run('workspace.import', { workspace: oldWorkspace() });
  await makeWhatIsNewer(started);
}, 60_000);
afterAll(() => app.clear());

/** Adds a row to each table with closed columns that the old workspace lacks. */
async function makeWhatIsNewer({ ready }: StartedApp): Promise<void> {
  const post = async (path: string, body: object) => {
    const response = await fetch(`${ready.api}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ready.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await response.json()) as { id: string };
  };
  await post('/v1/sip-trunks', {});
  const { id } = await post('/v1/integrations/whatsapp/connect', { code: 'any' });
  await post(`/v1/integrations/whatsapp/${id}/templates`, {
    name: 'ready',
    category: 'UTILITY',
    parameter_format: 'POSITIONAL',
    components: [{ type: 'BODY', text: 'Your order is ready.' }],
  });
}

const inDatabase = <T>(work: (db: Sqlite.Database) => T) => inDatabaseOf(app.dataDir, work);
const spoil = (table: string, column: string, cell: string | number, where?: string) =>
  spoilCell(app.dataDir, table, column, cell, where);

/** Beyond any date. */
const FAR = 9_000_000_000_000_000;

/** Every column with a closed word list, in all tables. */
const WORDS = [...TABLES.values()].flatMap((table) =>
  table.closedColumns.map(({ column }) => [table.name, column] as const),
);

describe('a word that this version does not know', () => {
  let mend: () => void = () => {};
  afterEach(() => {
    mend();
    mend = () => {};
  });

  it('could be in these columns', () => {
    expect(WORDS.map(([table, column]) => `${table}.${column}`).sort()).toEqual(
      [
        'numbers.type',
        'numbers.status',
        'numbers.carrier',
        'calls.direction',
        'calls.carrier',
        'calls.status',
        'calls.disconnection_reason',
        'call_events.type',
        'messages.direction',
        'messages.channel',
        'messages.send_style',
        'reactions.direction',
        'registrations.decision',
        'deliveries.kind',
        'deliveries.status',
        'delivery_totals.status',
        'sip_trunks.transfers',
        'sip_trunks.transfer_caller_id',
        'whatsapp_templates.category',
        'whatsapp_templates.decision',
        'whatsapp_templates.parameter_format',
        'delivery_attempts.outcome',
        'delivery_attempts.method',
        'delivery_attempts.failure',
      ].sort(),
    );
  });

  it.each(WORDS)('is named, whoever asks for the others: %s.%s', async (table, column) => {
    mend = spoil(table, column, 'odd');
    const { items } = await started.control.run('damage.list', {});
    expect(items).toEqual([expect.objectContaining({ table, column })]);
    mend();
    expect((await started.control.run('damage.list', {})).items).toEqual([]);
  });
});

describe('a start', () => {
  it('looks for such words by itself', async () => {
    const mend = spoil('numbers', 'status', 'odd');
    await app.stop();
    started = await app.start();
    const watcher = new LiveWatcher(started.ready);
    const { damage } = await watcher.opened;
    if (damage.tables.numbers === undefined) {
      await watcher.seen((change) => change.kind === 'damage' && change.item.tables.numbers === 1);
    }
    watcher.close();
    mend();
    expect((await started.control.run('damage.list', {})).items).toEqual([]);
  });
});

describe('a row that cannot be read and has the place of another', () => {
  it('is named to who wants the place, with the way out, and gone the place is free', async () => {
    const { control, ready } = started;
    const number = inDatabase((db) =>
      db
        .prepare<[], string>(`select phone_number from numbers where status = 'active' limit 1`)
        .pluck()
        .get(),
    );
    const post = (path: string, body: object) =>
      fetch(ready.api + path, {
        method: 'POST',
        headers: { authorization: `Bearer ${ready.apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }).then(async (answer) => ({ status: answer.status, body: await answer.json() }));
    const text = { from: '+12025550188', to: number ?? '', body: 'Hello' };
    const contact = { phoneNumber: '+12025550188', name: 'Caller' };
    const webhook = { url: 'http://127.0.0.1:9/hook' };
    const cases = [
      ['conversations', `participant = '${text.from}'`, () => control.send('text.receive', text)],
      ['contacts', `phone_number = '${contact.phoneNumber}'`, () => post('/v1/contacts', contact)],
      ['webhooks', 'agent_id is null', () => post('/v1/webhooks', webhook)],
    ] as const;
    for (const [table, where, ask] of cases) {
      await ask();
      const id = inDatabase((db) => {
        db.exec(`update "${table}" set created_at = ${FAR} where ${where}`);
        return db.prepare<[], string>(`select id from "${table}" where ${where}`).pluck().get();
      });
      const refused = await ask();
      expect([refused.status, refused.body], table).toEqual([
        409,
        expect.objectContaining({
          error: expect.objectContaining({
            code: 'ROW_DAMAGED',
            message: expect.stringMatching(
              new RegExp(`"${table}" ${id} .*"created_at".*damage\\.export.*damage\\.delete`),
            ),
          }),
        }),
      ]);
      await control.run('damage.delete', { rows: [{ table, key: { id: id ?? '' } }] });
      expect((await ask()).status, table).toBeLessThan(300);
    }
  });
});

describe('a call that cannot be read', () => {
  it('goes with its events and its recording, and no other file does', async () => {
    const { control } = started;
    const [call, other] = (await control.run('call.list', {})).items;
    const recordings = join(app.dataDir, 'recordings');
    const file = (id?: string) => join(recordings, `${id}.wav`);
    for (const path of [file(call?.id), file(other?.id), join(recordings, 'mine.wav')]) {
      writeFileSync(path, 'x');
    }
    inDatabase((db) => {
      const keep = db.prepare('update calls set recording_path = ? where id = ?');
      keep.run(`${call?.id}.wav`, call?.id);
      keep.run(`${other?.id}.wav`, other?.id);
      db.prepare(`update calls set status = 'odd' where id = ?`).run(call?.id);
    });
    const rows = [{ table: 'calls', key: { id: call?.id ?? '' } }];
    await control.run('damage.list', {});
    await control.run('damage.delete', { rows });
    expect(readdirSync(recordings).sort()).toEqual([`${other?.id}.wav`, 'mine.wav'].sort());
    expect(inDatabase((db) => db.pragma('foreign_key_check'))).toEqual([]);
    const left = inDatabase((db) =>
      db
        .prepare<[unknown], number>('select count(*) from call_events where call_id = ?')
        .pluck()
        .get(call?.id),
    );
    expect(left).toBe(0);
  });

  it('takes its recording along when what it belongs to goes', async () => {
    const { control } = started;
    const recordings = join(app.dataDir, 'recordings');
    const found = inDatabase((db) =>
      db
        .prepare<[], { id: string; number: string }>(
          'select id, number_id as number from calls where number_id is not null limit 1',
        )
        .get(),
    );
    writeFileSync(join(recordings, `${found?.id}.wav`), 'x');
    inDatabase((db) => {
      db.prepare('update calls set recording_path = ? where id = ?').run(
        `${found?.id}.wav`,
        found?.id,
      );
      db.prepare(`update numbers set status = 'odd' where id = ?`).run(found?.number);
    });
    await control.run('damage.list', {});
    await control.run('damage.delete', {
      rows: [{ table: 'numbers', key: { id: found?.number ?? '' } }],
    });
    expect(readdirSync(recordings)).not.toContain(`${found?.id}.wav`);
    expect(inDatabase((db) => db.pragma('foreign_key_check'))).toEqual([]);
  });
});
