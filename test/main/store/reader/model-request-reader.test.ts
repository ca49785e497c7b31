import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OperationOutput } from '../../../../common/contract/index.ts';
import { ModelRequestStore } from '../../../../main/store/calls/model-requests.ts';
import { DamageNotes } from '../../../../main/store/database/damage-notes.ts';
import { type Database, openDatabase } from '../../../../main/store/database/database.ts';
import { ModelRequestReader } from '../../../../main/store/reader/model-request-reader.ts';

const folder = mkdtempSync(join(tmpdir(), 'agentphone-model-requests-'));
let db: Database;
let store: ModelRequestStore;

beforeAll(async () => {
  db = await openDatabase(folder);
  db.prepare("insert into accounts (id, name, created_at) values ('acct_a', 'A', 0)").run();
  db.prepare(
    `insert into calls (id, account_id, direction, carrier, from_number, to_number, status,
       settings_json, started_at)
     values ('call_a', 'acct_a', 'web', 'simulated', '', '', 'completed', '{}', 0)`,
  ).run();
  store = new ModelRequestStore(db);
});
afterAll(() => {
  db.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  db.prepare('delete from model_requests').run();
});

function insert(number: number, text: string, callId = 'call_a'): void {
  const body = { text, characters: text.length };
  store.insert({ callId, number, turn: 1, provider: 'p', model: 'm', startedAtMs: 0, body });
}

function list(): OperationOutput<'call.modelRequests'> {
  const query = { callId: 'call_a', turn: null, afterNumber: -1, limit: 10 };
  return JSON.parse(new ModelRequestReader(db, new DamageNotes()).list(query).toString());
}

describe('requests to models', () => {
  it.each(['', '{', '['.repeat(100_000), `{"messages":[${'['.repeat(99_999)}`, '{"messages":7}'])(
    'are read whatever is in the body (%.20j)',
    (body) => {
      insert(0, body);
      expect(list().items).toMatchObject([{ body: { text: body }, request: null }]);
    },
  );

  it('that nest deeper than can be written are shown as they are', () => {
    const deep = `{"messages":[],"a":${'['.repeat(90_000)}${']'.repeat(90_000)}}`;
    insert(0, deep);
    expect(list().items).toMatchObject([{ body: { text: deep }, request: null }]);
  });

  it('without an answer have none, and a damaged answer leaves out only its own row', () => {
    insert(0, '{"messages":[]}');
    insert(1, '{"messages":[]}');
    db.prepare("update model_requests set answer_json = '{}' where number = 0").run();
    expect(list().items).toMatchObject([{ number: 1, answer: null }]);
  });

  it('of a call that is gone are not kept', () => {
    insert(0, '{}', 'call_b');
    expect(db.prepare('select count(*) from model_requests').pluck().get()).toBe(0);
  });
});
