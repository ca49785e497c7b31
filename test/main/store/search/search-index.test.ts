import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SEARCH_KINDS, type SearchKind } from '../../../../common/contract/index.ts';
import { DamageNotes } from '../../../../main/store/database/damage-notes.ts';
import {
  type Database,
  openDatabase,
  openReadOnly,
} from '../../../../main/store/database/database.ts';
import { searchFile } from '../../../../main/store/search/search-file.ts';
import { SearchIndex } from '../../../../main/store/search/search-index.ts';

let folder = '';
let db: Database;
let source: Database;
let index: SearchIndex;
/** Moves by itself: each look at it is a millisecond later. */
let nowMs = 0;
const real = { monotonicMs: () => nowMs++ };

const open = () =>
  new SearchIndex({ source, file: searchFile(folder), damage: new DamageNotes(), real });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'agentphone-search-'));
  db = await openDatabase(folder);
  db.exec(`
    insert into accounts (id, name, created_at) values ('acct_a', 'A', 0), ('acct_b', 'B', 0);
    insert into agents values ('agt_desk', 'acct_a', 'Front desk',
      '{"systemPrompt":"Harbour Bikes, be brief"}', 5);
    insert into numbers (id, account_id, phone_number, country, type, status, carrier, created_at)
      values ('num_a', 'acct_a', '+14155550100', 'US', 'sms', 'active', 'simulated', 0);
    insert into contacts (id, account_id, phone_number, name, notes, created_at, updated_at)
      values ('ct_ann', 'acct_a', '+12025550147', 'Ann Müller', 'likes tandems', 6, 6);
    insert into conversations (id, account_id, number_id, agent_id, participant, message_count,
        last_message_at, last_message_preview, created_at)
      values ('conv_a', 'acct_a', 'num_a', 'agt_desk', '+12025550147', 3, 9, 'Tandem 150?', 1);
  `);
  text('msg1', 'Do you open on Sundays?');
  text('msg2', '日曜日は何時に開きますか');
  text('msg3', 'Une crème brûlée');
  source = openReadOnly(folder);
  index = open();
});
afterEach(() => {
  index.close();
  source.close();
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

function text(id: string, body: string, accountId = 'acct_a'): void {
  db.prepare(
    `insert into messages (id, account_id, conversation_id, number_id, agent_id, direction, channel,
       from_number, to_number, body, received_at)
     values (?, ?, 'conv_a', 'num_a', 'agt_desk', 'inbound', 'sms', '+12025550147', '+14155550100',
       ?, 1000)`,
  ).run(id, accountId, body);
}

function fill(count: number): void {
  db.exec(`insert into messages (id, account_id, conversation_id, number_id, direction, channel,
      from_number, to_number, body, received_at)
    with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})
    select 'msgfill' || i, 'acct_a', 'conv_a', 'num_a', 'inbound', 'sms', '+1', '+2',
      'filler number ' || i, i from n`);
}

function delivery(seq: number, message: string, url = 'http://127.0.0.1/hook'): void {
  db.prepare(
    `insert into deliveries (seq, account_id, webhook_header_id, event, channel, url, status,
       created_at) values (?, 'acct_a', 'evt_' || ?, 'agent.message', 'sms', ?, 'success', 7)`,
  ).run(seq, seq, url);
  db.prepare('insert into delivery_bodies (seq, body) values (?, ?)').run(
    seq,
    JSON.stringify({
      data: { message, from: '+12025550147', to: '+14155550100' },
      recentHistory: [{ content: 'earlier words' }],
    }),
  );
}

function call(id: string, status: string, said: string): void {
  db.prepare(
    `insert into calls (id, account_id, agent_id, direction, carrier, from_number, to_number, status,
       settings_json, started_at)
     values (?, 'acct_a', 'agt_desk', 'inbound', 'simulated', '+13125550162', '+14155550100', ?,
       '{}', 8)`,
  ).run(id, status);
  const event = db.prepare('insert into call_events values (?, ?, ?, ?, ?, ?)');
  const spoken = { text: said, confidence: 1, source: 'typed' };
  event.run(id, 0, 0, 'call.answered', null, '{}');
  event.run(id, 1, 10, 'transcript.final', 1, JSON.stringify(spoken));
}

function find(
  query: string,
  options: { kinds?: SearchKind[]; limit?: number; before?: string } = {},
) {
  return index.find({
    accountId: 'acct_a',
    query,
    kinds: options.kinds ?? SEARCH_KINDS,
    limit: options.limit ?? 20,
    before: options.before ?? null,
  });
}

const ids = (query: string, kinds?: SearchKind[]) =>
  find(query, kinds ? { kinds } : {}).items.map(({ id }) => id);
const follow = () => {
  while (!index.follow(10)) {}
};

describe('the search finds', () => {
  it('texts by words, begun words, words in quotes, without accents, and in Japanese', () => {
    expect(ids('sunday')).toEqual(['msg1']);
    expect(ids('OPEN su')).toEqual(['msg1']);
    expect(ids('"open on"')).toEqual(['msg1']);
    expect(ids('"on open"')).toEqual([]);
    expect(ids('creme brulee')).toEqual(['msg3']);
    expect(ids('Crème')).toEqual(['msg3']);
    for (const part of ['日', '曜日', '何時に', '日曜日は何時に開きますか']) {
      expect(ids(part)).toEqual(['msg2']);
    }
    expect(ids('日時')).toEqual([]);
  });

  it('with where it leads and the hit in its place', () => {
    expect(find('sunday').items).toEqual([
      expect.objectContaining({
        kind: 'message',
        conversationId: 'conv_a',
        messageId: 'msg1',
        agentId: 'agt_desk',
        person: '+12025550147',
        at: '1970-01-01T00:00:01.000Z',
        excerpt: [
          { text: 'Do you open on ', hit: false },
          { text: 'Sundays', hit: true },
          { text: '?', hit: false },
        ],
      }),
    ]);
  });

  it('agents and contacts as they are now, by name, number and notes', () => {
    expect(ids('front')).toEqual(['agt_desk']);
    expect(ids('harbour')).toEqual(['agt_desk']);
    expect(ids('muller')).toEqual(['ct_ann']);
    expect(ids('tandem', ['contact'])).toEqual(['ct_ann']);
    db.exec(`update contacts set name = 'Bea' where id = 'ct_ann'`);
    expect(ids('muller')).toEqual([]);
    expect(ids('bea')).toEqual(['ct_ann']);
    db.exec(`delete from contacts`);
    expect(ids('bea')).toEqual([]);
  });

  it('whoever has a number, by the digits that somebody remembers, and things by their id', () => {
    expect(ids('0147').sort()).toEqual(['conv_a', 'ct_ann']);
    expect(ids('(202) 555-0147').sort()).toEqual(['conv_a', 'ct_ann']);
    expect(ids('conv_a00000')).toEqual([]);
    db.exec(`update conversations set group_id = 'grp_x', group_name = 'Saturday riders'`);
    expect(ids('riders')).toEqual(['conv_a']);
  });

  it('turns of calls: of a live one as it is, of one that is over, and by who called', () => {
    call('call_one0000', 'in-progress', 'A tandem for two, please');
    expect(find('tandem two').items).toMatchObject([
      { kind: 'call', id: 'call_one0000#1', callId: 'call_one0000', turn: 1, agentId: 'agt_desk' },
    ]);
    db.exec(`update calls set status = 'completed' where id = 'call_one0000'`);
    follow();
    expect(ids('tandem two')).toEqual(['call_one0000#1']);
    expect(ids('0162')).toEqual(['call_one0000']);
    expect(ids('call_one0000')).toEqual(['call_one0000']);
  });

  it('deliveries by what they tell, of whom, where to and their X-Webhook-ID', () => {
    delivery(5_000, 'A frame of steel');
    delivery(6_000, 'Nothing', 'http://127.0.0.1/other');
    expect(ids('steel')).toEqual(['dlv_5000']);
    expect(ids('evt_6000')).toEqual(['dlv_6000']);
    expect(ids('dlv_5000')).toEqual(['dlv_5000']);
    expect(ids('other', ['delivery'])).toEqual(['dlv_6000']);
    expect(ids('0147', ['delivery'])).toEqual(['dlv_6000', 'dlv_5000']);
    // What an event tells of earlier messages is found where it was said.
    expect(ids('earlier')).toEqual([]);
  });

  it('nothing of other accounts', () => {
    text('msgother', 'Sunday elsewhere', 'acct_b');
    expect(ids('elsewhere')).toEqual([]);
  });

  it('page by page, newest first', () => {
    fill(50);
    const first = find('filler', { limit: 30 });
    expect(first.items.length).toBe(30);
    expect(first.items[0]?.id).toBe('msgfill50');
    expect(first.more).toEqual(['message']);
    const last = first.items.at(-1)?.id ?? '';
    const second = find('filler', { limit: 30, kinds: ['message'], before: last });
    expect(second.items.map(({ id }) => id)).toHaveLength(20);
    expect(second.items.at(-1)?.id).toBe('msgfill1');
    expect(second.more).toEqual([]);
  });
});

describe('the index', () => {
  it('is built in short steps, says how far it is, and goes on after a restart', () => {
    fill(3_000);
    expect(index.follow(1)).toBe(false);
    index.close();
    index = open();
    nowMs = 0;
    const { indexed } = find('filler');
    expect(indexed.done).toBeGreaterThan(200);
    expect(indexed.total).toBe(3_004);
    follow();
    expect(find('filler').indexed).toEqual({ done: 3_004, total: 3_004 });
    expect(ids('"filler number 1"')).toEqual(['msgfill1']);
  });

  it('takes in what is new before it answers', () => {
    follow();
    text('msg4', 'Just now');
    expect(ids('just now')).toEqual(['msg4']);
  });

  it('never shows what is not there any more', () => {
    follow();
    db.exec(
      `delete from messages where id = 'msg1'; update messages set body = 'Other' where id = 'msg2'`,
    );
    expect(ids('sunday')).toEqual([]);
    expect(ids('日')).toEqual([]);
  });

  it('begins anew where the rows were replaced: reset, import, another copy of the database', () => {
    follow();
    db.exec('delete from messages');
    expect(ids('sunday')).toEqual([]);
    text('msg9', 'After the reset');
    expect(ids('reset')).toEqual(['msg9']);
    text('msg10', 'And an import');
    follow();
    // The same number of rows, other ones.
    db.exec('delete from messages');
    text('msg11', 'From elsewhere');
    text('msg12', 'Imported words');
    expect(ids('imported')).toEqual(['msg12']);
    expect(ids('elsewhere')).toEqual(['msg11']);
  });

  it('forgets deliveries that are no longer kept', () => {
    for (let seq = 1; seq <= 20; seq += 1) delivery(seq, `steel ${seq}`);
    follow();
    db.exec('delete from deliveries where seq <= 19');
    follow();
    expect(ids('steel')).toEqual(['dlv_20']);
    index.close();
    // All of them gone, the newest one too.
    db.exec('delete from deliveries');
    index = open();
    follow();
    expect(ids('steel')).toEqual([]);
  });

  it('that is damaged, missing or of another version is made anew, and is its owner’s alone', () => {
    follow();
    for (const spoil of [
      () => writeFileSync(searchFile(folder), 'no database at all'.repeat(1_000)),
      () => rmSync(searchFile(folder)),
      () => db.exec('select 1'),
    ]) {
      index.close();
      spoil();
      index = open();
      expect(ids('sunday')).toEqual(['msg1']);
    }
    expect(existsSync(searchFile(folder))).toBe(true);
    expect(statSync(searchFile(folder)).mode & 0o077).toBe(0);
  });

  it('takes any query, whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.stringMatching(/^["'*():^+\-\sANDORNEARNOT\\%_\0{}]*$/),
        ),
        (query) => {
          expect(() => find(query)).not.toThrow();
        },
      ),
    );
    expect(ids('"'.repeat(100_000))).toEqual([]);
    expect(ids('日'.repeat(100_000))).toEqual([]);
  });
});
