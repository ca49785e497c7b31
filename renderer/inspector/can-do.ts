import {
  type DeliveryStatus,
  type DeliverySummary,
  isExchange,
} from '../../common/contract/index.ts';

const CANCELLABLE: readonly DeliveryStatus[] = ['pending', 'sending', 'held'];

export function canBeCancelled({ status }: Pick<DeliverySummary, 'status'>): boolean {
  return CANCELLABLE.includes(status);
}

/** What is only recorded cannot be sent again. */
export function canBeReplayed(delivery: DeliverySummary): boolean {
  return !isExchange(delivery);
}
