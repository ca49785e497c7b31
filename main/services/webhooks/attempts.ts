import { STATUS_CODES } from 'node:http';
import type { DeliveryStatus } from '../../../common/contract/index.ts';
import { MAX_ATTEMPTS, retryGapMs } from '../../../common/rules/retry-schedule.ts';
import type { HttpClient, OutboundObserver, OutboundResult } from '../../outbound/http-client.ts';
import type { Clock } from '../../platform/clock.ts';
import type { AttemptBegun, DeliveryStore, NewDelivery } from '../../store/deliveries.ts';
import type { AttemptOutcome, DeliveryRow } from '../../store/delivery-rows.ts';
import type { WebhookRow } from '../../store/webhooks.ts';
import type { ChangeFeed } from '../changes.ts';
import { webhookHeaders } from './signature.ts';

export interface AttemptsDeps {
  readonly clock: Clock;
  readonly client: HttpClient;
  readonly store: DeliveryStore;
  readonly changes: ChangeFeed;
  /** For the `User-Agent`. */
  readonly version: string;
}

/** What became of one attempt. */
export interface AttemptResult {
  readonly result: OutboundResult;
  readonly outcome: AttemptOutcome;
  /** In words; null after a success. */
  readonly error: string | null;
  readonly nextAttemptAt: number | null;
}

type Attempted = Pick<DeliveryRow, 'id' | 'kind' | 'headerId' | 'event'>;

/**
 * Makes one attempt to deliver: signs, writes the attempt, sends, records what came of it. The
 * queue, voice turns and test events all go through here.
 */
export class Attempts {
  readonly #clock: Clock;
  readonly #client: HttpClient;
  readonly #store: DeliveryStore;
  readonly #changes: ChangeFeed;
  readonly #userAgent: string;
  readonly #shutdown = new AbortController();
  readonly #running = new Set<Promise<unknown>>();

  constructor(deps: AttemptsDeps) {
    this.#clock = deps.clock;
    this.#client = deps.client;
    this.#store = deps.store;
    this.#changes = deps.changes;
    this.#userAgent = `AgentPhone-Desktop/${deps.version}`;
  }

  /**
   * Sends a stored delivery. Everything up to the hand-over to the network happens before this
   * returns its promise.
   */
  make(delivery: DeliveryRow, body: Uint8Array, webhook: WebhookRow): Promise<AttemptResult> {
    return this.#make(delivery, delivery.attemptCount + 1, body, webhook, (begun) =>
      this.#store.beginAttempt(begun),
    );
  }

  /** Stores a delivery together with its only attempt, and makes it. */
  makeOnly(
    delivery: NewDelivery,
    webhook: WebhookRow,
    observer: OutboundObserver = {},
    signal?: AbortSignal,
  ): Promise<AttemptResult> {
    const write = (begun: AttemptBegun) => this.#store.insertWithAttempt(delivery, begun);
    return this.#make(delivery, 1, delivery.body, webhook, write, observer, signal);
  }

  #make(
    delivery: Attempted,
    number: number,
    body: Uint8Array,
    webhook: WebhookRow,
    write: (begun: AttemptBegun) => void,
    observer: OutboundObserver = {},
    signal?: AbortSignal,
  ): Promise<AttemptResult> {
    const headers = webhookHeaders({
      headerId: delivery.headerId,
      event: delivery.event,
      body,
      secret: webhook.secret,
      timestampSeconds: Math.floor(this.#clock.real.now() / 1000),
      userAgent: this.#userAgent,
    });
    write({
      deliveryId: delivery.id,
      number,
      startedAt: this.#clock.now(),
      webhookId: webhook.id,
      url: webhook.url,
      demo: webhook.demo,
      secret: webhook.secret,
      requestHeaders: headers,
    });
    const sent = this.#client.send(
      {
        method: 'POST',
        url: webhook.url,
        headers,
        body,
        timeoutMs: webhook.timeoutSeconds * 1000,
      },
      observer,
      signal ? AbortSignal.any([signal, this.#shutdown.signal]) : this.#shutdown.signal,
    );
    this.publish(delivery.id);
    const recorded = sent.then((result) => this.#record(delivery, number, result));
    this.#running.add(recorded);
    const forget = () => this.#running.delete(recorded);
    recorded.then(forget, forget);
    return recorded;
  }

  /** Announces the delivery as it is now stored. */
  publish(deliveryId: string): void {
    const item = this.#store.summary(deliveryId);
    if (item) this.#changes.publish({ kind: 'delivery', item });
  }

  /** Breaks off what is in flight; queued deliveries are repeated after the next start. */
  async stop(): Promise<void> {
    this.#shutdown.abort();
    await Promise.allSettled(this.#running);
  }

  #record(delivery: Attempted, number: number, result: OutboundResult): AttemptResult {
    const outcome = this.#outcome(result);
    const error = outcome === 'interrupted' ? 'Interrupted by a restart of the app.' : why(result);
    const consequence = this.#consequence(delivery, number, outcome);
    this.#store.endAttempt({
      deliveryId: delivery.id,
      number,
      outcome,
      httpStatus: result.status,
      requestHeaders: result.requestHeaders,
      responseHeaders: result.responseHeaders,
      responseBody: result.status === null ? null : result.body,
      responseSizeBytes: result.bodySizeBytes,
      timing: result.timing,
      error,
      ...consequence,
    });
    this.publish(delivery.id);
    return { result, outcome, error, nextAttemptAt: consequence.nextAttemptAt };
  }

  #outcome(result: OutboundResult): AttemptOutcome {
    if (result.failure?.why === 'aborted') {
      return this.#shutdown.signal.aborted ? 'interrupted' : 'aborted';
    }
    const ok = !result.failure && result.status !== null && isSuccess(result.status);
    return ok ? 'success' : 'failed';
  }

  #consequence(
    delivery: Attempted,
    number: number,
    outcome: AttemptOutcome,
  ): { status: DeliveryStatus; nextAttemptAt: number | null } {
    if (outcome === 'success') return { status: 'success', nextAttemptAt: null };
    if (outcome === 'aborted') return { status: 'cancelled', nextAttemptAt: null };
    if (delivery.kind !== 'event') return { status: 'failed', nextAttemptAt: null };
    if (outcome === 'interrupted' && number < MAX_ATTEMPTS) {
      return { status: 'pending', nextAttemptAt: null };
    }
    const gapMs = retryGapMs(number);
    if (gapMs === null) return { status: 'failed', nextAttemptAt: null };
    return { status: 'pending', nextAttemptAt: this.#clock.now() + gapMs };
  }
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function why(result: OutboundResult): string | null {
  if (result.failure) return result.failure.message;
  const { status } = result;
  if (status === null || isSuccess(status)) return null;
  const name = STATUS_CODES[status];
  const answered = `The handler answered ${status}${name ? ` ${name}` : ''}`;
  if (status >= 300 && status < 400) {
    return `${answered}. Redirects are not followed; register the address it points to.`;
  }
  return `${answered}. Any 2xx counts as received; look into your handler's log.`;
}
