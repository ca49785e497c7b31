import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OperationOutput } from '../../../common/contract/index.ts';
import { type StartedApp, TestApp } from '../../doubles/app/running-app.ts';

/** Far more of everything than the window is sent by itself. */
const MANY = 430;
const testApp = new TestApp({ rowsByHand: true });
let app: StartedApp;
let db: Sqlite.Database;
let long = '';

beforeAll(async () => {
  app = await testApp.start({ numberAllowance: 5 });
  const { data } = await app.sdk.numbers.listNumbers();
  const to = data[0]?.phoneNumber ?? '';
  const sent = await app.control.run('text.receive', { from: '+12025550147', to, body: 'first' });
  long = sent.conversationId;
  db = new Sqlite(join(testApp.dataDir, 'agentphone.db'));
  const series = `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${MANY})`;
  db.prepare(
    `insert into messages (id, account_id, conversation_id, number_id, agent_id, direction, channel,
       from_number, to_number, body, status, received_at)
     ${series} select 'msgfill' || i, account_id, conversation_id, number_id, agent_id, 'inbound',
       'sms', from_number, to_number, 'filler ' || i, 'received', i
     from n, (select * from messages where id = ?)`,
  ).run(sent.messageId);
  db.prepare(
    `insert into conversations (id, account_id, number_id, agent_id, participant, message_count,
       last_message_at, created_at)
     ${series} select 'conv_fill' || i, account_id, number_id, agent_id, '+1303' || (5000000 + i), 1,
       i / 2, i from n, (select * from conversations where id = ?)`,
  ).run(long);
  db.exec(
    `insert into agents (id, account_id, name, settings_json, created_at)
     ${series} select 'agt_fill' || i, account_id, 'Agent ' || i, settings_json, i
     from n, (select * from agents limit 1)`,
  );
  db.exec(
    `insert into numbers (id, account_id, phone_number, country, type, status, carrier,
       counts_to_allowance, created_at)
     ${series} select 'num_fill' || i, account_id, '+1415' || (6000000 + i), country, type, 'active',
       carrier, 0, i from n, (select * from numbers limit 1)`,
  );
  db.exec(
    `insert into calls (id, account_id, agent_id, direction, carrier, from_number, to_number, status,
       disconnection_reason, settings_json, started_at, ended_at)
     ${series} select 'call_fill' || i, account_id, agent_id, 'inbound', 'simulated', '+13125550162',
       '+14155550100', 'completed', 'user_hangup', '{"voice":"x","systemPrompt":null,"metadata":null}',
       i, i + 1 from n, (select account_id, id as agent_id from agents limit 1)`,
  );
});
afterAll(async () => {
  db.close();
  await testApp.clear();
});

interface PageOf {
  readonly items: readonly { readonly id: string }[];
  readonly total: number;
}

/** All ids, page by page. */
async function walk(read: (before: string | undefined) => Promise<PageOf>): Promise<string[]> {
  const ids: string[] = [];
  for (;;) {
    const { items, total } = await read(ids.at(-1));
    if (items.length === 0) {
      expect(ids).toHaveLength(total);
      expect(new Set(ids).size).toBe(total);
      return ids;
    }
    ids.push(...items.map(({ id }) => id));
  }
}

describe('everything there is can be read, page by page', () => {
  it('agents, numbers, conversations and calls', async () => {
    const at = (before: string | undefined) => (before === undefined ? {} : { before });
    const agents = await walk((before) =>
      app.control.run('agent.list', { limit: 90, ...at(before) }),
    );
    expect(agents.at(-1)).toBe('agt_fill1');
    const numbers = await walk((before) => app.control.run('number.list', at(before)));
    expect(numbers.at(-1)).toBe('num_fill1');
    const threads = await walk((before) =>
      app.control.run('conversation.list', { limit: 200, ...at(before) }),
    );
    expect(threads[0]).toBe(long);
    expect(threads.slice(-3)).toEqual(['conv_fill3', 'conv_fill2', 'conv_fill1']);
    const calls = await walk((before) =>
      app.control.run('call.list', { limit: 100, ...at(before) }),
    );
    expect(calls.at(-1)).toBe('call_fill1');
  });

  it('the messages of a thread, back to its beginning and forth again', async () => {
    const read = (place: object) =>
      app.control.run('conversation.messages', { conversationId: long, limit: 100, ...place });
    const bodies = ({ items }: OperationOutput<'conversation.messages'>) =>
      items.map(({ body }) => body);
    const newest = await read({});
    expect(bodies(newest).slice(-1)[0]).toMatch(/^filler/);
    expect(newest).toMatchObject({ hasOlder: true, hasNewer: false });
    let page = newest;
    const ids: string[] = [];
    while (page.items.length > 0) {
      ids.push(...page.items.map(({ id }) => id));
      page = await read({ before: ids.at(-1) });
    }
    expect(ids.at(-1)).toBe('msgfill1');
    expect(page).toMatchObject({ hasOlder: false, hasNewer: true });
    expect(new Set(ids).size).toBe(ids.length);
    const around = await read({ around: 'msgfill200' });
    expect(around.items[0]?.id).toBe('msgfill250');
    expect(around.items.at(-1)?.id).toBe('msgfill150');
    expect(around).toMatchObject({ hasOlder: true, hasNewer: true });
    const after = await read({ after: 'msgfill250' });
    expect(after.items.at(-1)?.id).toBe('msgfill251');
    expect(after.items[0]?.id).toBe('msgfill350');
  });

  it('one thread by its id, and no thread of nobody', async () => {
    const thread = await app.control.run('conversation.get', { conversationId: 'conv_fill7' });
    expect(thread).toMatchObject({ id: 'conv_fill7', participant: '+13035000007' });
    for (const name of ['conversation.get', 'conversation.messages']) {
      const { status } = await app.control.send(name, { conversationId: 'conv_none' });
      expect(status).toBe(404);
    }
    const none = await app.control.run('call.list', { before: 'call_none' });
    expect(none.items).toEqual([]);
  });

  it('a call that goes on, as it is now', async () => {
    const { data } = await app.sdk.numbers.listNumbers();
    const to = data.find(({ agentId }) => agentId !== null)?.phoneNumber ?? '';
    const { callId } = await app.control.run('call.place', { from: '+12025550147', to });
    await app.control.run('call.waitFor', { callId, event: 'greeted' });
    const { items } = await app.control.run('call.list', { limit: 1 });
    expect(items[0]).toMatchObject({ id: callId, status: 'in-progress' });
    expect(items[0]?.phase).not.toBe('ended');
    await app.control.run('call.hangUp', { callId });
  });
});
