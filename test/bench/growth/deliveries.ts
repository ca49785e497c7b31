import { type Curve, CurveBook, inTurns } from './curves.ts';
import { filledApp, operate, starterNumber } from './filled-app.ts';

const ROUNDS = 21;
const FILTERS = {
  'list: newest fifty': '',
  'filter: status:failed': 'status:failed',
  'filter: attempts:>1 duration:>2s': 'attempts:>1 duration:>2s',
  'filter: words in the body': 'Sundays',
  'filter: words that are nowhere': '"no such words"',
} as const;

/** Deliveries as the window lists and filters them: fifty rows, and the total. */
export async function deliveriesCurve(sizes: readonly number[]): Promise<Curve> {
  const book = new CurveBook('The inspector, with more and more deliveries', 'deliveries');
  for (const size of sizes) {
    const app = await filledApp(
      (db) => {
        const series =
          'with recursive n(i) as (select 1 union all select i + 1 from n where i < @size)';
        db.prepare(
          `insert into deliveries (seq, account_id, webhook_header_id, agent_id, number_id, event,
             channel, url, status, attempt_count, last_attempt_at, last_http_status,
             last_duration_ms, created_at)
           ${series}
           select 1000000 + i, account_id, 'del_fill' || i, agent_id, id, 'agent.message', 'sms',
             'http://127.0.0.1:9/hook', case i % 7 when 0 then 'failed' else 'success' end,
             1 + (i % 11 = 0), 1000000 + i, case i % 7 when 0 then 503 else 200 end, i % 3000,
             1000000 + i
           from n, (select * from numbers limit 1)`,
        ).run({ size });
        db.prepare(
          `insert into delivery_bodies (seq, body) ${series}
           select 1000000 + i, json_object('event', 'agent.message', 'data',
             json_object('message', 'Do you open on ' || case i % 50 when 0 then 'Sundays' else
               'Mondays' end || '? ' || i, 'filler', printf('%.400c', 'x'))) from n`,
        ).run({ size });
        db.prepare(
          `insert into delivery_attempts (seq, number, started_at, outcome, secret, url,
             request_headers_json, http_status, response_body, timing_json) ${series}
           select 1000000 + i, 1, 1000000 + i, case i % 7 when 0 then 'failure' else 'success' end,
             'whsec', 'http://127.0.0.1:9/hook', '{}', 200, x'7b7d', null from n`,
        ).run({ size });
      },
      { starts: 1 },
    );
    try {
      const list = (filter: string) => () =>
        operate(app.ready, 'delivery.list', { filter, limit: 50 });
      const works = Object.fromEntries(
        Object.entries(FILTERS).map(([name, filter]) => [name, list(filter)]),
      );
      const took = await inTurns(ROUNDS, works);
      for (const [name, rounds] of Object.entries(took)) book.note(name, size, rounds);
      // An inbound text: its delivery is stored beside all the others.
      const { phoneNumber } = await starterNumber(app.ready);
      const { 'a text in, with its delivery': stored = [] } = await inTurns(ROUNDS, {
        'a text in, with its delivery': () =>
          operate(app.ready, 'text.receive', {
            from: '+12025550147',
            to: phoneNumber,
            body: 'Hello',
          }),
      });
      book.note('a text in, with its delivery', size, stored);
    } finally {
      await app.stop();
    }
  }
  return book.curve();
}
