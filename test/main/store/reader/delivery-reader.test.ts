import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DamageNotes } from '../../../../main/store/database/damage-notes.ts';
import { openDatabase, openReadOnly } from '../../../../main/store/database/database.ts';
import * as foundation from '../../../../main/store/migrations/0001-foundation.ts';
import { DeliveryReader } from '../../../../main/store/reader/delivery-reader.ts';

it('a delivery is read with the attempts of that very moment', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'agentphone-test-'));
  const before = await openDatabase(folder, { '0001-foundation': foundation });
  before.exec(`
    insert into accounts (id, name, created_at) values ('acct_a', 'Test', 0);
    insert into deliveries (seq, id, account_id, webhook_header_id, event, url, status, call_id,
        source_id, attempt_count, created_at)
      values (7, 'dlv_7', 'acct_a', 'evt_x', 'agent.message', 'http://127.0.0.1/', 'sending', null,
        null, 1, 5);
    insert into delivery_bodies values (7, '{"a":1}', null);
    insert into delivery_attempts (seq, number, started_at, outcome, secret, url,
        request_headers_json)
      values (7, 1, 5, 'inFlight', 'whsec_x', 'http://127.0.0.1/', '[]');
  `);
  before.close();
  const writer = await openDatabase(folder);
  const db = openReadOnly(folder);
  // The answer arrives after the delivery was read but before its attempts are.
  const prepare = db.prepare.bind(db);
  let answered = false;
  Object.assign(db, {
    prepare: (sql: string) => {
      const statement = prepare(sql);
      if (!sql.includes('delivery_attempts')) return statement;
      const all = statement.all.bind(statement);
      return Object.assign(statement, {
        all: (...parameters: unknown[]) => {
          writer.exec(`update deliveries set status = 'success' where seq = 7;
            update delivery_attempts set outcome = 'success', http_status = 200 where seq = 7;`);
          answered = true;
          return all(...parameters);
        },
      });
    },
  });
  const reader = new DeliveryReader(db, new DamageNotes());
  expect(reader.get('dlv_7')).toMatchObject({
    summary: { status: 'sending' },
    attempts: [{ outcome: 'inFlight' }],
  });
  expect(answered).toBe(true);
  expect(reader.get('dlv_7')).toMatchObject({
    summary: { status: 'success' },
    attempts: [{ outcome: 'success' }],
  });
  db.close();
  writer.close();
  rmSync(folder, { recursive: true });
});
