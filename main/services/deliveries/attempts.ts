import type { DeliveryFaultSpec, DeliverySummary } from '../../../common/contract/index.ts';
import type { HttpClient, OutboundObserver, OutboundResult } from '../../outbound/http-client.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { KeptWrites } from '../../store/database/kept-writes.ts';
import type { TransactionHooks } from '../../store/database/transactions.ts';
import {
  type DeliveryStore,
  INTERRUPTED,
  type NewDelivery,
  newRow,
} from '../../store/deliveries/deliveries.ts';
import type { AttemptEnded } from '../../store/deliveries/delivery-attempts.ts';
import {
  type AttemptOutcome,
  type DeliveryRow,
  deliverySummary,
} from '../../store/deliveries/delivery-rows.ts';
import type { WebhookRow } from '../../store/deliveries/webhooks.ts';
import type { ChangeFeed } from '../changes.ts';
import type { FaultHit } from '../faults/fault-rules.ts';
import { droppedResult, isSilent, isSuccess, resetResult, whyFailed } from './attempt-outcome.ts';
import {
  type AttemptPlan,
  type Headers,
  type PlanRequest,
  planAttempt,
  withHeaders,
} from './attempt-plan.ts';
import { begun, consequence, over, sending } from './attempt-rows.ts';
import type { DeliveryStamp } from './new-delivery.ts';

export interface AttemptsDeps {
  readonly clock: Clock;
  readonly client: HttpClient;
  readonly store: DeliveryStore;
  readonly changes: ChangeFeed;
  /** Retries writes that the database refuses after something was sent. */
  readonly writes: KeptWrites;
  /** Whether a 4xx answer is followed by another attempt; called for each. */
  readonly retryClientErrors: () => boolean;
  readonly afterCommit: TransactionHooks['afterCommit'];
  readonly userAgent: string;
  /** Called if an outcome could not be stored. */
  readonly onDefect: (error: unknown) => void;
}

/** How a request differs from the ordinary one. */
export interface RequestChange {
  /** Replace our headers of the same name, or are added. */
  readonly headers: Headers;
  /** The deliberate defect, in words. */
  readonly fault: string | null;
}

const NO_CHANGE: RequestChange = { headers: [], fault: null };

export interface AttemptResult {
  readonly result: OutboundResult;
  readonly outcome: AttemptOutcome;
  /** What went wrong, in words; null after a success. */
  readonly error: string | null;
  readonly nextAttemptAt: number | null;
}

/**
 * A group is written once this many turns of the event loop added nothing, or when it is large. It
 * is kept small, so that a write takes under a millisecond.
 */
const TURNS_TO_GATHER = 2;
const GROUP_SIZE = 32;
/** Roughly how much memory an outcome takes besides the answer's body. */
const OUTCOME_BYTES = 2_000;

interface Finished {
  readonly plan: AttemptPlan;
  /** As it was while the attempt was in progress. */
  readonly summary: DeliverySummary;
  readonly result: OutboundResult;
  readonly request: AbortController;
  readonly resolve: (result: AttemptResult) => void;
  readonly endFlow: () => void;
}

/**
 * Makes delivery attempts: stores, sends, and records their outcome. The queue, voice turns, test
 * events and replays all go through here. Writes within one turn of the event loop share a
 * transaction, which makes thousands of them per second possible.
 */
export class Attempts {
  readonly #deps: AttemptsDeps;
  readonly #inFlight = new Map<string, AbortController>();
  /** Attempts that were aborted because their rows are gone: their outcome is not stored. */
  readonly #orphaned = new Set<AbortController>();
  #finished: Finished[] = [];
  #stopping = false;
  #idle: (() => void) | null = null;

  constructor(deps: AttemptsDeps) {
    this.#deps = deps;
  }

  /** The stamp for a delivery made now. */
  stamp(): DeliveryStamp {
    const { store, clock } = this.#deps;
    return { id: store.newId(clock.real.now()), nowMs: clock.now() };
  }

  /** Plans an attempt made now. */
  plan(request: PlanRequest): AttemptPlan {
    const { clock, userAgent } = this.#deps;
    const timestampSeconds = Math.floor(clock.real.now() / 1000);
    return planAttempt(request, { timestampSeconds, userAgent });
  }

  /** Plans the first attempt of a delivery that was not stored or edited yet. */
  planFirst(
    delivery: NewDelivery,
    webhook: WebhookRow,
    hit: FaultHit<DeliveryFaultSpec> | null = null,
  ): AttemptPlan {
    const { body } = delivery;
    return this.plan({ delivery: newRow(delivery), body, editedBody: null, webhook, hit });
  }

  /** Stores a delivery and sends it once, at once. */
  sendOnce(
    delivery: NewDelivery,
    webhook: WebhookRow,
    change: RequestChange = NO_CHANGE,
  ): Promise<AttemptResult> {
    const plan = this.planFirst(delivery, webhook);
    const headers = withHeaders(plan.headers, change.headers);
    return this.makeOnly(delivery, { ...plan, headers, fault: change.fault });
  }

  /**
   * Makes the next attempts of stored deliveries, which are planned and stored in one transaction.
   */
  makeAll(decide: () => readonly AttemptPlan[]): Promise<AttemptResult>[] {
    const { clock, store } = this.#deps;
    const startedAt = clock.now();
    let plans: readonly AttemptPlan[] = [];
    store.beginAttempts(() => {
      plans = decide();
      return plans.map((plan) => begun(plan, startedAt));
    });
    return plans.map((plan) => this.#send(plan, {}, null));
  }

  /** Stores a delivery together with its only attempt, and makes that attempt. */
  makeOnly(delivery: NewDelivery, plan: AttemptPlan): Promise<AttemptResult> {
    const { clock, store } = this.#deps;
    store.insertWithAttempt(delivery, begun(plan, clock.now()));
    return this.#send(plan, {}, null);
  }

  /**
   * Makes an attempt for a call, which continues whatever the disk does: refused writes are made
   * later.
   *
   * @param delivery null if it is already stored
   */
  makeForCall(
    delivery: NewDelivery | null,
    plan: AttemptPlan,
    observer: OutboundObserver,
    signal: AbortSignal,
  ): Promise<AttemptResult> {
    const { clock, store, writes } = this.#deps;
    const attempt = begun(plan, clock.now());
    const write = () => {
      if (delivery) store.insertWithAttempt(delivery, attempt);
      else store.beginAttempts(() => [attempt]);
    };
    writes.write('voice turns', write, plan.body.byteLength);
    return this.#send(plan, observer, signal);
  }

  /**
   * Aborts the attempt in flight; the delivery ends as cancelled. Returns false if there is none.
   */
  cancel(deliveryId: string): boolean {
    const request = this.#inFlight.get(deliveryId);
    request?.abort();
    return request !== undefined;
  }

  /** Announces the delivery in its stored state. */
  publish(deliveryId: string): void {
    const item = this.#deps.store.summary(deliveryId);
    if (item) this.#announce(item);
  }

  /** The caller heard nothing of an answer that had words. */
  noteUnheard(deliveryId: string): void {
    const { store, writes } = this.#deps;
    writes.write('voice turns', () => store.markSilent(deliveryId));
    this.publish(deliveryId);
  }

  publishRow(row: DeliveryRow): void {
    this.#announce(deliverySummary(row));
  }

  /**
   * The rows are gone: aborts what is in flight. Outcomes are not stored, because an imported row
   * may have the same id.
   */
  forget(): void {
    for (const request of this.#inFlight.values()) {
      this.#orphaned.add(request);
      request.abort();
    }
    this.#inFlight.clear();
  }

  /** Aborts what is in flight; queued deliveries are repeated after the next start. */
  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#inFlight.size > 0) {
      const idle = new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
      for (const request of [...this.#inFlight.values()]) request.abort();
      await idle;
    }
  }

  #announce(item: DeliverySummary): void {
    this.#deps.changes.publish({ kind: 'delivery', item });
  }

  /** The request must not be sent without its row, whose transaction may still be open. */
  #send(
    plan: AttemptPlan,
    observer: OutboundObserver,
    signal: AbortSignal | null,
  ): Promise<AttemptResult> {
    return new Promise((resolve) => {
      this.#deps.afterCommit(() => this.#sendNow(plan, observer, signal, resolve));
    });
  }

  #sendNow(
    plan: AttemptPlan,
    observer: OutboundObserver,
    signal: AbortSignal | null,
    resolve: (result: AttemptResult) => void,
  ): void {
    const { clock, client } = this.#deps;
    const { id } = plan.delivery;
    const request = new AbortController();
    this.#inFlight.set(id, request);
    const abort = () => request.abort();
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
    // A frozen clock must wait until the outcome is stored.
    const endFlow = clock.flow('delivery');
    const sent =
      plan.fate === 'drop'
        ? Promise.resolve(droppedResult())
        : client.send(
            {
              method: 'POST',
              url: plan.url,
              headers: plan.headers,
              body: plan.body,
              timeoutMs: plan.timeoutMs,
            },
            plan.fate === 'reset' ? resetting(observer, abort) : observer,
            request.signal,
          );
    const summary = sending(plan);
    this.#announce(summary);
    void sent.then((result) => {
      signal?.removeEventListener('abort', abort);
      const broken = plan.fate === 'reset' && result.failure?.why === 'aborted';
      this.#finish({
        plan,
        summary,
        result: broken ? resetResult(result) : result,
        request,
        resolve,
        endFlow,
      });
    });
  }

  /** Outcomes that arrive in consecutive turns of the event loop are stored together. */
  #finish(finished: Finished): void {
    this.#finished.push(finished);
    if (this.#finished.length === 1) this.#recordSoon(1, TURNS_TO_GATHER);
  }

  #recordSoon(known: number, turnsLeft: number): void {
    setImmediate(() => {
      const { length } = this.#finished;
      if (length === known || length >= GROUP_SIZE || turnsLeft === 0) this.#recordFinished();
      else this.#recordSoon(length, turnsLeft - 1);
    });
  }

  #recordFinished(): void {
    const { clock, store, writes, onDefect } = this.#deps;
    const finished = this.#finished;
    this.#finished = [];
    const nowMs = clock.now();
    const ended = finished.map(({ plan, result }) => this.#ended(plan, result, nowMs));
    const kept = ended.filter((_, index) => !this.#isOrphaned(finished[index]));
    const sizeBytes = kept.reduce((all, { responseSizeBytes }) => all + responseSizeBytes, 0);
    try {
      writes.write(
        'outcomes of deliveries',
        () => store.endAttempts(kept),
        sizeBytes + kept.length * OUTCOME_BYTES,
      );
    } catch (error) {
      // They stay "sending" and are repeated at the next start.
      onDefect(error);
    }
    for (const [index, attempt] of finished.entries()) {
      const end = ended[index];
      if (!end) continue;
      const { plan, summary, result, request, resolve, endFlow } = attempt;
      const { outcome, error, nextAttemptAt } = end;
      if (this.#orphaned.delete(request)) {
        resolve({ result, outcome, error, nextAttemptAt: null });
      } else {
        this.#inFlight.delete(plan.delivery.id);
        this.#announce(over(summary, end));
        resolve({ result, outcome, error, nextAttemptAt });
      }
      endFlow();
    }
    if (this.#inFlight.size === 0) this.#idle?.();
  }

  #isOrphaned(finished: Finished | undefined): boolean {
    return finished !== undefined && this.#orphaned.has(finished.request);
  }

  #ended(plan: AttemptPlan, result: OutboundResult, nowMs: number): AttemptEnded {
    const outcome = this.#outcome(result);
    const error = outcome === 'interrupted' ? INTERRUPTED : whyFailed(plan.url, result);
    return {
      deliveryId: plan.delivery.id,
      number: plan.number,
      outcome,
      httpStatus: result.status,
      requestHeaders: result.requestHeaders,
      responseHeaders: result.responseHeaders,
      responseBody: result.status === null ? null : result.body,
      responseSizeBytes: result.bodySizeBytes,
      timing: result.timing,
      error,
      failure: result.failure?.kind ?? null,
      silent: outcome === 'success' && isSilent(plan.delivery, result),
      ...consequence(plan, outcome, nowMs, this.#isFinal(result)),
    };
  }

  /** Whether no further attempt follows this answer, whatever the schedule says. */
  #isFinal({ failure, status }: OutboundResult): boolean {
    if (failure || status === null || this.#deps.retryClientErrors()) return false;
    return status >= 400 && status < 500;
  }

  #outcome(result: OutboundResult): AttemptOutcome {
    if (result.failure?.why === 'aborted') return this.#stopping ? 'interrupted' : 'aborted';
    const ok = !result.failure && result.status !== null && isSuccess(result.status);
    return ok ? 'success' : 'failed';
  }
}

function resetting(observer: OutboundObserver, abort: () => void): OutboundObserver {
  return {
    ...observer,
    requestSent: () => {
      observer.requestSent?.();
      abort();
    },
  };
}
