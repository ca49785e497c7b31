import type { Load } from '../load/http-load.ts';
import { answerRounds, type Curve, CurveBook } from './curves.ts';
import { ask, filledApp, starterNumber } from './filled-app.ts';

const ROUNDS = 5;
const STARTS = 3;
/** The interval between messages: a million of them fit in a month. */
const APART_MS = 1_000;
const PEER = '+12025550147';

/**
 * Messages of one number: a tenth in one long thread, the rest in threads of about a hundred. Search
 * has a bench of its own.
 */
export async function messagesCurve(sizes: readonly number[]): Promise<Curve> {
  const book = new CurveBook('One page, and the start, with more and more messages', 'messages');
  for (const size of sizes) {
    let long = '';
    const nowMs = Date.now();
    const app = await filledApp(
      (db) => {
        const threads = Math.max(1, Math.floor(size / 100));
        db.prepare(
          `insert into conversations (id, account_id, number_id, agent_id, participant,
             message_count, last_message_at, last_message_preview, created_at)
           with recursive n(i) as (select 0 union all select i + 1 from n where i < @threads - 1)
           select 'conv_fill' || i, account_id, number_id, agent_id, '+1303' || (5000000 + i),
             100, @nowMs - 1000 - i, 'A message of an ordinary length', @nowMs - 1000 - i
           from n, (select * from conversations where id = @long)`,
        ).run({ threads, long, nowMs });
        db.prepare(
          `insert into messages (id, account_id, conversation_id, number_id, agent_id, direction,
             channel, from_number, to_number, body, received_at)
           with recursive n(i) as (select 1 union all select i + 1 from n where i < @size)
           select 'msg_fill' || i, account_id,
             case i % 10 when 0 then @long else 'conv_fill' || (i % @threads) end,
             number_id, agent_id, 'inbound', 'sms', to_number, from_number,
             'A message of an ordinary length, number ' || i, @nowMs - (@size - i) * @apartMs
           from n, (select * from messages where conversation_id = @long limit 1)`,
        ).run({ size, threads, long, nowMs, apartMs: APART_MS });
      },
      {
        starts: STARTS,
        prepare: async (ready) => {
          const { id } = await starterNumber(ready);
          const text = { number_id: id, to_number: PEER, body: 'x' };
          const sent = await ask<{ conversation_id: string }>(ready, '/messages', text);
          long = sent.conversation_id;
        },
      },
    );
    try {
      const { api, apiKey } = app.ready;
      const { id } = await starterNumber(app.ready);
      const before = encodeURIComponent(new Date(nowMs - (size / 2) * APART_MS).toISOString());
      const get = (path: string): Load => {
        return { method: 'GET', url: `${api}/v1${path}`, apiKey };
      };
      const body = JSON.stringify({ number_id: id, to_number: PEER, body: 'x'.repeat(60) });
      const took = await answerRounds(ROUNDS, {
        'list: newest of the number': get(`/numbers/${id}/messages`),
        'thread: newest page': get(`/conversations/${long}/messages`),
        'thread: a page in its middle': get(`/conversations/${long}/messages?before=${before}`),
        'list of the threads': get('/conversations'),
        'the month in numbers': get('/usage'),
        'a text is stored': { method: 'POST', url: `${api}/v1/messages`, apiKey, body },
      });
      for (const [name, rounds] of Object.entries(took)) book.note(name, size, rounds);
      book.note('start to ready line', size, app.startMs);
    } finally {
      await app.stop();
    }
  }
  return book.curve();
}
