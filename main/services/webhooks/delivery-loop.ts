import { MAX_ATTEMPTS } from '../../../common/rules/retry-schedule.ts';
import type { Clock, ClockTimer } from '../../platform/clock.ts';
import type { DeliveryStore, QueuedDelivery } from '../../store/deliveries.ts';
import type { Attempts } from './attempts.ts';
import { DeliveryQueue, type QueueEntry } from './delivery-queue.ts';
import type { Webhooks } from './webhooks.ts';

export interface DeliveryLoopDeps {
  readonly clock: Clock;
  readonly store: DeliveryStore;
  readonly attempts: Attempts;
  readonly webhooks: Webhooks;
  /** Told about defects; the delivery stays and is taken up at the next start. */
  readonly onDefect: (error: unknown) => void;
}

const LIMITS = { total: 128, perTarget: 32 };
const CLAIM_PAGE = 500;

/**
 * Sends what waits in the database: at once when it is new, on the clock when it is a retry. The
 * rows are the truth; the queue in memory only knows whose turn it is.
 */
export class DeliveryLoop {
  readonly #clock: Clock;
  readonly #store: DeliveryStore;
  readonly #attempts: Attempts;
  readonly #webhooks: Webhooks;
  readonly #onDefect: (error: unknown) => void;
  readonly #queue = new DeliveryQueue(LIMITS);
  #fresh: string[] = [];
  #timer: ClockTimer | null = null;
  #timerAt = Number.POSITIVE_INFINITY;
  #endFlow: (() => void) | null = null;
  #stopped = true;

  constructor(deps: DeliveryLoopDeps) {
    this.#clock = deps.clock;
    this.#store = deps.store;
    this.#attempts = deps.attempts;
    this.#webhooks = deps.webhooks;
    this.#onDefect = deps.onDefect;
  }

  /** Takes up what an earlier run left, then keeps going. */
  start(): void {
    this.#stopped = false;
    for (const waiting of this.#store.recover(MAX_ATTEMPTS)) this.#enter(waiting);
    this.#pump();
    this.#arm(this.#store.nextDueAt());
  }

  /**
   * Announces a delivery that was just written. The write may be part of a transaction that is
   * still open: transactions are synchronous, so in the next microtask it is decided.
   */
  announce(deliveryId: string): void {
    this.#fresh.push(deliveryId);
    if (this.#fresh.length === 1) queueMicrotask(() => this.#takeFresh());
  }

  /** Starts nothing more. What is in flight is broken off by `Attempts.stop`. */
  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
  }

  #takeFresh(): void {
    const fresh = this.#fresh;
    this.#fresh = [];
    if (this.#stopped) return;
    for (const id of fresh) {
      const queued = this.#store.queued(id);
      if (queued) this.#enter(queued);
      this.#attempts.publish(id);
    }
    this.#pump();
  }

  #enter(delivery: QueuedDelivery): void {
    this.#queue.add({
      id: delivery.id,
      // A first attempt keeps its place in the conversation, also when a restart cut it off.
      lane: delivery.attemptCount <= 1 ? (delivery.conversationId ?? delivery.callId) : null,
      target: delivery.url,
    });
  }

  #takeDue(): void {
    this.#timer = null;
    this.#timerAt = Number.POSITIVE_INFINITY;
    for (;;) {
      const due = this.#store.claimDue(this.#clock.now(), CLAIM_PAGE);
      for (const { id, url } of due) this.#queue.add({ id, lane: null, target: url });
      if (due.length < CLAIM_PAGE) break;
    }
    this.#pump();
    this.#arm(this.#store.nextDueAt());
  }

  #arm(dueAtMs: number | null): void {
    if (this.#stopped || dueAtMs === null || dueAtMs >= this.#timerAt) return;
    this.#timer?.cancel();
    this.#timerAt = dueAtMs;
    this.#timer = this.#clock.at(dueAtMs, () => this.#takeDue());
  }

  #pump(): void {
    // Held across the gaps between attempts, so that a frozen clock waits for the whole queue.
    if (this.#queue.size > 0) this.#endFlow ??= this.#clock.flow();
    while (!this.#stopped) {
      const entry = this.#queue.next();
      if (!entry) break;
      void this.#deliver(entry);
    }
    if (this.#queue.size > 0 && !this.#stopped) return;
    this.#endFlow?.();
    this.#endFlow = null;
  }

  async #deliver(entry: QueueEntry): Promise<void> {
    try {
      await this.#attempt(entry.id);
    } catch (error) {
      this.#onDefect(error);
    }
    this.#queue.done(entry);
    this.#pump();
  }

  async #attempt(id: string): Promise<void> {
    const delivery = this.#store.row(id);
    if (delivery?.status !== 'pending') return;
    const route = this.#webhooks.route(delivery.accountId, delivery.agentId);
    if (route.kind === 'nowhere') {
      this.#store.fail(id, route.because);
      this.#attempts.publish(id);
      return;
    }
    const body = this.#store.body(id);
    const { nextAttemptAt } = await this.#attempts.make(delivery, body, route.webhook);
    this.#arm(nextAttemptAt);
  }
}
