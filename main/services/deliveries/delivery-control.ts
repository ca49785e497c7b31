import type { DeliverySummary } from '../../../common/contract/index.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { DeliveryStore } from '../../store/deliveries/deliveries.ts';
import type { DeliveryEditStore } from '../../store/deliveries/delivery-edits.ts';
import type { Breakpoints } from '../faults/breakpoints.ts';
import type { Attempts } from './attempts.ts';
import { conflict, deliveryNow, findDelivery } from './delivery-lookup.ts';
import type { DeliveryLoop } from './delivery-loop.ts';
import { overrideOf, type RequestEdit } from './request-edit.ts';
import type { VoiceTurns } from './voice-turns.ts';

export interface DeliveryControlDeps {
  readonly clock: Clock;
  readonly store: DeliveryStore;
  readonly edits: DeliveryEditStore;
  readonly attempts: Attempts;
  readonly breakpoints: Breakpoints;
  readonly loop: DeliveryLoop;
  readonly voiceTurns: VoiceTurns;
}

/**
 * What a person can do with a delivery that is not sent yet: retry it now, hold it, release it,
 * cancel it.
 */
export class DeliveryControl {
  readonly #deps: DeliveryControlDeps;

  constructor(deps: DeliveryControlDeps) {
    this.#deps = deps;
  }

  /** Makes the next attempt now instead of waiting for it. @throws `NOT_FOUND`, `CONFLICT` */
  retryNow(id: string): DeliverySummary {
    const { store, loop } = this.#deps;
    const { row } = findDelivery(store, id);
    if (row.status === 'held') throw conflict(id, 'is held; release it instead');
    if (row.status !== 'pending') {
      throw conflict(id, `is ${row.status}, so no attempt is planned; replay it instead`);
    }
    if (store.claim(id)) loop.announce(id);
    return deliveryNow(store, id);
  }

  /** Cancels a delivery; an attempt in flight is aborted. @throws `NOT_FOUND`, `CONFLICT` */
  cancel(id: string): DeliverySummary {
    const { store, edits, attempts, loop, voiceTurns } = this.#deps;
    const { row } = findDelivery(store, id);
    if (row.status === 'sending' && attempts.cancel(id)) return deliveryNow(store, id);
    if (!edits.cancel(id, 'Cancelled by hand.')) {
      throw conflict(id, `is ${row.status}; only what is still to be sent can be cancelled`);
    }
    if (!voiceTurns.release(id)) loop.discard(id);
    attempts.publish(id);
    return deliveryNow(store, id);
  }

  /** Holds a waiting delivery until it is released. @throws `NOT_FOUND`, `CONFLICT` */
  hold(id: string): DeliverySummary {
    const { clock, store, edits, attempts } = this.#deps;
    const { row } = findDelivery(store, id);
    if (!edits.hold(id, clock.now())) {
      throw conflict(id, `is ${row.status}; only what waits to be sent can be held`);
    }
    attempts.publish(id);
    return deliveryNow(store, id);
  }

  /**
   * Releases a held delivery, unchanged or edited. Edits also apply to its retries.
   *
   * @throws `NOT_FOUND`, or `CONFLICT` if it is not held
   */
  release(id: string, edit: RequestEdit = {}): DeliverySummary {
    const { clock, store, edits, breakpoints, loop, voiceTurns } = this.#deps;
    const { row, editedBody } = findDelivery(store, id);
    if (row.status !== 'held') throw conflict(id, `is ${row.status}, not held`);
    const override = overrideOf(edit);
    if (override || edit.body !== undefined) {
      const body = edit.body === undefined ? editedBody : Buffer.from(edit.body, 'utf8');
      edits.edit(id, override ? { ...row.override, ...override } : row.override, body);
    }
    edits.release(id, clock.now());
    if (!voiceTurns.release(id)) {
      breakpoints.pass(id);
      loop.release(id);
    }
    return deliveryNow(store, id);
  }
}
