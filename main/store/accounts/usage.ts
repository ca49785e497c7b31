import type { Database } from '../database/database.ts';
import { IS_COUNTED_DELIVERY } from '../deliveries/exchanges.ts';
import { countable } from '../tables/countable.ts';

export interface Totals {
  readonly messages: number;
  readonly segments: number;
  readonly calls: number;
  /** Talk time, with each call rounded up to whole seconds. */
  readonly voiceSeconds: number;
  readonly webhooks: number;
}

export interface DeliveryTotals {
  readonly total: number;
  readonly success: number;
  readonly failed: number;
}

export interface NumberTraffic {
  readonly numberId: string;
  readonly phoneNumber: string;
  readonly country: string;
  readonly status: string;
  readonly agentId: string | null;
  readonly agentName: string | null;
  readonly messages: number;
  readonly calls: number;
}

export interface AgentTraffic {
  readonly agentId: string | null;
  readonly agentName: string | null;
  readonly messages: number;
  readonly calls: number;
  readonly totalSeconds: number;
}

interface Span {
  readonly accountId: string;
  readonly fromMs: number;
  readonly toMs: number;
}

const TALK_SECONDS = `case when answered_at is null or ended_at is null then 0
  else ${countable('(ended_at - answered_at + 999) / 1000')} end`;

/**
 * Counts the stored messages, calls and deliveries. Messages are found by their number, because an
 * index by account would cost every text another page to write.
 */
export class UsageStore {
  readonly #messages;
  readonly #calls;
  readonly #webhooks;
  readonly #allMessages;
  readonly #allCalls;
  readonly #deliveries;
  readonly #byNumber;
  readonly #byAgent;
  readonly #inOneRead: (read: () => Totals[]) => Totals[];

  constructor(db: Database) {
    this.#inOneRead = db.transaction((read: () => Totals[]) => read());
    this.#messages = db.prepare<Span, { n: number; segments: number }>(
      `select count(*) as n, ifnull(sum(${countable('m.segments')}), 0) as segments
       from numbers n cross join messages m on m.number_id = n.id
       where n.account_id = @accountId and m.received_at >= @fromMs and m.received_at < @toMs`,
    );
    this.#calls = db.prepare<Span, { n: number; seconds: number }>(
      `select count(*) as n, ifnull(sum(${TALK_SECONDS}), 0) as seconds from calls
       where account_id = @accountId and started_at >= @fromMs and started_at < @toMs`,
    );
    this.#webhooks = db.prepare<Span, { n: number }>(
      `select count(*) as n from deliveries
       where ${IS_COUNTED_DELIVERY} and account_id = @accountId and created_at >= @fromMs and created_at < @toMs`,
    );
    // Conversations store their message count, so that this is fast even with a million messages.
    this.#allMessages = db.prepare<[string], { n: number }>(
      `select ifnull(sum(${countable('message_count')}), 0) as n from conversations
       where account_id = ?`,
    );
    this.#allCalls = db.prepare<[string], { n: number }>(
      'select count(*) as n from calls where account_id = ?',
    );
    // Deliveries removed from the log still count.
    this.#deliveries = db.prepare<[string, string], DeliveryTotals>(
      `select ifnull(sum(count), 0) as total,
         ifnull(sum(case when status = 'success' then count end), 0) as success,
         ifnull(sum(case when status = 'failed' then count end), 0) as failed
       from (select status, count(*) as count from deliveries
         where account_id = ? and ${IS_COUNTED_DELIVERY} group by status
         union all select status, ${countable('count')} from delivery_totals where account_id = ?)`,
    );
    this.#byNumber = db.prepare<[string], NumberTraffic>(
      `select n.id as numberId, n.phone_number as phoneNumber, n.country, n.status,
         n.agent_id as agentId, a.name as agentName,
         (select ifnull(sum(${countable('c.message_count')}), 0) from conversations c where c.number_id = n.id)
           as messages,
         (select count(*) from calls c where c.number_id = n.id) as calls
       from numbers n left join agents a on a.id = n.agent_id
       where n.account_id = ? order by n.created_at desc, n.rowid desc`,
    );
    this.#byAgent = db.prepare<Span, AgentTraffic>(
      `with traffic as (
         select m.agent_id, 1 as message, 0 as call, 0 as seconds
         from numbers n cross join messages m on m.number_id = n.id
         where n.account_id = @accountId and m.received_at >= @fromMs and m.received_at < @toMs
         union all
         select agent_id, 0, 1, ${TALK_SECONDS} from calls
         where account_id = @accountId and status = 'completed'
           and started_at >= @fromMs and started_at < @toMs
       )
       select a.id as agentId, a.name as agentName, sum(message) as messages, sum(call) as calls,
         sum(seconds) as totalSeconds
       from traffic t left join agents a on a.id = t.agent_id
       group by a.id order by messages + calls desc, a.id`,
    );
  }

  /**
   * One total per period, in a single read transaction: separate statements would each take a lock.
   */
  betweenEach(
    accountId: string,
    periods: readonly { readonly startMs: number; readonly endMs: number }[],
  ): Totals[] {
    return this.#inOneRead(() =>
      periods.map(({ startMs, endMs }) => this.between(accountId, startMs, endMs)),
    );
  }

  between(accountId: string, fromMs: number, toMs: number): Totals {
    const span = { accountId, fromMs, toMs };
    const messages = this.#messages.get(span);
    const calls = this.#calls.get(span);
    return {
      messages: messages?.n ?? 0,
      segments: messages?.segments ?? 0,
      calls: calls?.n ?? 0,
      voiceSeconds: calls?.seconds ?? 0,
      webhooks: this.#webhooks.get(span)?.n ?? 0,
    };
  }

  ever(accountId: string): { messages: number; calls: number; deliveries: DeliveryTotals } {
    return {
      messages: this.#allMessages.get(accountId)?.n ?? 0,
      calls: this.#allCalls.get(accountId)?.n ?? 0,
      deliveries: this.#deliveries.get(accountId, accountId) ?? { total: 0, success: 0, failed: 0 },
    };
  }

  /** Every number that the account ever had. */
  byNumber(accountId: string): NumberTraffic[] {
    return this.#byNumber.all(accountId);
  }

  /**
   * Agents with traffic. The row without an agent combines everything without an agent, or whose
   * agent was deleted.
   */
  byAgent(accountId: string, fromMs: number, toMs: number): AgentTraffic[] {
    return this.#byAgent.all({ accountId, fromMs, toMs });
  }
}
