import type { DeliveryStatus, DeliverySummary } from '../../common/contract/index.ts';
import { isExchange } from '../../common/contract/lists/deliveries.ts';

const CANCELLABLE: readonly DeliveryStatus[] = ['pending', 'sending', 'held'];

export function canBeCancelled({ status }: Pick<DeliverySummary, 'status'>): boolean {
  return CANCELLABLE.includes(status);
}

/** Exchanges that are only recorded cannot be sent again. */
export function canBeReplayed(delivery: DeliverySummary): boolean {
  return !isExchange(delivery);
}
