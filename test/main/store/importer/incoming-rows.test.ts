import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WorkspaceFile } from '../../../../common/contract/index.ts';
import { type Database, openDatabase } from '../../../../main/store/database/database.ts';
import { readIncomingFile } from '../../../../main/store/importer/incoming-file.ts';
import { checkedTables } from '../../../../main/store/importer/incoming-rows.ts';
import { Staging } from '../../../../main/store/importer/staging.ts';
import { writeWorkspace } from '../../../../main/store/reader/workspace-writer.ts';
import { TABLES } from '../../../../main/store/tables/all-tables.ts';
import { WorkspaceStore } from '../../../../main/store/workspace.ts';

const OWNER = 'acct_owner';
const folder = mkdtempSync(join(tmpdir(), 'agentphone-import-'));
let db: Database;
let staged = 0;

beforeAll(async () => {
  db = await openDatabase(folder);
  db.prepare('insert into accounts (id, name, created_at) values (?, ?, 0)').run(OWNER, 'Owner');
});
afterAll(() => {
  db.close();
  rmSync(folder, { recursive: true });
});

const fixture = (): WorkspaceFile =>
  JSON.parse(
    readFileSync(new URL('../../../fixtures/workspace-bda9fff.json', import.meta.url), 'utf8'),
  );

function adopt(file: unknown): number {
  staged += 1;
  const path = join(folder, `staged-${staged}`);
  const incoming = readIncomingFile(Buffer.from(JSON.stringify({ workspace: file })));
  const staging = new Staging(path, folder);
  try {
    const tables = checkedTables(incoming, {
      owner: OWNER,
      columnsOf: (table) => staging.columnsOf(table),
      onProgress: () => {},
      onNotSent: () => {},
    });
    const rows = staging.insert(tables, () => {});
    staging.close();
    new WorkspaceStore(db).adopt(path);
    return rows;
  } finally {
    staging.close();
    rmSync(path);
  }
}

const exported = (includeSecrets = true): WorkspaceFile =>
  JSON.parse(
    Buffer.from(
      writeWorkspace(db, { accountId: OWNER, exportedAtMs: 0, includeSecrets }),
    ).toString(),
  );

/** The fixture, with cells of one row of a table replaced. */
function withCell(table: string, cells: Record<string, unknown>, index = 0): unknown {
  const file = fixture();
  const rows = file.tables[table] ?? [];
  const tables = {
    ...file.tables,
    [table]: rows.map((row, at) => (at === index ? { ...row, ...cells } : row)),
  };
  return { ...file, tables };
}

/** Tables that the earlier version lacked, and those that are never exported. */
const NEWER_TABLES = [
  'agent_preferences',
  'feedback',
  'model_requests',
  'opt_outs',
  'phone_verifications',
  'sip_trunks',
  'whatsapp_connections',
  'whatsapp_templates',
];
const KEPT_TABLES = ['api_keys', 'settings', 'twilio_changes', 'twilio_opt_outs'];
/** An agent's stored settings, with a tool at this URL. */
function toolAt(url: string): string {
  const { settings_json } = fixture().tables.agents?.[0] ?? {};
  const customTools = [{ name: 'look_up', description: 'Looks it up.', parameters: null, url }];
  return JSON.stringify({ ...JSON.parse(String(settings_json)), customTools });
}

/** The columns of a delivery that was waiting and is now cancelled. */
const NOT_SENT = {
  status: 'cancelled',
  next_attempt_at: null,
  last_error: expect.stringContaining('an import sends nothing'),
};

describe('an export of an earlier version', () => {
  it('comes in whole, with something in every table', () => {
    const file = fixture();
    const missing = [...TABLES.keys()].filter((name) => (file.tables[name] ?? []).length === 0);
    expect(missing.sort()).toEqual([...NEWER_TABLES, ...KEPT_TABLES].sort());
    const rows = adopt(file);
    // Which calls are still live at the carrier concerns only the exporting app.
    file.tables.twilio_calls = [];
    expect(rows).toBe(Object.values(file.tables).reduce((sum, list) => sum + list.length, 0));
    const mine = JSON.parse(JSON.stringify(file.tables).replaceAll(file.accountId, OWNER));
    // Columns that are newer than the file.
    const newer: Record<string, object> = {
      idempotent_answers: { request_sha256: null },
      numbers: { external_id: null, expires_at: null, whatsapp_connection_id: null },
      messages: { delivered_at: null, read_at: null, error_code: null, whatsapp_json: null },
      registrations: { updated_at: null },
      deliveries: { counterparty: null, excerpt: null, silent: 0 },
    };
    for (const [name, list] of Object.entries(exported().tables)) {
      if (NEWER_TABLES.includes(name)) continue;
      // The room reserved for an answer is not needed, because it arrived long ago.
      expect(list, name).toEqual(
        mine[name].map((row: object) => ({
          ...row,
          ...('room' in row ? { room: null } : {}),
          ...newer[name],
          ...('next_attempt_at' in row && row.next_attempt_at !== null ? NOT_SENT : {}),
        })),
      );
    }
  });

  it('keeps what belongs to an account of a sign-up, which it does not hold', () => {
    adopt(withCell('agents', { account_id: 'acct_signedup' }, 2));
    expect(exported().tables.accounts).toContainEqual(
      expect.objectContaining({ id: 'acct_signedup', parent_id: null }),
    );
  });
});

describe('a workspace from outside', () => {
  it.each([
    ['calls', { id: '../../x' }, 'id'],
    ['calls', { status: 'ringing' }, 'status'],
    ['calls', { started_at: 9e15 }, 'started_at'],
    ['calls', { started_at: -1 }, 'started_at'],
    ['calls', { started_at: 1.5 }, 'started_at'],
    ['calls', { settings_json: 'x' }, 'settings_json'],
    ['calls', { settings_json: '{}' }, 'settings_json'],
    ['calls', { disconnection_reason: 'bored' }, 'disconnection_reason'],
    ['calls', { agent_id: 'agt_nobody' }, 'agent_id'],
    ['call_events', { data_json: 'x' }, 'data_json'],
    ['call_events', { data_json: '[]' }, 'data_json'],
    ['call_events', { data_json: '{"direction":"sideways"}' }, 'data_json'],
    ['call_events', { type: 'call.ringing","x":"' }, 'type'],
    ['call_events', { call_id: 'call_nobody' }, 'call_id'],
    ['agents', { settings_json: '{"voice":7}' }, 'settings_json'],
    ['agents', { name: 7 }, 'name'],
    ['numbers', { phone_number: '12345' }, 'phone_number'],
    ['numbers', { carrier: 'pigeon' }, 'carrier'],
    ['numbers', { counts_to_allowance: 2 }, 'counts_to_allowance'],
    ['contacts', { phone_number: '<script>' }, 'phone_number'],
    ['contact_cards', { avatar_url: 'javascript:alert(1)' }, 'avatar_url'],
    ['conversations', { metadata_json: '[1' }, 'metadata_json'],
    [
      'conversations',
      { metadata_json: `{"a":${'['.repeat(70)}${']'.repeat(70)}}` },
      'metadata_json',
    ],
    ['conversations', { message_count: 1e15 }, 'message_count'],
    ['messages', { media_urls_json: '["file:///etc/passwd"]' }, 'media_urls_json'],
    ['messages', { media_urls_json: '["../x"]' }, 'media_urls_json'],
    ['messages', { channel: 'telex' }, 'channel'],
    ['messages', { conversation_id: 'conv_nobody' }, 'conversation_id'],
    ['messages', { from_number: 'a\nb' }, 'from_number'],
    ['webhooks', { url: 'ftp://127.0.0.1/' }, 'url'],
    ['webhooks', { url: 'http://127.0.0.1/\nx' }, 'url'],
    ['webhooks', { url: ' http://127.0.0.1/' }, 'url'],
    ['deliveries', { url: 'http://127.0.0.1/\r\n-o x' }, 'url'],
    ['messages', { media_urls_json: '["http://127.0.0.1/\\tx"]' }, 'media_urls_json'],
    ['webhooks', { secret: 'a\r\nX-Evil: 1' }, 'secret'],
    ['agents', { settings_json: toolAt('https://a.example/\nx') }, 'settings_json'],
    ['webhooks', { timeout_seconds: 1e9 }, 'timeout_seconds'],
    ['deliveries', { seq: Number.MAX_SAFE_INTEGER }, 'seq'],
    ['deliveries', { override_json: '{"headers":[["a b","c"]]}' }, 'override_json'],
    ['deliveries', { override_json: '{"url":"file:///x"}' }, 'override_json'],
    ['deliveries', { next_attempt_at: 9e15 }, 'next_attempt_at'],
    ['delivery_bodies', { body: null }, 'body'],
    ['delivery_attempts', { method: 'POST; touch x #' }, 'method'],
    [
      'delivery_attempts',
      { request_headers_json: '[["a","b\\r\\nc: d"]]' },
      'request_headers_json',
    ],
    ['delivery_attempts', { response_body: { base64: '%%%%' } }, 'response_body'],
    ['delivery_attempts', { timing_json: '{"endMs":"x"}' }, 'timing_json'],
    ['twilio_numbers', { sid: '../Calls/CA1' }, 'sid'],
    ['twilio_calls', { account_sid: 'AC/..' }, 'account_sid'],
    ['accounts', { parent_id: 'acct_pjna8q6td0mjdkjm' }, 'parent_id'],
    ['locations', { latitude: 91 }, 'latitude'],
    ['registrations', { request_json: '{}' }, 'request_json'],
    ['idempotent_answers', { body_json: '{' }, 'body_json'],
    ['agents', { shoe_size: 44 }, 'shoe_size'],
    ['agents', JSON.parse('{"__proto__": 1}') as Record<string, unknown>, '__proto__'],
    ['agents', { created_at: true }, 'created_at'],
  ])('is refused with the place named: %s with %j', (table, cells, column) => {
    const before = exported();
    expect(() => adopt(withCell(table, cells))).toThrow(
      new RegExp(`^"${table}", row 1 .*column "${column}": `),
    );
    expect(exported()).toEqual(before);
  });

  it.each(['settings', 'api_keys', 'kysely_migration', 'sqlite_schema'])(
    'brings no table "%s"',
    (table) => {
      const file = fixture();
      const tables = { ...file.tables, [table]: [] };
      expect(() => adopt({ ...file, tables })).toThrow(`There is no table "${table}".`);
    },
  );

  it('is refused where two rows cannot both be there', () => {
    const file = fixture();
    const reactions = file.tables.reactions ?? [];
    const twice = { ...file, tables: { ...file.tables, reactions: [...reactions, ...reactions] } };
    expect(() => adopt(twice)).toThrow(/"reactions", row 2 .*column "id": is there a second time/);
    const phone = file.tables.numbers?.[0]?.phone_number;
    expect(() => adopt(withCell('numbers', { phone_number: phone }, 1))).toThrow(
      /"numbers", row 2 .*column "phone_number": is there a second time/,
    );
  });

  it('is refused where it names the account of this workspace as another one', () => {
    expect(() => adopt(withCell('accounts', { id: OWNER }))).toThrow(/"accounts", row 1 .*"id"/);
  });

  it('never says where a recording lies', () => {
    adopt(withCell('calls', { recording_path: '../../../somewhere/x.txt' }));
    expect(exported().tables.calls?.map((call) => call.recording_path)).toEqual([null, null, null]);
    const stored = db.prepare('select recording_path from calls where recording_path is not null');
    expect(stored.all()).toEqual([]);
  });

  it('is refused as a whole when its outside has no known form', () => {
    for (const file of [null, {}, { ...fixture(), format: 'zip' }, { ...fixture(), tables: [] }]) {
      expect(() => adopt(file)).toThrow('The file is no export of a workspace.');
    }
    expect(() => readIncomingFile(Buffer.from('{'))).toThrow('The body is no JSON.');
    expect(() => readIncomingFile(Buffer.from([0xff, 0xfe]))).toThrow('The body is no JSON.');
  });
});

describe('an export', () => {
  const word = fc.string({ unit: 'binary', maxLength: 40 });
  const momentMs = fc.integer({ min: 0, max: Date.UTC(2200, 0, 1) });
  const line = fc.string({ unit: 'grapheme-ascii', maxLength: 30 });

  it('comes back as it was after it was imported', () => {
    const arbitrary = fc.record({
      body: word,
      name: word,
      preview: word,
      notes: fc.option(word),
      email: fc.option(line),
      metadata: fc.option(fc.dictionary(word, fc.jsonValue({ maxDepth: 5 }), { maxKeys: 4 })),
      at: momentMs,
      held: fc.nat(),
      duration: fc.option(fc.double({ min: 0, max: 1e9, noNaN: true, noDefaultInfinity: true })),
      bytes: fc.option(fc.uint8Array({ maxLength: 50 })),
      latitude: fc.double({ min: -90, max: 90, noNaN: true }),
      error: fc.option(word),
    });
    fc.assert(
      fc.property(arbitrary, (made) => {
        const file = fixture();
        const first = (table: string, cells: Record<string, unknown>) =>
          (file.tables[table] ?? []).map((row, index) =>
            index === 0 ? { ...row, ...cells } : row,
          );
        const bytes = made.bytes && { base64: Buffer.from(made.bytes).toString('base64') };
        const metadata = made.metadata && JSON.stringify(made.metadata);
        const tables = {
          ...file.tables,
          messages: first('messages', { body: made.body, received_at: made.at }),
          contacts: first('contacts', { name: made.name, notes: made.notes, email: made.email }),
          conversations: first('conversations', {
            metadata_json: metadata,
            last_message_preview: made.preview,
            created_at: made.at,
          }),
          deliveries: first('deliveries', {
            last_error: made.error,
            last_duration_ms: made.duration,
            held_ms: made.held,
          }),
          delivery_attempts: first('delivery_attempts', { response_body: bytes }),
          locations: first('locations', { latitude: made.latitude }),
        };
        adopt({ ...file, tables });
        const once = exported();
        adopt(once);
        expect(exported()).toEqual(once);
        expect(once.tables.messages?.[0]?.body).toBe(made.body);
        expect(once.tables.conversations?.[0]?.metadata_json).toBe(metadata);
        expect(once.tables.delivery_attempts?.[0]?.response_body).toEqual(bytes);
      }),
      { numRuns: 25 },
    );
  });

  it('without secrets holds none, and comes in all the same', () => {
    adopt(fixture());
    const open = exported(false);
    expect(JSON.stringify(open)).not.toMatch(/whsec_|875598|sha256=/);
    expect(adopt(open)).toBeGreaterThan(100);
    const [secret] = db.prepare<[], string>('select secret from webhooks').pluck().all();
    expect(secret).toMatch(/^whsec_\w{20,}/);
  });
});

describe('a request to a model from outside', () => {
  const answer = {
    outcome: 'complete',
    message: null,
    text: { text: 'Hi.', characters: 3 },
    toolCalls: [],
    finish: 'stop',
    usage: null,
    firstTokenMs: 1,
    durationMs: 2,
  };

  const withRequest = (cells: object): unknown => {
    const file = fixture();
    const [call] = file.tables.calls ?? [];
    const row = {
      call_id: (call as { id?: string } | undefined)?.id,
      number: 0,
      turn: 1,
      provider: 'openai',
      model: 'm',
      started_at: 1,
      body_characters: 2,
      body: '{}',
      answer_json: JSON.stringify(answer),
      ...cells,
    };
    return { ...file, tables: { ...file.tables, model_requests: [row] } };
  };

  it('comes in as it is, with or without its answer', () => {
    for (const cells of [{}, { answer_json: null }, { body: '['.repeat(100_000) }]) {
      const file = withRequest(cells) as WorkspaceFile;
      adopt(file);
      expect(exported().tables.model_requests).toEqual(file.tables.model_requests);
    }
  });

  it.each([
    [{ call_id: 'call_gone' }],
    [{ number: -1 }],
    [{ turn: 'one' }],
    [{ provider: '' }],
    [{ body: null }],
    [{ body: 'x'.repeat(262_145) }],
    [{ answer_json: '{"outcome":"splendid"}' }],
    [{ answer_json: JSON.stringify({ ...answer, durationMs: -1 }) }],
    [
      {
        answer_json: JSON.stringify({
          ...answer,
          text: { text: 'x'.repeat(32_769), characters: 1 },
        }),
      },
    ],
    [{ headers_json: '[]' }],
  ])('is refused with %.60j', (cells) => {
    expect(() => adopt(withRequest(cells))).toThrow(/"model_requests", row 1/);
  });
});
