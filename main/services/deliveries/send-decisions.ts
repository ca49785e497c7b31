import type { DeliveryFaultSpec } from '../../../common/contract/index.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { TransactionHooks } from '../../store/database/transactions.ts';
import type { DeliveryStore, FoundDelivery } from '../../store/deliveries/deliveries.ts';
import type { DeliveryEditStore } from '../../store/deliveries/delivery-edits.ts';
import type { Breakpoints } from '../faults/breakpoints.ts';
import type { FaultHit, FaultRules } from '../faults/fault-rules.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import { type AttemptPlan, planAttempt } from './attempt-plan.ts';
import type { Attempts } from './attempts.ts';
import { matchable } from './matchable.ts';

export interface SendDecisionsDeps {
  readonly clock: Clock;
  readonly store: DeliveryStore;
  readonly edits: DeliveryEditStore;
  readonly attempts: Attempts;
  readonly webhooks: Webhooks;
  readonly faults: FaultRules;
  readonly breakpoints: Breakpoints;
  readonly userAgent: string;
  readonly onRollback: TransactionHooks['onRollback'];
}

/** What happens to a delivery whose turn has come. */
export type Decision =
  | { readonly kind: 'send'; readonly plan: AttemptPlan; readonly also: AlsoSent | null }
  | { readonly kind: 'held' }
  | {
      readonly kind: 'postponed';
      readonly untilMs: number;
      /** Earlier, as soon as the next of its conversation was sent. */
      readonly untilOvertaken: boolean;
    }
  /** Nothing to send any more. */
  | { readonly kind: 'over' };

/** What a fault wants to be sent beside it. */
export type AlsoSent = 'duplicate' | 'turnAfterTransfer';

function alsoSent(hit: FaultHit<DeliveryFaultSpec> | null): AlsoSent | null {
  const kind = hit?.spec.kind;
  return kind === 'duplicate' || kind === 'turnAfterTransfer' ? kind : null;
}

const DEFAULT_DELAY_MS = 5_000;
/** Bodies of what was just made; more of a backlog is read again when its turn comes. */
const RECENT_BYTES = 16 * 1024 * 1024;

/** Decides what the loop does with a delivery: routes, breakpoints, faults. */
export class SendDecisions {
  readonly #deps: SendDecisionsDeps;
  /** Just made and pending: reading them back would cost more than sending them. */
  readonly #recent = new Map<string, FoundDelivery>();
  #recentBytes = 0;
  /** Postponed by a fault; it strikes the next attempt no more, but is shown on it. */
  readonly #postponed = new Map<string, FaultHit<DeliveryFaultSpec>>();

  constructor(deps: SendDecisionsDeps) {
    this.#deps = deps;
  }

  /** Keeps a delivery that was just made at hand until its turn comes. */
  remember(delivery: FoundDelivery): void {
    if (delivery.row.status !== 'pending' || this.#recentBytes >= RECENT_BYTES) return;
    this.#recent.set(delivery.row.id, delivery);
    this.#recentBytes += delivery.body.byteLength;
  }

  /** Null when it is not at hand, or changed since, or its event was rolled back. */
  remembered(id: string): FoundDelivery | null {
    const recent = this.#recent.get(id);
    if (!recent) return null;
    if (this.#deps.store.status(id) === recent.row.status) return recent;
    this.forget(id);
    return null;
  }

  /** It changed, or is about to. */
  forget(id: string): void {
    const recent = this.#recent.get(id);
    if (!recent) return;
    this.#recent.delete(id);
    this.#recentBytes -= recent.body.byteLength;
  }

  /** The rows are gone; others may have the same ids. */
  forgetAll(): void {
    this.#recent.clear();
    this.#recentBytes = 0;
    this.#postponed.clear();
  }

  decide(id: string): Decision {
    const { store, attempts, webhooks, edits, clock } = this.#deps;
    const found = this.remembered(id) ?? store.find(id);
    // From here on it changes.
    this.forget(id);
    if (found?.row.status === 'held') return { kind: 'held' };
    if (found?.row.status !== 'pending') return { kind: 'over' };
    const { row, body } = found;
    const route = webhooks.route(row.accountId, row.agentId);
    if (route.kind === 'nowhere') {
      store.fail(id, route.because);
      attempts.publish(id);
      return { kind: 'over' };
    }
    if (this.#isHeld(found)) {
      edits.hold(id, clock.now());
      attempts.publish(id);
      return { kind: 'held' };
    }
    const hit = this.#hit(found);
    const postponed = hit && this.#postpone(id, hit);
    if (postponed) return postponed;
    const plan = planAttempt({
      delivery: row,
      body,
      editedBody: found.editedBody,
      webhook: route.webhook,
      hit,
      timestampSeconds: Math.floor(clock.real.now() / 1000),
      userAgent: this.#deps.userAgent,
    });
    return { kind: 'send', plan, also: alsoSent(hit) };
  }

  #isHeld({ row, body }: FoundDelivery): boolean {
    const { breakpoints } = this.#deps;
    return breakpoints.any && breakpoints.holds(matchable(row, body));
  }

  #hit({ row, body }: FoundDelivery): FaultHit<DeliveryFaultSpec> | null {
    const before = this.#postponed.get(row.id);
    if (before) return before;
    const { faults } = this.#deps;
    return faults.concerns('delivery') ? faults.forDelivery(matchable(row, body)) : null;
  }

  #postpone(id: string, hit: FaultHit<DeliveryFaultSpec>): Decision | null {
    const { kind, delayMs = DEFAULT_DELAY_MS } = hit.spec;
    if (kind !== 'delay' && kind !== 'reorder') return null;
    const { onRollback } = this.#deps;
    if (this.#postponed.delete(id)) {
      onRollback(() => this.#postponed.set(id, hit));
      return null;
    }
    this.#postponed.set(id, hit);
    onRollback(() => this.#postponed.delete(id));
    const untilMs = this.#deps.clock.now() + delayMs;
    this.#deps.edits.schedule(id, untilMs);
    this.#deps.attempts.publish(id);
    return { kind: 'postponed', untilMs, untilOvertaken: kind === 'reorder' };
  }
}
