import type { DeliverySummary } from '../../../common/contract/index.ts';
import type { HttpClient, OutboundObserver, OutboundResult } from '../../outbound/http-client.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { KeptWrites } from '../../store/database/kept-writes.ts';
import type { TransactionHooks } from '../../store/database/transactions.ts';
import type { DeliveryStore, NewDelivery } from '../../store/deliveries/deliveries.ts';
import type { AttemptEnded } from '../../store/deliveries/delivery-attempts.ts';
import {
  type AttemptOutcome,
  type DeliveryRow,
  deliverySummary,
} from '../../store/deliveries/delivery-rows.ts';
import type { ChangeFeed } from '../changes.ts';
import { droppedResult, isSuccess, resetResult, whyFailed } from './attempt-outcome.ts';
import type { AttemptPlan } from './attempt-plan.ts';
import { begun, consequence, over, sending } from './attempt-rows.ts';

export interface AttemptsDeps {
  readonly clock: Clock;
  readonly client: HttpClient;
  readonly store: DeliveryStore;
  readonly changes: ChangeFeed;
  /** What the database refuses of what has been sent is made up for. */
  readonly writes: KeptWrites;
  /** Whether an answer of 4xx is followed by another attempt; asked at each. */
  readonly retryClientErrors: () => boolean;
  readonly afterCommit: TransactionHooks['afterCommit'];
  /** Told when an outcome could not be stored. */
  readonly onDefect: (error: unknown) => void;
}

/** What became of one attempt. */
export interface AttemptResult {
  readonly result: OutboundResult;
  readonly outcome: AttemptOutcome;
  /** In words; null after a success. */
  readonly error: string | null;
  readonly nextAttemptAt: number | null;
}

/**
 * A group is written when a turn of the event loop brought nothing more, or when it is large. Not
 * larger: a write should take under a millisecond.
 */
const TURNS_TO_GATHER = 2;
const GROUP_SIZE = 32;
/** About what an outcome holds on to beside the answer's body. */
const OUTCOME_BYTES = 2_000;

interface Finished {
  readonly plan: AttemptPlan;
  /** While it was on its way. */
  readonly summary: DeliverySummary;
  readonly result: OutboundResult;
  readonly request: AbortController;
  readonly resolve: (result: AttemptResult) => void;
  readonly endFlow: () => void;
}

/**
 * Makes attempts to deliver: writes them down, sends, records what came of them. The queue, voice
 * turns, test events and replays all go through here. Writes of one turn of the event loop share a
 * transaction, which is what makes thousands of them a second possible.
 */
export class Attempts {
  readonly #clock: Clock;
  readonly #client: HttpClient;
  readonly #store: DeliveryStore;
  readonly #changes: ChangeFeed;
  readonly #writes: KeptWrites;
  readonly #retryClientErrors: () => boolean;
  readonly #afterCommit: TransactionHooks['afterCommit'];
  readonly #onDefect: (error: unknown) => void;
  readonly #inFlight = new Map<string, AbortController>();
  /** Broken off because their rows are gone: what comes of them is written nowhere. */
  readonly #orphaned = new Set<AbortController>();
  #finished: Finished[] = [];
  #stopping = false;
  #idle: (() => void) | null = null;

  constructor(deps: AttemptsDeps) {
    this.#clock = deps.clock;
    this.#client = deps.client;
    this.#store = deps.store;
    this.#changes = deps.changes;
    this.#writes = deps.writes;
    this.#retryClientErrors = deps.retryClientErrors;
    this.#afterCommit = deps.afterCommit;
    this.#onDefect = deps.onDefect;
  }

  /** The id of a delivery that `makeOnly` is to store. */
  newDeliveryId(): string {
    return this.#store.newId(this.#clock.real.now());
  }

  /** Makes the next attempts of stored deliveries, decided on and written down in one transaction. */
  makeAll(decide: () => readonly AttemptPlan[]): Promise<AttemptResult>[] {
    const startedAt = this.#clock.now();
    let plans: readonly AttemptPlan[] = [];
    this.#store.beginAttempts(() => {
      plans = decide();
      return plans.map((plan) => begun(plan, startedAt));
    });
    return plans.map((plan) => this.#send(plan, {}, null));
  }

  /** Makes the next attempt of one stored delivery. */
  make(
    plan: AttemptPlan,
    observer: OutboundObserver = {},
    signal: AbortSignal | null = null,
  ): Promise<AttemptResult> {
    const startedAt = this.#clock.now();
    this.#store.beginAttempts(() => [begun(plan, startedAt)]);
    return this.#send(plan, observer, signal);
  }

  /** Stores a delivery together with its only attempt, and makes it. */
  makeOnly(
    delivery: NewDelivery,
    plan: AttemptPlan,
    observer: OutboundObserver = {},
    signal: AbortSignal | null = null,
  ): Promise<AttemptResult> {
    const startedAt = this.#clock.now();
    this.#store.insertWithAttempt(delivery, begun(plan, startedAt));
    return this.#send(plan, observer, signal);
  }

  /**
   * As `make` and `makeOnly`, for a call that goes on whatever the disk does: what is refused is
   * written later.
   *
   * @param delivery null: it is stored already
   */
  makeForCall(
    delivery: NewDelivery | null,
    plan: AttemptPlan,
    observer: OutboundObserver,
    signal: AbortSignal,
  ): Promise<AttemptResult> {
    const attempt = begun(plan, this.#clock.now());
    const write = () => {
      if (delivery) this.#store.insertWithAttempt(delivery, attempt);
      else this.#store.beginAttempts(() => [attempt]);
    };
    this.#writes.write('voice turns', write, plan.body.byteLength);
    return this.#send(plan, observer, signal);
  }

  /** Breaks off the attempt in flight; the delivery ends as cancelled. False when there is none. */
  cancel(deliveryId: string): boolean {
    const request = this.#inFlight.get(deliveryId);
    request?.abort();
    return request !== undefined;
  }

  /** Announces the delivery as it is now stored. */
  publish(deliveryId: string): void {
    const item = this.#store.summary(deliveryId);
    if (item) this.#announce(item);
  }

  publishRow(row: DeliveryRow): void {
    this.#announce(deliverySummary(row));
  }

  /**
   * The rows are gone: breaks off what is in flight. What comes of it is not written down, for an
   * imported row may have the same id.
   */
  forget(): void {
    for (const request of this.#inFlight.values()) {
      this.#orphaned.add(request);
      request.abort();
    }
    this.#inFlight.clear();
  }

  /** Breaks off what is in flight; queued deliveries are repeated after the next start. */
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
    this.#changes.publish({ kind: 'delivery', item });
  }

  /** No request without its row: that may be part of a transaction that is still open. */
  #send(
    plan: AttemptPlan,
    observer: OutboundObserver,
    signal: AbortSignal | null,
  ): Promise<AttemptResult> {
    return new Promise((resolve) => {
      this.#afterCommit(() => this.#sendNow(plan, observer, signal, resolve));
    });
  }

  #sendNow(
    plan: AttemptPlan,
    observer: OutboundObserver,
    signal: AbortSignal | null,
    resolve: (result: AttemptResult) => void,
  ): void {
    const { id } = plan.delivery;
    const request = new AbortController();
    this.#inFlight.set(id, request);
    const abort = () => request.abort();
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
    // Until the outcome is stored, a frozen clock must wait.
    const endFlow = this.#clock.flow('delivery');
    const sent =
      plan.fate === 'drop'
        ? Promise.resolve(droppedResult())
        : this.#client.send(
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

  /** What ends in turns of the event loop that follow each other at once is stored together. */
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
    const finished = this.#finished;
    this.#finished = [];
    const nowMs = this.#clock.now();
    const ended = finished.map(({ plan, result }) => this.#ended(plan, result, nowMs));
    const kept = ended.filter((_, index) => !this.#isOrphaned(finished[index]));
    const sizeBytes = kept.reduce((all, { responseSizeBytes }) => all + responseSizeBytes, 0);
    try {
      this.#writes.write(
        'outcomes of deliveries',
        () => this.#store.endAttempts(kept),
        sizeBytes + kept.length * OUTCOME_BYTES,
      );
    } catch (error) {
      // They stay "sending" and are taken up at the next start.
      this.#onDefect(error);
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
    const error =
      outcome === 'interrupted'
        ? 'Interrupted by a restart of the app.'
        : whyFailed(plan.url, result);
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
      ...consequence(plan, outcome, nowMs, this.#isFinal(result)),
    };
  }

  /** An answer after which there is no other attempt, whatever the schedule says. */
  #isFinal({ failure, status }: OutboundResult): boolean {
    if (failure || status === null || this.#retryClientErrors()) return false;
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
