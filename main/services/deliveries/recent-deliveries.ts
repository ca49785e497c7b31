import type { DeliveryStore, FoundDelivery } from '../../store/deliveries/deliveries.ts';

/** How much is kept in memory; the rest of a backlog is read when its turn comes. */
const KEPT_BYTES = 16 * 1024 * 1024;

/**
 * Deliveries that were just made and are still pending. Reading them back would cost more than
 * sending them.
 */
export class RecentDeliveries {
  readonly #store: DeliveryStore;
  readonly #kept = new Map<string, FoundDelivery>();
  #bytes = 0;

  constructor(store: DeliveryStore) {
    this.#store = store;
  }

  keep(delivery: FoundDelivery): void {
    if (delivery.row.status !== 'pending' || this.#bytes >= KEPT_BYTES) return;
    this.#kept.set(delivery.row.id, delivery);
    this.#bytes += delivery.body.byteLength;
  }

  /** Null if it is not in memory, was changed since, or its event was rolled back. */
  find(id: string): FoundDelivery | null {
    const recent = this.#kept.get(id);
    if (!recent) return null;
    if (this.#store.status(id) === recent.row.status) return recent;
    this.forget(id);
    return null;
  }

  /** Like `find`, but removes it, because it is about to change. */
  take(id: string): FoundDelivery | null {
    const recent = this.find(id);
    this.forget(id);
    return recent;
  }

  forget(id: string): void {
    const recent = this.#kept.get(id);
    if (!recent) return;
    this.#kept.delete(id);
    this.#bytes -= recent.body.byteLength;
  }

  /** The rows are gone, and others may have the same ids. */
  forgetAll(): void {
    this.#kept.clear();
    this.#bytes = 0;
  }
}
