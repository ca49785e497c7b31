import { ApiError, type DeliverySummary } from '../../../common/contract/index.ts';
import type { DeliveryStore, FoundDelivery } from '../../store/deliveries/deliveries.ts';
import { refuseExchange } from './delivery-exchange-log.ts';

/** A delivery, in order to act on it. @throws `NOT_FOUND`, `CONFLICT` */
export function findDelivery(store: DeliveryStore, id: string): FoundDelivery {
  const found = store.find(id);
  if (!found) throw notFound(id);
  refuseExchange(found.row, 'it cannot be sent again, held or cancelled');
  return found;
}

/** The delivery in its stored state. @throws `NOT_FOUND` */
export function deliveryNow(store: DeliveryStore, id: string): DeliverySummary {
  const summary = store.summary(id);
  if (!summary) throw notFound(id);
  return summary;
}

/** Why that cannot be done with the delivery. */
export function conflict(id: string, what: string): ApiError {
  return new ApiError('CONFLICT', `${id} ${what}.`);
}

function notFound(id: string): ApiError {
  return new ApiError('NOT_FOUND', `There is no delivery ${id}.`);
}
