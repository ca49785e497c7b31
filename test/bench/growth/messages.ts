import { type Curve, CurveBook, pageRounds } from './curves.ts';
import { ask, filledApp, starterNumber } from './filled-app.ts';

const ROUNDS = 5;
const STARTS = 3;
const PEER = '+12025550147';

/**
 * Messages of one number: a tenth in one long thread, the rest in threads of about a hundred. There
 * is no search over messages to measure.
 */
export async function messagesCurve(sizes: readonly number[]): Promise<Curve> {
  const book = new CurveBook('One page, and the start, with more and more messages', 'messages');
  for (const size of sizes) {
    let long = '';
    const app = await filledApp(
      (db) => {
        const threads = Math.max(1, Math.floor(size / 100));
        db.prepare(
          `insert into conversations (id, account_id, number_id, agent_id, participant,
             message_count, last_message_at, last_message_preview, created_at)
           with recursive n(i) as (select 0 union all select i + 1 from n where i < @threads - 1)
           select 'conv_fill' || i, account_id, number_id, agent_id, '+1303' || (5000000 + i),
             100, 1000000 + i, 'A message of an ordinary length', i
           from n, (select * from conversations where id = @long)`,
        ).run({ threads, long });
        db.prepare(
          `insert into messages (id, account_id, conversation_id, number_id, agent_id, direction,
             channel, from_number, to_number, body, received_at)
           with recursive n(i) as (select 1 union all select i + 1 from n where i < @size)
           select 'msg_fill' || i, account_id,
             case i % 10 when 0 then @long else 'conv_fill' || (i % @threads) end,
             number_id, agent_id, 'inbound', 'sms', to_number, from_number,
             'A message of an ordinary length, number ' || i, 1000000 + i
           from n, (select * from messages where conversation_id = @long limit 1)`,
        ).run({ size, threads, long });
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
      const before = encodeURIComponent(new Date(1_000_000 + size / 2).toISOString());
      const took = await pageRounds(ROUNDS, apiKey, {
        'list: newest of the number': `${api}/v1/numbers/${id}/messages`,
        'thread: newest page': `${api}/v1/conversations/${long}/messages`,
        'thread: a page in its middle': `${api}/v1/conversations/${long}/messages?before=${before}`,
        'list of the threads': `${api}/v1/conversations`,
      });
      for (const [name, rounds] of Object.entries(took)) book.note(name, size, rounds);
      book.note('start to ready line', size, app.startMs);
    } finally {
      await app.stop();
    }
  }
  return book.curve();
}
