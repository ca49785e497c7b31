import type { DeliverySummary } from '../../contract/index.ts';

/**
 * First attempts within a lane, which is one conversation or one call, leave one after another. Maps
 * each lane to the first of its deliveries that is not over, in the order in which the server sends them (`waitsForId` of
 * the delivery reader).
 */
export type Lanes = ReadonlyMap<string, DeliverySummary>;

export function lanesOf(deliveries: readonly DeliverySummary[]): Lanes {
  const lanes = new Map<string, DeliverySummary>();
  for (const delivery of deliveries) {
    const lane = laneOf(delivery);
    if (lane === null || !holdsItsLane(delivery)) continue;
    const first = lanes.get(lane);
    if (first === undefined || isBefore(delivery, first)) lanes.set(lane, delivery);
  }
  return lanes;
}

/** The delivery that has to leave before this one may; null where it waits for none that is known. */
export function blockerOf(delivery: DeliverySummary, lanes: Lanes): DeliverySummary | null {
  const { status, attemptCount, nextRetryAt } = delivery;
  const lane = laneOf(delivery);
  if (lane === null || status !== 'pending' || attemptCount > 0 || nextRetryAt !== null) {
    return null;
  }
  const first = lanes.get(lane);
  return first === undefined || first.id === delivery.id ? null : first;
}

function laneOf({ kind, conversationId, callId }: DeliverySummary): string | null {
  return kind === 'event' ? (conversationId ?? callId) : null;
}

function holdsItsLane({ status, attemptCount, nextRetryAt }: DeliverySummary): boolean {
  if (attemptCount > 1) return false;
  if (status === 'sending') return true;
  return (status === 'pending' || status === 'held') && nextRetryAt === null;
}

/** Ids grow with each delivery, in digits of one length. */
export function isBefore(a: DeliverySummary, b: DeliverySummary): boolean {
  return a.id.length === b.id.length ? a.id < b.id : a.id.length < b.id.length;
}
