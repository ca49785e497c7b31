import { ApiError, type DeliverySummary, isExchange } from '../../../common/contract/index.ts';
import type { Exchange, ExchangeLog } from '../../outbound/exchange-log.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { DeliveryStore } from '../../store/deliveries/deliveries.ts';
import type { ExchangeStore, RecordedExchange } from '../../store/deliveries/exchanges.ts';
import type { ChangeFeed } from '../changes.ts';
import { isSuccess } from './attempt-outcome.ts';

/** How much of a body is stored; the rest is only counted. */
const KEPT_BYTES = 64 * 1024;

export interface DeliveryExchangeLogDeps {
  readonly clock: Clock;
  readonly exchanges: ExchangeStore;
  readonly deliveries: DeliveryStore;
  readonly changes: ChangeFeed;
  /** Called if an exchange could not be stored. The exchange itself took place regardless. */
  readonly onDefect: (error: unknown) => void;
}

/**
 * Records exchanges beside the deliveries, so that inspector, filter and retention include them.
 */
export class DeliveryExchangeLog implements ExchangeLog {
  readonly #deps: DeliveryExchangeLogDeps;

  constructor(deps: DeliveryExchangeLogDeps) {
    this.#deps = deps;
  }

  record(exchange: Exchange): string {
    const { clock, exchanges, deliveries, changes, onDefect } = this.#deps;
    const id = deliveries.newId(clock.real.now());
    try {
      exchanges.insert(recorded(id, exchange));
      const item = deliveries.summary(id);
      if (item) changes.publish({ kind: 'delivery', item });
    } catch (error) {
      onDefect(error);
    }
    return id;
  }
}

function recorded(id: string, exchange: Exchange): RecordedExchange {
  const { kind, accountId, event, method, url, startedAtMs, status, timing } = exchange;
  const { requestHeaders, requestBody, responseHeaders, responseSizeBytes, failure } = exchange;
  const isAborted = failure === 'aborted';
  // The carrier's attachments are behind a redirect; anywhere else, a redirect is a failure.
  const answered = status !== null && (isSuccess(status) || (kind === 'carrier' && status < 400));
  const isOk = failure === null && exchange.error === null && answered;
  return {
    id,
    kind,
    accountId,
    event,
    method,
    url,
    timing,
    failure,
    agentId: exchange.agentId ?? null,
    numberId: exchange.numberId ?? null,
    callId: exchange.callId ?? null,
    messageId: exchange.messageId ?? null,
    turn: exchange.turn ?? null,
    status: isOk ? 'success' : isAborted ? 'cancelled' : 'failed',
    outcome: isOk ? 'success' : isAborted ? 'aborted' : 'failed',
    startedAt: startedAtMs,
    httpStatus: status,
    requestHeaders,
    requestBody: requestBody.subarray(0, KEPT_BYTES),
    responseHeaders,
    responseBody: exchange.responseBody?.subarray(0, KEPT_BYTES) ?? null,
    responseSizeBytes,
    error: exchange.error,
  };
}

const WHAT_IT_IS = {
  tool: 'a call of a tool',
  carrier: 'a request to the carrier',
  callback: 'a callback of the carrier',
} as const;

/** @throws `CONFLICT` for an exchange, with which `what` cannot be done */
export function refuseExchange(delivery: Pick<DeliverySummary, 'id' | 'kind'>, what: string): void {
  if (!isExchange(delivery)) return;
  throw new ApiError(
    'CONFLICT',
    `${delivery.id} records ${WHAT_IT_IS[delivery.kind]}, no webhook delivery, so ${what}. Make it happen again where it came from.`,
  );
}
