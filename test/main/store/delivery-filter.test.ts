import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDeliveryFilter } from '../../../common/rules/deliveries/delivery-filter.ts';
import { matchesDelivery } from '../../../common/rules/deliveries/delivery-match.ts';
import { matchable } from '../../../main/services/deliveries/matchable.ts';
import { ACCOUNT, type Engine, startEngine, textEvent } from '../../doubles/app/webhook-engine.ts';

let engine: Engine;
let ids: string[] = [];
beforeAll(async () => {
  engine = await startEngine({ rowsByHand: true });
  engine.loop.stop();
  engine.webhooks.set(ACCOUNT, null, { url: 'http://127.0.0.1:9/Hook_1%' });
  const update = engine.db.prepare(
    `update deliveries set event = ?, status = ?, last_http_status = ?, last_duration_ms = ?,
       attempt_count = ?, silent = seq % 2
     where id = ?`,
  );
  ids = ['Hello there', '50%_off "now"', 'café', ''].flatMap((text, n) =>
    (['sms', 'voice'] as const).map((channel, m) => {
      const event = textEvent(text, {
        channel,
        conversationId: `conv_${n}`,
        messageId: `m${n}${m}`,
      });
      const id = engine.events.enqueue(event).deliveryId ?? '';
      const status = ['success', 'failed', 'pending', 'held'][n];
      const name = n === 1 ? 'twilio.messageStatus' : 'agent.message';
      update.run(name, status, [200, 503, null, 404][n], [12.5, 2_000, null, 80][n], n, id);
      return id;
    }),
  );
});
afterAll(() => engine.stop());

const term = fc.constantFrom(
  'hello',
  '"50%_off"',
  'CAFÉ',
  'café',
  'status:5xx',
  'status:200,404',
  'status:held',
  'kind:event',
  'channel:voice',
  'event:agent.message',
  'event:AGENT.MESSAGE',
  'event:twilio.messageStatus',
  'url:hook_',
  'url:%',
  'duration:>50',
  'duration:<=12.5ms',
  'attempts:>=2',
  'call:x',
  'conversation:conv_1,conv_2',
  'id:m20',
  'number:num_a',
  'caller:+1415',
  'status:silent',
  'status:failed,silent',
  'agent:agt_a',
);

describe('the filter language', () => {
  it('means the same in the database and in memory', async () => {
    const filters = fc.array(fc.tuple(fc.constantFrom('', '-'), term), { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(filters, async (parts) => {
        const filter = parts.map(([minus, text]) => minus + text).join(' ');
        // SQLite's `like` ignores case for ASCII only.
        fc.pre(!filter.includes('CAFÉ'));
        const parsed = parseDeliveryFilter(filter);
        if (!parsed.ok) throw new Error(parsed.message);
        const { items } = await engine.inspection.list({ filter, limit: 50 });
        const inMemory = ids.filter((id) => {
          const found = engine.store.find(id);
          return found && matchesDelivery(parsed.terms, matchable(found.row, found.body));
        });
        expect(items.map(({ id }) => id).sort()).toEqual(inMemory.sort());
      }),
    );
  });

  it('finds events by their names as they are written', async () => {
    const count = async (filter: string) =>
      (await engine.inspection.list({ filter, limit: 50 })).items.length;
    expect(await count('event:twilio.messageStatus')).toBe(2);
    expect(await count('event:Agent.Message')).toBe(6);
  });

  it('answers in other orders, page by page', async () => {
    const query = { filter: '', limit: 3 } as const;
    const all = async (sort: 'oldest' | 'slowest' | 'status') => {
      const items = [];
      for (let skip = 0; skip < ids.length; skip += query.limit) {
        items.push(...(await engine.inspection.list({ ...query, sort, skip })).items);
      }
      return items;
    };
    expect((await all('oldest')).map(({ id }) => id)).toEqual(ids);
    expect((await all('slowest')).map(({ durationMs }) => durationMs)).toEqual([
      ...[2_000, 2_000, 80, 80, 12.5, 12.5],
      ...[null, null],
    ]);
    const states = (await all('status')).map(({ status, silent }) => (silent ? 'silent' : status));
    expect(states.slice(0, 2)).toEqual(expect.arrayContaining([expect.any(String)]));
    expect(states.lastIndexOf('success')).toBe(ids.length - 1);
  });
});
