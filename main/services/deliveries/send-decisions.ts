import type { DeliveryFaultSpec } from '../../../common/contract/index.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { TransactionHooks } from '../../store/database/transactions.ts';
import type { DeliveryStore, FoundDelivery } from '../../store/deliveries/deliveries.ts';
import type { DeliveryEditStore } from '../../store/deliveries/delivery-edits.ts';
import type { Breakpoints } from '../faults/breakpoints.ts';
import type { FaultHit, FaultRules } from '../faults/fault-rules.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import type { AttemptPlan } from './attempt-plan.ts';
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
  readonly onRollback: TransactionHooks['onRollback'];
}

/** What to do with a delivery whose turn has come. */
export type Decision =
  | { readonly kind: 'send'; readonly plan: AttemptPlan; readonly also: AlsoSent | null }
  | { readonly kind: 'held' }
  | {
      readonly kind: 'postponed';
      readonly untilMs: number;
      /** Or earlier, as soon as the next delivery of its conversation was sent. */
      readonly untilOvertaken: boolean;
    }
  /** There is nothing to send any more. */
  | { readonly kind: 'over' };

/** What a fault demands in addition. */
export type AlsoSent = 'duplicate' | 'turnAfterTransfer';

function alsoSent(hit: FaultHit<DeliveryFaultSpec> | null): AlsoSent | null {
  const kind = hit?.spec.kind;
  return kind === 'duplicate' || kind === 'turnAfterTransfer' ? kind : null;
}

/** The delay of a fault that does not specify one. */
export const DEFAULT_DELAY_MS = 5_000;

/** Decides what the loop does with a delivery, by routes, breakpoints and faults. */
export class SendDecisions {
  readonly #deps: SendDecisionsDeps;
  /** Deliveries postponed by a fault. It does not postpone the next attempt, but is shown on it. */
  readonly #postponed = new Map<string, FaultHit<DeliveryFaultSpec>>();

  constructor(deps: SendDecisionsDeps) {
    this.#deps = deps;
  }

  /** The rows are gone, and others may have the same ids. */
  forget(): void {
    this.#postponed.clear();
  }

  /** @param found null if the delivery no longer exists */
  decide(found: FoundDelivery | null): Decision {
    const { store, attempts, webhooks, edits, clock, breakpoints } = this.#deps;
    if (found?.row.status === 'held') return { kind: 'held' };
    if (found?.row.status !== 'pending') return { kind: 'over' };
    const { row, body, editedBody } = found;
    const { id } = row;
    const route = webhooks.route(row.accountId, row.agentId);
    if (route.kind === 'nowhere') {
      store.fail(id, route.because);
      attempts.publish(id);
      return { kind: 'over' };
    }
    if (breakpoints.holds(() => matchable(row, body))) {
      edits.hold(id, clock.now());
      attempts.publish(id);
      return { kind: 'held' };
    }
    const hit = this.#hit(found);
    const postponed = hit && this.#postpone(id, hit);
    if (postponed) return postponed;
    const plan = attempts.plan({ delivery: row, body, editedBody, webhook: route.webhook, hit });
    return { kind: 'send', plan, also: alsoSent(hit) };
  }

  #hit({ row, body }: FoundDelivery): FaultHit<DeliveryFaultSpec> | null {
    const before = this.#postponed.get(row.id);
    return before ?? this.#deps.faults.forDelivery(() => matchable(row, body));
  }

  #postpone(id: string, hit: FaultHit<DeliveryFaultSpec>): Decision | null {
    const { kind, delayMs = DEFAULT_DELAY_MS } = hit.spec;
    if (kind !== 'delay' && kind !== 'reorder') return null;
    const { clock, edits, attempts, onRollback } = this.#deps;
    if (this.#postponed.delete(id)) {
      onRollback(() => this.#postponed.set(id, hit));
      return null;
    }
    this.#postponed.set(id, hit);
    onRollback(() => this.#postponed.delete(id));
    const untilMs = clock.now() + delayMs;
    edits.schedule(id, untilMs);
    attempts.publish(id);
    return { kind: 'postponed', untilMs, untilOvertaken: kind === 'reorder' };
  }
}
