import { MAX_ATTEMPTS } from '../../../common/rules/deliveries/retry-schedule.ts';
import { storageProblemOf } from '../../platform/storage-problem.ts';
import type { Clock, ClockTimer } from '../../platform/time/clock.ts';
import { type DeliveryStore, type NewDelivery, newRow } from '../../store/deliveries/deliveries.ts';
import type { AttemptPlan } from './attempt-plan.ts';
import type { AttemptResult, Attempts } from './attempts.ts';
import { DeliveryQueue, type QueueEntry } from './delivery-queue.ts';
import { RecentDeliveries } from './recent-deliveries.ts';
import type { AlsoSent, Decision, SendDecisions } from './send-decisions.ts';

export interface DeliveryLoopDeps {
  readonly clock: Clock;
  readonly store: DeliveryStore;
  readonly attempts: Attempts;
  readonly decisions: SendDecisions;
  /** A fault demands an additional request. */
  readonly onAlso: (plan: AttemptPlan, also: AlsoSent) => void;
  /** Called for defects. The delivery remains, and is retried at the next start. */
  readonly onDefect: (error: unknown) => void;
}

const LIMITS = { total: 128, perTarget: 32 };
const CLAIM_PAGE = 500;

/**
 * A delivery that cannot be stored is not sent; this long after the disk refused, it is tried
 * again.
 */
const STALL_MS = 1_000;

interface Taken {
  readonly entry: QueueEntry;
  readonly decision: Decision;
}

/**
 * Sends the deliveries that wait in the database: new ones at once, retries by the clock. The rows
 * are the truth; the queue in memory only decides whose turn it is.
 */
export class DeliveryLoop {
  readonly #deps: DeliveryLoopDeps;
  readonly #recent: RecentDeliveries;
  #queue = new DeliveryQueue(LIMITS);
  /** Held deliveries, which block their lanes. */
  readonly #parked = new Map<string, QueueEntry>();
  /** Per lane, the delivery that the next one of that lane should overtake. */
  readonly #toOvertake = new Map<string, QueueEntry>();
  #fresh: string[] = [];
  #pumpDue = false;
  #timer: ClockTimer | null = null;
  #timerAt = Number.POSITIVE_INFINITY;
  #endFlow: (() => void) | null = null;
  /** Waits for a disk that refused a write. */
  #stalled: ClockTimer | null = null;
  #stopped = true;

  constructor(deps: DeliveryLoopDeps) {
    this.#deps = deps;
    this.#recent = new RecentDeliveries(deps.store);
  }

  /** How many deliveries are waiting or in flight, without those that are held. */
  get waiting(): number {
    return this.#queue.size + this.#fresh.length;
  }

  /** Resumes what an earlier run left, then keeps going. */
  start(): void {
    const { store } = this.#deps;
    this.#stopped = false;
    for (const waiting of store.recover(MAX_ATTEMPTS)) {
      this.#queue.add({
        id: waiting.id,
        lane: laneOf(waiting.attemptCount, waiting.conversationId ?? waiting.callId),
        target: waiting.url,
      });
    }
    this.#pump();
    this.#arm(store.nextDueAt());
  }

  /**
   * Announces a delivery that was just written. Its transaction may still be open; transactions are
   * synchronous, so by the next microtask it is committed or rolled back.
   */
  announce(deliveryId: string): void {
    this.#fresh.push(deliveryId);
    if (this.#fresh.length === 1) queueMicrotask(() => this.#takeFresh());
  }

  /** Like `announce`, for a delivery that was just made and need not be read again. */
  announceNew(delivery: NewDelivery): void {
    this.#recent.keep({
      row: newRow(delivery),
      body: asBuffer(delivery.body),
      editedBody: null,
    });
    this.announce(delivery.id);
  }

  /** Like `announce`, for a delivery that is due only at `untilMs`. */
  announcePostponed(deliveryId: string, untilMs: number): void {
    this.#arm(untilMs);
    this.announce(deliveryId);
  }

  /** Resumes a released delivery, whose row is pending again. */
  release(deliveryId: string): void {
    this.#recent.forget(deliveryId);
    const parked = this.#parked.get(deliveryId);
    if (!parked) {
      this.announce(deliveryId);
      return;
    }
    this.#parked.delete(deliveryId);
    this.#queue.unpark(parked);
    this.#deps.attempts.publish(deliveryId);
    this.#pump();
  }

  /** A held delivery was cancelled: unblocks its lane. */
  discard(deliveryId: string): void {
    const parked = this.#parked.get(deliveryId);
    if (!parked) return;
    this.#parked.delete(deliveryId);
    this.#queue.discard(parked);
    this.#pump();
  }

  /**
   * The rows are gone: drops everything waiting or held. An imported row may have the same id as
   * one of these, and must not be sent in its place.
   */
  forget(): void {
    this.#parked.clear();
    this.#toOvertake.clear();
    this.#fresh = [];
    this.#recent.forgetAll();
    this.#deps.decisions.forget();
    // What is in flight still gives its place back to the old queue.
    this.#queue = new DeliveryQueue(LIMITS);
    this.#pump();
  }

  /** Starts nothing more. `Attempts.stop` aborts what is in flight. */
  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
    this.#stalled?.cancel();
  }

  #takeFresh(): void {
    const { store, attempts } = this.#deps;
    const fresh = this.#fresh;
    this.#fresh = [];
    if (this.#stopped) return;
    const rows = this.#unlessRefused(() =>
      store.reading(() => fresh.map((id) => this.#recent.find(id)?.row ?? store.row(id))),
    );
    if (rows === null) {
      this.#fresh = [...fresh, ...this.#fresh];
      return;
    }
    for (const row of rows) {
      if (!row) continue;
      const { id } = row;
      if (row.status === 'pending' && row.nextAttemptAt === null) {
        const lane = laneOf(row.attemptCount, row.conversationId ?? row.callId);
        this.#queue.add({ id, lane, target: row.url });
      }
      attempts.publishRow(row);
    }
    this.#pump();
  }

  #takeDue(): void {
    const { clock, store } = this.#deps;
    this.#timer = null;
    this.#timerAt = Number.POSITIVE_INFINITY;
    this.#unlessRefused(() => {
      for (;;) {
        const due = store.claimDue(clock.now(), CLAIM_PAGE);
        for (const { id, url } of due) this.#queue.add({ id, lane: null, target: url });
        if (due.length < CLAIM_PAGE) break;
      }
      this.#arm(store.nextDueAt());
    });
    this.#pump();
  }

  /** Null if the disk refuses; then everything is retried a moment later. */
  #unlessRefused<T>(work: () => T): T | null {
    try {
      return work();
    } catch (error) {
      if (!storageProblemOf(error)) throw error;
      this.#deps.onDefect(error);
      this.#stall();
      return null;
    }
  }

  #stall(): void {
    if (this.#stopped) return;
    this.#stalled ??= this.#deps.clock.real.after(STALL_MS, () => {
      this.#stalled = null;
      this.#takeFresh();
      this.#takeDue();
    });
  }

  #arm(dueAtMs: number | null): void {
    if (this.#stopped || dueAtMs === null || dueAtMs >= this.#timerAt) return;
    this.#timer?.cancel();
    this.#timerAt = dueAtMs;
    this.#timer = this.#deps.clock.at(dueAtMs, () => this.#takeDue());
  }

  #pump(): void {
    this.#pumpDue = false;
    const mayGo = !this.#stopped && !this.#stalled;
    // Kept across the gaps between attempts, so that a frozen clock waits for the whole queue.
    if (this.#queue.size > 0 && mayGo) this.#endFlow ??= this.#deps.clock.flow('delivery');
    if (mayGo) {
      // A decision may free its place at once, so another round may find more.
      while (this.#queue.canStart && this.#sendBatch() > 0);
    }
    if (this.#queue.size > 0 && !this.#stopped && !this.#stalled) return;
    this.#endFlow?.();
    this.#endFlow = null;
  }

  /**
   * Reads, decides and writes in one transaction, then sends. Returns how many deliveries were
   * handled.
   */
  #sendBatch(): number {
    const { attempts: all, onDefect } = this.#deps;
    const taken: Taken[] = [];
    const plans: AttemptPlan[] = [];
    let attempts: Promise<AttemptResult>[] = [];
    try {
      attempts = all.makeAll(() => {
        this.#decide(taken);
        for (const { decision } of taken) if (decision.kind === 'send') plans.push(decision.plan);
        return plans;
      });
    } catch (error) {
      onDefect(error);
      if (storageProblemOf(error)) {
        for (const { entry } of taken.reverse()) this.#queue.giveBack(entry);
        this.#stall();
      } else for (const { entry } of taken) this.#queue.done(entry);
      return 0;
    }
    // Not earlier: a rollback would have undone the decisions.
    for (const { entry, decision } of taken) this.#carryOut(entry, decision, attempts);
    return taken.length;
  }

  /** Takes everything that can start now, and decides about each. */
  #decide(taken: Taken[]): void {
    const { store, decisions, onDefect } = this.#deps;
    for (let entry = this.#queue.next(); entry; entry = this.#queue.next()) {
      try {
        const found = this.#recent.take(entry.id) ?? store.find(entry.id);
        taken.push({ entry, decision: decisions.decide(found) });
      } catch (error) {
        if (storageProblemOf(error)) {
          this.#queue.giveBack(entry);
          throw error;
        }
        onDefect(error);
        this.#queue.done(entry);
      }
    }
  }

  #carryOut(entry: QueueEntry, decision: Decision, attempts: Promise<AttemptResult>[]): void {
    const queue = this.#queue;
    switch (decision.kind) {
      case 'send':
        if (decision.also) this.#deps.onAlso(decision.plan, decision.also);
        // Attempts are in the order of the plans.
        void attempts.shift()?.then(({ nextAttemptAt }) => this.#sent(queue, entry, nextAttemptAt));
        return;
      case 'over':
        this.#queue.done(entry);
        return;
      case 'held':
        this.#parked.set(entry.id, entry);
        this.#queue.park(entry);
        return;
      case 'postponed':
        if (decision.untilOvertaken && entry.lane !== null) this.#toOvertake.set(entry.lane, entry);
        this.#queue.done(entry);
        this.#arm(decision.untilMs);
        return;
      default:
        decision satisfies never;
    }
  }

  #sent(queue: DeliveryQueue, entry: QueueEntry, nextAttemptAt: number | null): void {
    this.#arm(nextAttemptAt);
    queue.done(entry);
    if (queue !== this.#queue) return;
    this.#letOvertaken(entry.lane);
    if (this.#pumpDue) return;
    // Others may end at the same time: one pump serves them all.
    this.#pumpDue = true;
    queueMicrotask(() => this.#pump());
  }

  #letOvertaken(lane: string | null): void {
    const overtaken = lane === null ? undefined : this.#toOvertake.get(lane);
    if (!overtaken || lane === null) return;
    this.#toOvertake.delete(lane);
    // If refused, it stays scheduled and is sent when its time comes.
    const claimed = this.#unlessRefused(() => this.#deps.store.claim(overtaken.id));
    if (claimed) this.#queue.add({ ...overtaken, lane: null });
  }
}

/** A view of the same bytes, without copying. */
function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** A first attempt keeps its place in the conversation, even if a restart interrupted it. */
function laneOf(attemptCount: number, conversation: string | null): string | null {
  return attemptCount <= 1 ? conversation : null;
}
