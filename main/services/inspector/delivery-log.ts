import type {
  WebhookAllTimeStats,
  WebhookDelivery,
  WebhookDeliveryStats,
} from '../../../common/contract/index.ts';
import type { Clock } from '../../platform/time/clock.ts';
import { isoOrNull } from '../../store/deliveries/delivery-rows.ts';
import type { DeliveryCount, LoggedDelivery } from '../../store/reader/protocol.ts';
import type { ReaderClient } from '../../store/reader/reader-client.ts';

const HOUR_MS = 3_600_000;

export interface DeliveryLogQuery {
  readonly accountId: string;
  /** Only this agent's events. */
  readonly agentId?: string;
  readonly limit: number;
  readonly offset: number;
  /** Only the last hours of product time. */
  readonly hours?: number | undefined;
}

/** The delivery log as the API shows it, computed by the reader thread. */
export class DeliveryLog {
  readonly #clock: Clock;
  readonly #reader: ReaderClient;

  constructor(deps: { readonly clock: Clock; readonly reader: ReaderClient }) {
    this.#clock = deps.clock;
    this.#reader = deps.reader;
  }

  /** Newest first. */
  async list(query: DeliveryLogQuery): Promise<{ items: WebhookDelivery[]; total: number }> {
    const { items, total } = await this.#reader.ask('deliveries.log', {
      accountId: query.accountId,
      agentId: query.agentId ?? null,
      limit: query.limit,
      offset: query.offset,
      sinceMs: query.hours === undefined ? 0 : this.#clock.now() - query.hours * HOUR_MS,
    });
    return { items: items.map(shown), total };
  }

  async stats(accountId: string, hours: number): Promise<WebhookDeliveryStats> {
    const sinceMs = this.#clock.now() - hours * HOUR_MS;
    const counts = await this.#reader.ask('deliveries.counts', { accountId, sinceMs });
    const byEventType: Record<string, Counters> = {};
    const byHour = new Map<number, Counters>();
    for (const count of counts) {
      byEventType[count.event] ??= counters([]);
      add(byEventType[count.event], count);
      if (!byHour.has(count.hourMs)) byHour.set(count.hourMs, counters([]));
      add(byHour.get(count.hourMs), count);
    }
    const total = counters(counts);
    return {
      ...total,
      successRate: successRate(total),
      byEventType,
      byHour: [...byHour]
        .sort(([a], [b]) => a - b)
        .map(([hourMs, hour]) => ({ hour: new Date(hourMs).toISOString(), ...hour })),
    };
  }

  async allTime(accountId: string): Promise<WebhookAllTimeStats> {
    const all = counters([
      ...(await this.#reader.ask('deliveries.counts', { accountId, sinceMs: 0 })),
      ...(await this.#reader.ask('deliveries.removed', { accountId })),
    ]);
    const { total, success, failed } = all;
    return { total, success, failed, successRate: successRate(all) };
  }
}

interface Counters {
  total: number;
  success: number;
  failed: number;
  pending: number;
}

function counters(counts: readonly DeliveryCount[]): Counters {
  const sum: Counters = { total: 0, success: 0, failed: 0, pending: 0 };
  for (const count of counts) add(sum, count);
  return sum;
}

function add(sum: Counters | undefined, { status, count }: DeliveryCount): void {
  if (!sum) return;
  sum.total += count;
  sum[status] += count;
}

/** In percent of the finished ones, with one decimal; 0 if none has finished. */
function successRate({ success, failed }: Counters): number {
  const finished = success + failed;
  return finished === 0 ? 0 : Math.round((success / finished) * 1000) / 10;
}

function shown(row: LoggedDelivery): WebhookDelivery {
  const succeeded = row.status === 'success';
  return {
    id: row.id,
    messageId: row.messageId,
    eventType: row.event,
    channel: row.channel,
    status: row.status,
    httpStatus: row.httpStatus,
    errorMessage: row.error,
    responseBody: row.responseBody,
    attemptCount: row.attemptCount,
    lastAttemptAt: isoOrNull(row.lastAttemptAt),
    nextRetryAt: isoOrNull(row.nextAttemptAt),
    createdAt: new Date(row.createdAt).toISOString(),
    event: row.event,
    statusCode: row.httpStatus,
    success: succeeded,
    deliveredAt: succeeded ? isoOrNull(row.lastAttemptAt) : null,
    responseMs: row.durationMs === null ? null : Math.round(row.durationMs),
  };
}
