import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DamageNotes } from '../../../main/store/database/damage-notes.ts';
import { openDatabase } from '../../../main/store/database/database.ts';
import { DeliveryStore } from '../../../main/store/deliveries/deliveries.ts';
import * as foundation from '../../../main/store/migrations/0001-foundation.ts';
import { DeliveryReader } from '../../../main/store/reader/delivery-reader.ts';

it('deliveries of an earlier version keep their bodies and attempts, and who names them finds them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'agentphone-test-'));
  const before = await openDatabase(folder, { '0001-foundation': foundation });
  before.exec(`
    insert into accounts (id, name, created_at) values ('acct_a', 'Test', 0);
    insert into calls (id, account_id, direction, carrier, from_number, to_number, status,
        settings_json, started_at)
      values ('call_a', 'acct_a', 'inbound', 'simulated', '+12025550147', '+14155550123', 'completed',
        '{}', 0);
    insert into deliveries (seq, id, account_id, webhook_header_id, event, url, status, call_id,
        source_id, attempt_count, created_at)
      values (7, 'dlv_old7', 'acct_a', 'voice_x', 'agent.message', 'http://127.0.0.1/', 'success',
          'call_a', null, 1, 5),
        (9, 'dlv_old9', 'acct_a', 'voice_x', 'agent.message', 'http://127.0.0.1/', 'pending', null,
          'dlv_old7', 0, 6),
        (11, 'dlv_old11', 'acct_a', 'del_x', 'agent.message', 'http://127.0.0.1/', 'success', null,
          null, 1, 7),
        (12, 'dlv_old12', 'acct_a', 'del_y', 'agent.message', 'http://127.0.0.1/', 'failed', null,
          null, 1, 8);
    insert into delivery_bodies values (7, '{"a":1}', null), (9, '{"a":2}', '{"a":3}'),
      (11, '{"data":{"from":"+12025550147","message":"Open\\non Sunday?"}}', null), (12, 'no', null);
    insert into delivery_attempts (seq, number, started_at, outcome, secret, url,
        request_headers_json, http_status)
      values (7, 1, 5, 'success', 'whsec_x', 'http://127.0.0.1/', '[["A","b"]]', 200);
    insert into call_events values
      ('call_a', 1, 10, 'request.sent', 1, '{"deliveryId":"dlv_old7","url":"http://127.0.0.1/"}'),
      ('call_a', 2, 20, 'request.sent', 2, '{"deliveryId":null,"url":"http://127.0.0.1/"}');
  `);
  before.close();

  const db = await openDatabase(folder);
  expect(db.pragma('foreign_key_check')).toEqual([]);
  expect(db.prepare('select data_json from call_events order by seq').pluck().all()).toEqual([
    '{"deliveryId":"dlv_7","url":"http://127.0.0.1/"}',
    '{"deliveryId":null,"url":"http://127.0.0.1/"}',
  ]);
  expect(new DeliveryReader(db, new DamageNotes()).get('dlv_7')).toMatchObject({
    summary: { id: 'dlv_7', status: 'success', callId: 'call_a' },
    attempts: [{ number: 1, httpStatus: 200, requestHeaders: [['A', 'b']] }],
  });
  const copy = new DeliveryStore(db, new DamageNotes()).find('dlv_9');
  expect(copy?.row).toMatchObject({ sourceId: 'dlv_7', status: 'pending' });
  expect([copy?.body.toString(), copy?.editedBody?.toString()]).toEqual(['{"a":2}', '{"a":3}']);
  // The counterparty and the excerpt of a row are read from its body, if it can be parsed.
  const store = new DeliveryStore(db, new DamageNotes());
  expect(store.summary('dlv_11')).toMatchObject({
    counterparty: '+12025550147',
    excerpt: 'Open on Sunday?',
    silent: false,
  });
  expect(store.summary('dlv_12')).toMatchObject({ counterparty: null, excerpt: null });
  // Removing one also removes what belongs to it, as before.
  db.exec('delete from deliveries where seq = 7');
  expect(db.prepare('select seq from delivery_bodies').pluck().all()).toEqual([9, 11, 12]);
  expect(db.prepare('select count(*) from delivery_attempts').pluck().get()).toBe(0);
  db.close();
  rmSync(folder, { recursive: true });
});
