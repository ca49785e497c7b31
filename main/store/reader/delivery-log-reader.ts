import type { Database } from '../database/database.ts';
import { IS_COUNTED_DELIVERY, IS_WEBHOOK_DELIVERY } from '../deliveries/exchanges.ts';
import { LATEST_MOMENT_MS } from '../tables/column.ts';
import { countable } from '../tables/countable.ts';
import type {
  DeliveryCount,
  DeliveryLogInput,
  DeliveryStatsInput,
  LoggedDelivery,
} from './protocol.ts';

/** Maps states to the three words of the API's log, which leaves out what had no receiver. */
const LOG_STATUS = `case d.status when 'success' then 'success'
  when 'failed' then 'failed' when 'cancelled' then 'failed' else 'pending' end`;

/** Excludes exchanges (`EXCHANGE_KINDS`), which do not concern the user's webhooks. */
/** Excludes dates that the API could not format. Reading the row itself reports it as damaged. */
const IS_DATED = `d.created_at between 0 and ${LATEST_MOMENT_MS}
  and ifnull(d.last_attempt_at, 0) between 0 and ${LATEST_MOMENT_MS}
  and ifnull(d.next_attempt_at, 0) between 0 and ${LATEST_MOMENT_MS}`;

const IS_DELIVERY = `d.status <> 'nowhere' and d.${IS_WEBHOOK_DELIVERY}
  and ${IS_DATED}`;

/** The API's view of the deliveries: per account, in its terms. */
export class DeliveryLogReader {
  readonly #page;
  readonly #total;
  readonly #counts;
  readonly #removed;

  constructor(db: Database) {
    const where = `d.account_id = @accountId and (@agentId is null or d.agent_id = @agentId)
      and d.created_at >= @sinceMs and ${IS_DELIVERY}`;
    this.#page = db.prepare<[DeliveryLogInput], LoggedDelivery>(
      `select d.id, d.message_id as messageId, d.event, d.channel, ${LOG_STATUS} as status,
         d.last_http_status as httpStatus, d.last_error as error,
         cast(a.response_body as text) as responseBody, d.attempt_count as attemptCount,
         d.last_attempt_at as lastAttemptAt, d.next_attempt_at as nextAttemptAt,
         d.last_duration_ms as durationMs, d.created_at as createdAt
       from deliveries d
       left join delivery_attempts a on a.seq = d.seq and a.number = d.attempt_count
       where ${where} order by d.seq desc limit @limit offset @offset`,
    );
    this.#total = db
      .prepare<[DeliveryLogInput], number>(`select count(*) from deliveries d where ${where}`)
      .pluck();
    this.#counts = db.prepare<[DeliveryStatsInput], DeliveryCount>(
      `select d.event, d.created_at / 3600000 * 3600000 as hourMs, ${LOG_STATUS} as status,
         count(*) as count
       from deliveries d
       where d.account_id = @accountId and d.created_at >= @sinceMs
         and d.status <> 'nowhere' and ${IS_COUNTED_DELIVERY} and ${IS_DATED}
       group by 1, 2, 3`,
    );
    this.#removed = db.prepare<[string], DeliveryCount>(
      `select d.event, 0 as hourMs, ${LOG_STATUS} as status, sum(${countable('d.count')}) as count
       from delivery_totals d where d.account_id = ? and d.status <> 'nowhere' group by 1, 3`,
    );
  }

  page(input: DeliveryLogInput): { items: LoggedDelivery[]; total: number } {
    return { items: this.#page.all(input), total: this.#total.get(input) ?? 0 };
  }

  removed(accountId: string): DeliveryCount[] {
    return this.#removed.all(accountId);
  }

  counts(input: DeliveryStatsInput): DeliveryCount[] {
    return this.#counts.all(input);
  }
}
